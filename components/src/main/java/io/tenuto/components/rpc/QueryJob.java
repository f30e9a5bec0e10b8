package io.tenuto.components.rpc;

import io.tenuto.base.Cancellation;
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
    private final QueryLane lane;
    private final Work<P> work;
    private final Deadline deadline;
    // A bridge between the frontend's thread and a querier's: nothing is chained to it.
    private final CompletableFuture<P> outcome = new CompletableFuture<>();
    private final Cancellation cancellation = new Cancellation();

    /// @param lane that of its query
    public QueryJob(TenantId tenant, QueryLane lane, Work<P> work, Deadline deadline) {
        this.tenant = tenant;
        this.lane = lane;
        this.work = work;
        this.deadline = deadline.cancelledBy(cancellation);
    }

    public TenantId tenant() {
        return tenant;
    }

    public QueryLane lane() {
        return lane;
    }

    /// Runs the work on the calling thread and tells the frontend how it ended.
    public void run(SourceOpener opener) {
        if (cancellation.isCancelled()) return;
        try {
            deadline.check("query");
            outcome.complete(work.run(opener, deadline));
        } catch (Throwable e) {
            outcome.completeExceptionally(e);
            if (e instanceof VirtualMachineError fatal) throw fatal;
        }
    }

    /// Nobody waits for the result any more: a querier does not begin, or stops before its next batch.
    public void cancel() {
        cancellation.cancel();
    }

    /// The result, waiting for at most `nanos`.
    public P await(long nanos) throws InterruptedException, TimeoutException, ExecutionException {
        return outcome.get(nanos, TimeUnit.NANOSECONDS);
    }
}
