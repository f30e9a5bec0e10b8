package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryLease;
import io.tenuto.base.MemoryUse;
import io.tenuto.base.RequestException;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.components.rpc.BlockGoneException;
import io.tenuto.components.rpc.CutTooOldException;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.components.rpc.QueryJob;
import io.tenuto.model.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// Runs one query from snapshot to merged answer. Thread safe; the calling thread waits.
///
/// The cut is fixed before the first job: coverage of one snapshot, ends of the live stores. If sources vanish under
/// the plan, it plans once more on newer commits; a second time is an error, never a short answer.
public final class QueryRunner {
    private static final int WINDOW_GROWTH = 4;

    /// What a running job is taken to hold: some ten columns of one row group (65,536 rows × 8 bytes × 10), pages not
    /// counted. An estimate: operators do not tell what they hold.
    private static final long JOB_BYTES = 5 << 20;
    /// A small budget has room for jobs too: each is taken to hold at most this part of it.
    private static final long JOB_PART_MAX = 100;

    private final QueryRunnerConfig config;
    private final FairQueue queue;
    private final Catalog catalog;
    private final LiveReader live;
    private final ToLongFunction<LogPartition> logEnds;
    private final Function<TenantId, List<BlockMeta>> foreign;
    private final MemoryBudget memory;

    /// What queries stand on.
    ///
    /// @param logEnds one past the last durable offset of a partition
    /// @param foreign a tenant's blocks that somebody else wrote: outside the cut, in no catalog
    public record Parts(
            FairQueue queue,
            Catalog catalog,
            LiveReader live,
            ToLongFunction<LogPartition> logEnds,
            Function<TenantId, List<BlockMeta>> foreign,
            MemoryBudget memory) {}

    public QueryRunner(QueryRunnerConfig config, Parts parts) {
        this.config = config;
        this.queue = parts.queue();
        this.catalog = parts.catalog();
        this.live = parts.live();
        this.logEnds = parts.logEnds();
        this.foreign = parts.foreign();
        this.memory = parts.memory();
    }

    /// @param onProgress receives each merged intermediate result, the last excluded
    public <P> QueryAnswer<P> run(
            TenantId tenant, QueryKind<P> kind, Deadline deadline, Consumer<QueryAnswer<P>> onProgress) {
        try {
            return runOnce(tenant, kind, deadline, onProgress, catalog.snapshot());
        } catch (CutTooOldException | BlockGoneException e) {
            return runOnce(tenant, kind, deadline, onProgress, catalog.refresh(deadline));
        }
    }

    private <P> QueryAnswer<P> runOnce(
            TenantId tenant,
            QueryKind<P> kind,
            Deadline deadline,
            Consumer<QueryAnswer<P>> onProgress,
            CatalogSnapshot snapshot) {
        Map<LogPartition, Long> ends = kind.readsLive() ? live.ends() : Map.of();
        boolean behind = ends.entrySet().stream().anyMatch(end -> end.getValue() < logEnds.applyAsLong(end.getKey()));
        var shape = new QueryPlan.Shape(kind.sight(), config.bytesPerJob(), config.workers());
        var blocks = new ArrayList<>(snapshot.blocks(tenant));
        blocks.addAll(foreign.apply(tenant));
        blocks.removeIf(block -> !kind.reads(block));
        QueryPlan plan = QueryPlan.of(snapshot, ends, blocks, kind.range(), shape);
        var waiting = new ArrayDeque<QueryJob<P>>();
        P merged = kind.empty();
        int next = 0;
        int done = 0;
        try (MemoryLease held = memory.lease(MemoryUse.ANSWER)) {
            while (done < plan.parts().size()) {
                while (next < plan.parts().size() && waiting.size() < window(kind, done)) {
                    QueryJob<P> job = job(tenant, kind, plan, plan.parts().get(next), deadline);
                    queue.put(job);
                    waiting.addLast(job);
                    next++;
                }
                // The job stays in the list while it is waited for, so that it is cancelled with the others.
                merged = kind.merge(merged, await(waiting.getFirst(), kind, deadline));
                held.resize(kind.heldBytes(merged));
                waiting.removeFirst();
                done++;
                if (done < plan.parts().size()) {
                    if (kind.isComplete(merged, plan.newestFrom(done))) break;
                    onProgress.accept(answer(merged, plan, behind, done));
                }
            }
        } finally {
            waiting.forEach(this::drop);
        }
        return answer(merged, plan, behind, done);
    }

    private void drop(QueryJob<?> job) {
        job.cancel();
        queue.remove(job);
    }

    private static <P> QueryAnswer<P> answer(P merged, QueryPlan plan, boolean behind, int done) {
        int jobs = plan.parts().size();
        return new QueryAnswer<>(merged, plan.snapshot(), behind, plan.blockCount(), plan.blockBytes(), jobs, done);
    }

    /// Jobs under way at once: few at first where the newest sources often suffice.
    private int window(QueryKind<?> kind, int done) {
        return kind.mayEndEarly()
                ? Math.min(config.concurrentJobs(), 1 + done * WINDOW_GROWTH)
                : config.concurrentJobs();
    }

    private <P> QueryJob<P> job(
            TenantId tenant, QueryKind<P> kind, QueryPlan plan, QueryPlan.Part part, Deadline deadline) {
        return new QueryJob<>(
                tenant,
                (opener, until) -> {
                    try (MemoryLease _ = memory.reserve(kind.memoryUse(), jobBytes(), until)) {
                        return kind.run(new OpenedPart(tenant, plan.sources(), part, opener, until), until);
                    }
                },
                deadline);
    }

    private long jobBytes() {
        return Math.min(JOB_BYTES, memory.maxBytes() / JOB_PART_MAX);
    }

    private <P> P await(QueryJob<P> job, QueryKind<P> kind, Deadline deadline) {
        try {
            return job.await(
                    Math.min(deadline.remainingNanos(), Duration.ofHours(1).toNanos()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(Fault.CANCELLED, kind.name() + ": cancelled", e);
        } catch (TimeoutException e) {
            throw new RequestException(Fault.DEADLINE_EXCEEDED, kind.name() + ": deadline exceeded", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) throw error;
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            throw new IllegalStateException(kind.name(), e.getCause());
        }
    }
}
