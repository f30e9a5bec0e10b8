package io.tenuto.server;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import io.tenuto.base.MemoryLease;
import io.tenuto.base.RequestException;
import java.util.Objects;

/// What one request of a query holds of the memory budget: its body as it comes, its answer until it is sent. Thread
/// safe; what comes after the close is not held.
final class RequestMemory implements AutoCloseable {
    private static final AttributeKey<RequestMemory> KEY = AttributeKey.valueOf(RequestMemory.class, "of");

    private final MemoryLease lease;
    private boolean closed;

    private RequestMemory(MemoryLease lease) {
        this.lease = lease;
    }

    /// What `context` holds from now on.
    static RequestMemory begun(ServiceRequestContext context, MemoryLease lease) {
        var memory = new RequestMemory(lease);
        context.setAttr(KEY, memory);
        return memory;
    }

    /// What was begun for a request.
    static RequestMemory of(ServiceRequestContext context) {
        return Objects.requireNonNull(context.attr(KEY), "no memory was begun for this request");
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
