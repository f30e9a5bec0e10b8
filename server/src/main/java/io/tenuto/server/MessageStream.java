package io.tenuto.server;

import com.linecorp.armeria.common.HttpResponseWriter;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/// The answers of one streaming call, one after the other. Used by the call's own thread, which waits until the client
/// has taken what was sent: nothing piles up for a slow reader.
final class MessageStream {
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();

    private final HttpResponseWriter out;
    private final Clock clock;
    private long lastNanos;

    MessageStream(HttpResponseWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.lastNanos = clock.monotonicNanos();
    }

    /// Whether enough time has passed since the last message for another one between.
    boolean isDue() {
        return clock.monotonicNanos() - lastNanos >= PAUSE_NANOS;
    }

    /// Sends one message and waits until it is on its way.
    ///
    /// @throws RequestException if the client is gone
    void send(ByteSlice message) {
        if (!out.tryWrite(GrpcUnary.frame(message))) throw gone();
        try {
            out.whenConsumed().join();
        } catch (CompletionException e) {
            throw gone();
        }
        lastNanos = clock.monotonicNanos();
    }

    private static RequestException gone() {
        return new RequestException(Fault.CANCELLED, "context canceled");
    }
}
