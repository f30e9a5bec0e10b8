package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import io.tenuto.base.RequestException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;

/// Collects the bodies of requests. What has come of a body is told before it is kept, so that a sender who does not
/// announce its length, or announces less, cannot fill memory unseen.
final class Bodies {
    /// Told ahead, so that not every few kilobytes are told alone.
    private static final int STEP_BYTES = 64 * 1024;

    private Bodies() {}

    /// The whole request.
    ///
    /// @param heldBytes what has been told already
    /// @param bytesMax no more is told ahead
    /// @param onGrowth told of bytes before they are kept; what it throws is how the future fails
    static CompletableFuture<AggregatedHttpRequest> whole(
            HttpRequest request, long heldBytes, long bytesMax, LongConsumer onGrowth) {
        var growth = new Growth(heldBytes, bytesMax, onGrowth);
        return request.peekData(data -> growth.came(data.length())).aggregate();
    }

    /// The refusal that ended a body.
    ///
    /// @throws CompletionException if something else did
    static RequestException refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RequestException refused) return refused;
        throw new CompletionException(cause);
    }

    /// Used by the request's event loop.
    private static final class Growth {
        private final long bytesMax;
        private final LongConsumer onGrowth;
        private long held;
        private long came;

        Growth(long heldBytes, long bytesMax, LongConsumer onGrowth) {
            this.held = heldBytes;
            this.bytesMax = bytesMax;
            this.onGrowth = onGrowth;
        }

        void came(int bytes) {
            came += bytes;
            if (came <= held) return;
            long more = Math.max(came - held, Math.min(STEP_BYTES, bytesMax - held));
            onGrowth.accept(more);
            held += more;
        }
    }
}
