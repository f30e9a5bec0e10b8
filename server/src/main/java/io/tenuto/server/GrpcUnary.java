package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/// gRPC's framing over HTTP/2 for messages that stay bytes: five bytes before each message, a status behind the last.
final class GrpcUnary {
    static final int PREFIX_BYTES = 5;
    private static final String CONTENT_TYPE = "application/grpc+proto";

    private static final Set<String> ENCODINGS = Set.of("", "identity", "gzip", "snappy", "zstd");

    private GrpcUnary() {}

    /// What is said of messages in an encoding that is not known here, in the words of gRPC; empty if it is known.
    static Optional<String> unknownEncoding(HttpHeaders headers) {
        String encoding = headers.get("grpc-encoding", "");
        return ENCODINGS.contains(encoding)
                ? Optional.empty()
                : Optional.of("grpc: Decompressor is not installed for grpc-encoding \"" + encoding + '"');
    }

    /// What is said of a path that is no method here, in the words of gRPC.
    ///
    /// @param services those that have methods here
    static String unknownMethod(String path, Set<String> services) {
        int slash = path.lastIndexOf('/');
        if (slash <= 0) return "malformed method name: \"" + path + '"';
        String service = path.substring(1, slash);
        return services.contains(service)
                ? "unknown method " + path.substring(slash + 1) + " for service " + service
                : "unknown service " + service;
    }

    /// The one message of a request, decompressed.
    ///
    /// @param onGrowth told of bytes before they are held, besides the body
    /// @throws CorruptDataException if the framing is wrong
    static ByteSlice message(AggregatedHttpRequest request, int bytesMax, LongConsumer onGrowth) {
        byte[] body = request.content().array();
        Check.data(body.length >= PREFIX_BYTES, "a gRPC message is expected");
        int length = ByteBuffer.wrap(body).getInt(1);
        Check.data(
                length >= 0 && length == body.length - PREFIX_BYTES,
                "gRPC message of %s bytes in a body of %s",
                length,
                body.length);
        onGrowth.accept(length);
        byte[] message = Arrays.copyOfRange(body, PREFIX_BYTES, body.length);
        String encoding = body[0] == 0 ? "" : request.headers().get("grpc-encoding", "");
        return BodyDecoder.decode(message, encoding, bytesMax, onGrowth);
    }

    static HttpData frame(ByteSlice message) {
        ByteBuffer frame = ByteBuffer.allocate(PREFIX_BYTES + message.length());
        frame.put((byte) 0).putInt(message.length()).put(message.toByteBuffer());
        return HttpData.wrap(frame.array());
    }

    static HttpResponse success(ByteSlice message) {
        return HttpResponse.of(responseHeaders(), frame(message), trailers(Faults.GRPC_OK, ""));
    }

    static HttpResponse failure(int code, String text) {
        return HttpResponse.of(responseHeaders(), HttpData.empty(), trailers(code, text));
    }

    /// As [#failure(int, String)], with details where there are any.
    static HttpResponse failure(OtlpStatus refusal) {
        HttpHeaders trailers = trailers(refusal.code(), refusal.message());
        if (refusal.tellsRetry()) {
            trailers = trailers.toBuilder()
                    .add("grpc-status-details-bin", refusal.grpcDetails())
                    .build();
        }
        return HttpResponse.of(responseHeaders(), HttpData.empty(), trailers);
    }

    static ResponseHeaders responseHeaders() {
        return ResponseHeaders.builder(HttpStatus.OK)
                .set(HttpHeaderNames.CONTENT_TYPE, CONTENT_TYPE)
                .build();
    }

    static HttpHeaders trailers(int code, String text) {
        var trailers = HttpHeaders.builder().endOfStream(true).add("grpc-status", Integer.toString(code));
        if (!text.isEmpty()) trailers.add("grpc-message", percentEncoded(text));
        return trailers.build();
    }

    private static String percentEncoded(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 0x20 && b < 0x7F && b != '%';
            if (plain) encoded.append((char) b);
            else encoded.append('%').append("%02X".formatted(b & 0xFF));
        }
        return encoded.toString();
    }
}
