package io.tenuto.components.distributor;

import io.tenuto.base.MemoryLease;
import io.tenuto.base.RequestException;
import java.time.Duration;

/// The memory of one request from its first byte to its answer. Used by one thread at a time; close gives it back.
public final class Reception implements AutoCloseable {
    private final MemoryLease lease;
    private final Duration retryAfter;

    Reception(MemoryLease lease, Duration retryAfter) {
        this.lease = lease;
        this.retryAfter = retryAfter;
    }

    /// Says that `bytes` more are held: of the body, of what it was decompressed or converted to, of its parts.
    ///
    /// @throws RetryLaterException if the process has no memory for it now
    public void grow(long bytes) {
        try {
            lease.grow(bytes);
        } catch (RequestException e) {
            throw new RetryLaterException(e.fault(), String.valueOf(e.getMessage()), retryAfter);
        }
    }

    @Override
    public void close() {
        lease.close();
    }
}
