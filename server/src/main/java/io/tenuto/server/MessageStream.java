package io.tenuto.server;

import com.linecorp.armeria.common.HttpResponseWriter;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The answers of one streaming call, one after the other. Used by the call's own thread.
///
/// At most one message waits for the client: while it does, no message between is due (the next one that is will tell
/// what was passed over), and whoever must send waits, no longer than the call's deadline.
final class MessageStream {
    private static final long PAUSE_NANOS = Duration.ofMillis(500).toNanos();
    private static final long WAIT_NANOS_MAX = Duration.ofHours(1).toNanos();

    private final HttpResponseWriter out;
    private final Deadline deadline;
    private final Clock clock;
    // A bridge to the listener: nothing is chained to it.
    private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
    private long lastNanos;

    MessageStream(HttpResponseWriter out, Deadline deadline, Clock clock) {
        this.out = out;
        this.deadline = deadline;
        this.clock = clock;
        this.lastNanos = clock.monotonicNanos();
    }

    /// Whether a message between is welcome: the last one is taken, and enough time has passed since.
    boolean isDue() {
        return taken.isDone() && clock.monotonicNanos() - lastNanos >= PAUSE_NANOS;
    }

    /// Sends one message, as soon as the one before it is taken.
    ///
    /// @throws RequestException if the client is gone or takes too long
    void send(ByteSlice message) {
        drain();
        if (!out.tryWrite(GrpcUnary.frame(message))) throw gone();
        taken = out.whenConsumed();
        lastNanos = clock.monotonicNanos();
    }

    /// Waits until the client has taken everything.
    ///
    /// @throws RequestException if it is gone or takes too long
    void drain() {
        try {
            taken.get(Math.min(deadline.remainingNanos(), WAIT_NANOS_MAX), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gone();
        } catch (ExecutionException e) {
            throw gone();
        } catch (TimeoutException e) {
            throw new RequestException(Fault.DEADLINE_EXCEEDED, Faults.TOO_LATE, e);
        }
    }

    private static RequestException gone() {
        return new RequestException(Fault.CANCELLED, Faults.CLIENT_LEFT);
    }
}
