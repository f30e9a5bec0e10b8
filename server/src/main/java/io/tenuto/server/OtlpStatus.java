package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.components.distributor.RetryLaterException;
import io.tenuto.wire.JsonWriter;
import io.tenuto.wire.ProtoWriter;
import java.time.Duration;
import java.util.Base64;

/// A `google.rpc.Status` with which a receiver refuses, in the forms that its protocols know.
///
/// @param code of gRPC
/// @param retryAfter when to come again, told as `google.rpc.RetryInfo`; zero to tell nothing
record OtlpStatus(int code, String message, Duration retryAfter) {
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    static OtlpStatus of(int code, Throwable failure) {
        Duration retryAfter = failure instanceof RetryLaterException limited ? limited.retryAfter() : Duration.ZERO;
        return new OtlpStatus(code, Faults.textOf(failure), retryAfter);
    }

    boolean tellsRetry() {
        return retryAfter.isPositive();
    }

    /// Whole seconds, at least one, so that nobody comes early.
    long retryAfterSeconds() {
        return retryAfter.plusNanos(NANOS_PER_SECOND - 1L).toSeconds();
    }

    ByteSlice toProtobuf() {
        var out = new ProtoWriter(64 + message.length());
        out.varint(1, code);
        out.text(2, message);
        if (tellsRetry()) {
            int any = out.begin(3);
            out.text(1, RETRY_INFO);
            int info = out.begin(2);
            int delay = out.begin(1);
            out.varintIfSet(1, retryAfter.toSeconds());
            out.varintIfSet(2, retryAfter.getNano());
            out.end(delay);
            out.end(info);
            out.end(any);
        }
        return out.toSlice();
    }

    /// The trailer `grpc-status-details-bin`; "" without details.
    String grpcDetails() {
        return tellsRetry()
                ? Base64.getEncoder()
                        .withoutPadding()
                        .encodeToString(toProtobuf().toByteArray())
                : "";
    }

    /// With the spaces that some clients have come to expect.
    String toJson() {
        String text = "{\"code\":" + code + ", \"message\":" + new JsonWriter().text(message);
        if (!tellsRetry()) return text + "}";
        return text + ", \"details\":[{\"@type\":\"" + RETRY_INFO + "\", \"retryDelay\":\"" + seconds() + "\"}]}";
    }

    /// As protobuf writes durations: no fraction, three digits of it, or nine.
    private String seconds() {
        long whole = retryAfter.toSeconds();
        int nanos = retryAfter.getNano();
        if (nanos == 0) return whole + "s";
        if (nanos % NANOS_PER_MILLI == 0) return "%d.%03ds".formatted(whole, nanos / NANOS_PER_MILLI);
        return "%d.%09ds".formatted(whole, nanos);
    }
}
