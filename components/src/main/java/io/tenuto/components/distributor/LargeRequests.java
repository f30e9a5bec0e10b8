package io.tenuto.components.distributor;

import io.tenuto.base.Fault;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
import java.util.concurrent.atomic.AtomicLong;

/// What large requests hold together, within a share of the memory budget: however many there are, and however slowly
/// they come, small ones are taken in and queries answered. Thread safe.
final class LargeRequests {
    private static final int PARTS = 4;
    /// A body of 20 MiB as JSON, as protobuf, and in the log's buffer.
    private static final long LARGEST_BYTES = 64L << 20;

    private final long bytesMax;
    private final Metrics.Counter refused;
    private final AtomicLong bytes = new AtomicLong();

    /// @param budgetBytes all memory that may be held
    LargeRequests(long budgetBytes, Metrics.Counter refused) {
        this.refused = refused;
        this.bytesMax = Math.max(budgetBytes / PARTS, Math.min(budgetBytes / 2, LARGEST_BYTES));
    }

    /// @throws RequestException with [Fault#RESOURCE_EXHAUSTED] if so much more does not fit
    void grow(long more) {
        long held = bytes.get();
        while (more <= bytesMax - held) {
            if (bytes.compareAndSet(held, held + more)) return;
            held = bytes.get();
        }
        refused.increment();
        throw new RequestException(
                Fault.RESOURCE_EXHAUSTED,
                "memory budget exhausted: ingest needs %d bytes, %d of %d for large requests are in use"
                        .formatted(more, held, bytesMax));
    }

    void giveBack(long less) {
        bytes.addAndGet(-less);
    }
}
