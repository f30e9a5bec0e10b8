package io.tenuto.it.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Codec;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A gRPC client of any unary method, bytes in and out, on the ordinary Java library. Thread safe.
public final class UnaryClient implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final Metadata.Key<byte[]> DETAILS =
            Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

    private final ManagedChannel channel;

    /// @param unknownEncoding name of an encoding that servers do not have; its messages are not compressed at all
    public UnaryClient(int port, String unknownEncoding) {
        CompressorRegistry encodings = CompressorRegistry.newEmptyInstance();
        encodings.register(new Codec.Gzip());
        encodings.register(Codec.Identity.NONE);
        encodings.register(new Compressor() {
            @Override
            public String getMessageEncoding() {
                return unknownEncoding;
            }

            @Override
            public OutputStream compress(OutputStream out) {
                return out;
            }
        });
        this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .compressorRegistry(encodings)
                .build();
    }

    /// How a call ended.
    ///
    /// @param code number of the status
    /// @param details the encoded `google.rpc.Status`, empty if none came
    /// @param message of the answer, empty after a failure
    public record Outcome(int code, String text, byte[] details, byte[] message) {}

    /// @param path `package.Service/Method`
    public Outcome call(String path, byte[] message, Map<String, String> metadata, String encoding) {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(path)
                .setRequestMarshaller(RawBytes.MARSHALLER)
                .setResponseMarshaller(RawBytes.MARSHALLER)
                .build();
        var headers = new Metadata();
        metadata.forEach((name, value) -> headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        Channel with = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!encoding.equals("identity")) options = options.withCompression(encoding);
        try {
            return new Outcome(0, "", new byte[0], ClientCalls.blockingUnaryCall(with, method, options, message));
        } catch (StatusRuntimeException e) {
            String text = e.getStatus().getDescription();
            Metadata trailers = e.getTrailers();
            byte[] details = trailers == null ? null : trailers.get(DETAILS);
            return new Outcome(
                    e.getStatus().getCode().value(),
                    text == null ? "" : text,
                    details == null ? new byte[0] : details,
                    new byte[0]);
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
