package io.tenuto.server;

import io.tenuto.base.MemoryLease;
import io.tenuto.base.RequestException;

/// What one request of a query holds of the memory budget: its body as it comes, its answer until it is sent. Thread
/// safe; what comes after the close is not held.
final class RequestMemory implements AutoCloseable {
    private final MemoryLease lease;
    private boolean closed;

    RequestMemory(MemoryLease lease) {
        this.lease = lease;
    }

    /// Takes memory for what is not there yet.
    ///
    /// @throws RequestException if it does not fit
    synchronized void grow(long bytes) {
        if (!closed) lease.grow(bytes);
    }

    /// Says that so much is held besides: it is there already.
    synchronized void hold(long bytes) {
        if (!closed) lease.hold(lease.bytes() + bytes);
    }

    @Override
    public synchronized void close() {
        closed = true;
        lease.close();
    }
}
