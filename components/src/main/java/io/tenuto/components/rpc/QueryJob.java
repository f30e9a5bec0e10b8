package io.tenuto.components.rpc;

import io.tenuto.base.Deadline;
import io.tenuto.model.TenantId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One unit of work of one query, handed to whichever querier asks first. Runs at most once; the frontend waits.
public final class QueryJob<P> {
    /// The work itself; opens its sources through `opener`.
    public interface Work<P> {
        P run(SourceOpener opener, Deadline deadline);
    }

    private final TenantId tenant;
    private final Work<P> work;
    private final Deadline deadline;
    // A bridge between the frontend's thread and a querier's: nothing is chained to it.
    private final CompletableFuture<P> outcome = new CompletableFuture<>();
    private volatile boolean cancelled;

    public QueryJob(TenantId tenant, Work<P> work, Deadline deadline) {
        this.tenant = tenant;
        this.work = work;
        this.deadline = deadline;
    }

    public TenantId tenant() {
        return tenant;
    }

    /// Runs the work on the calling thread and tells the frontend how it ended.
    public void run(SourceOpener opener) {
        if (cancelled) return;
        try {
            deadline.check("query");
            outcome.complete(work.run(opener, deadline));
        } catch (Throwable e) {
            outcome.completeExceptionally(e);
            if (e instanceof VirtualMachineError fatal) throw fatal;
        }
    }

    /// Tells a querier that has not begun not to begin.
    public void cancel() {
        cancelled = true;
    }

    /// The result, waiting for at most `nanos`.
    public P await(long nanos) throws InterruptedException, TimeoutException, ExecutionException {
        return outcome.get(nanos, TimeUnit.NANOSECONDS);
    }
}
