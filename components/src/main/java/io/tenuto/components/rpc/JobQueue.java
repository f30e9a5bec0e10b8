package io.tenuto.components.rpc;

/// Where queriers get their work. Thread safe.
public interface JobQueue {
    /// The next job, fair between tenants and between the queries of one; waits until there is one.
    QueryJob<?> take() throws InterruptedException;

    /// Says that a job that was taken has ended, however it did.
    void ended(QueryJob<?> job);
}
