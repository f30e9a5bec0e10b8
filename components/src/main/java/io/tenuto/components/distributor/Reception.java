package io.tenuto.components.distributor;

import io.tenuto.base.MemoryLease;
import io.tenuto.base.RequestException;
import java.time.Duration;

/// The memory of one request from its first byte to its answer. Used by one thread at a time; close gives it back.
public final class Reception implements AutoCloseable {
    /// A request up to here is a small one.
    private static final long SMALL_BYTES = 256 * 1024;

    private final MemoryLease lease;
    private final LargeRequests large;
    private final Duration retryAfter;
    /// What of the lease is above [#SMALL_BYTES].
    private long largeBytes;

    Reception(MemoryLease lease, LargeRequests large, Duration retryAfter) {
        this.lease = lease;
        this.large = large;
        this.retryAfter = retryAfter;
    }

    /// Says that `bytes` more are held: of the body, of what it was decompressed or converted to, of its parts.
    ///
    /// @throws RetryLaterException if the process has no memory for it now
    public void grow(long bytes) {
        try {
            lease.grow(bytes);
            long above = Math.max(0, lease.bytes() - SMALL_BYTES);
            large.grow(above - largeBytes);
            largeBytes = above;
        } catch (RequestException e) {
            throw new RetryLaterException(e.fault(), String.valueOf(e.getMessage()), retryAfter);
        }
    }

    @Override
    public void close() {
        large.giveBack(largeBytes);
        largeBytes = 0;
        lease.close();
    }
}
