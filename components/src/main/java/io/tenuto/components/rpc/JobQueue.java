package io.tenuto.components.rpc;

/// Where queriers get their work. Thread safe.
public interface JobQueue {
    /// The next job, fair between tenants; waits until there is one.
    QueryJob<?> take() throws InterruptedException;
}
