package io.tenuto.it.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A gRPC client of the streaming query service, on the ordinary Java library. Thread safe.
public final class StreamingClient implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final ManagedChannel channel;

    public StreamingClient(int port) {
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    /// What a call came to.
    ///
    /// @param code name of the status, in capitals
    public record Outcome(List<ObjectNode> messages, String code, String text) {
        public Outcome {
            messages = List.copyOf(messages);
        }
    }

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        RAW;

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Calls a method and collects what it sends.
    ///
    /// @param service full name of the service
    public Outcome call(String service, String method, JsonNode request, Map<String, String> metadata) {
        MethodDescriptor<byte[], byte[]> descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
                .setRequestMarshaller(Bytes.RAW)
                .setResponseMarshaller(Bytes.RAW)
                .build();
        var headers = new Metadata();
        metadata.forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        Channel with = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        List<ObjectNode> messages = new ArrayList<>();
        try {
            Iterator<byte[]> answers = ClientCalls.blockingServerStreamingCall(
                    with,
                    descriptor,
                    CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
                    Messages.encode(method + "Request", request));
            while (answers.hasNext()) messages.add(Messages.decode(method + "Response", answers.next()));
            return new Outcome(messages, "OK", "");
        } catch (StatusRuntimeException e) {
            String text = e.getStatus().getDescription();
            return new Outcome(messages, e.getStatus().getCode().name(), text == null ? "" : text);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
