package io.tenuto.components.frontend;

import io.tenuto.base.Clock;
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
import io.tenuto.blocks.segment.SegmentDamagedException;
import io.tenuto.blocks.segment.SegmentGoneException;
import io.tenuto.components.rpc.BlockGoneException;
import io.tenuto.components.rpc.CutTooOldException;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.components.rpc.QueryJob;
import io.tenuto.components.rpc.QueryLane;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.model.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
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

    /// How long a query waits for rows that were acknowledged before it came. Mostly they are there within a few
    /// milliseconds; a live store that lags further behind will not catch up while somebody waits.
    private static final Duration LIVE_PATIENCE = Duration.ofMillis(500);
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
    private final Clock clock;
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
            Clock clock,
            MemoryBudget memory) {}

    public QueryRunner(QueryRunnerConfig config, Parts parts) {
        this.config = config;
        this.queue = parts.queue();
        this.catalog = parts.catalog();
        this.live = parts.live();
        this.logEnds = parts.logEnds();
        this.foreign = parts.foreign();
        this.clock = parts.clock();
        this.memory = parts.memory();
    }

    /// @param onProgress receives each merged intermediate result, the last excluded
    public <P> QueryAnswer<P> run(
            TenantId tenant, QueryKind<P> kind, Deadline deadline, Consumer<QueryAnswer<P>> onProgress) {
        try {
            return runOnce(asked(tenant, kind, deadline, onProgress), catalog.snapshot());
        } catch (CutTooOldException | BlockGoneException | SegmentGoneException | SegmentDamagedException e) {
            // Live rows may begin anew just now, so it is asked again whether they are all there.
            return runOnce(asked(tenant, kind, deadline, onProgress), catalog.refresh(deadline));
        }
    }

    private <P> Asked<P> asked(
            TenantId tenant, QueryKind<P> kind, Deadline deadline, Consumer<QueryAnswer<P>> onProgress) {
        var wanted = new HashMap<LogPartition, Long>();
        if (kind.readsLive()) {
            for (LogPartition partition : live.ends().keySet()) wanted.put(partition, logEnds.applyAsLong(partition));
            live.awaitEnds(partition -> wanted.getOrDefault(partition, 0L), deadline.atMost(clock, LIVE_PATIENCE));
        }
        return new Asked<>(tenant, new QueryLane(), kind, deadline, wanted, onProgress);
    }

    /// A query under way.
    ///
    /// @param wanted the log's ends as of the request: up to there live data should reach
    private record Asked<P>(
            TenantId tenant,
            QueryLane lane,
            QueryKind<P> kind,
            Deadline deadline,
            Map<LogPartition, Long> wanted,
            Consumer<QueryAnswer<P>> onProgress) {
        /// Whether blocks and live data of a plan end before. Asked of the plan's own ends: live rows may have begun
        /// anew since they were waited for.
        boolean isBehind(CatalogSnapshot snapshot, Map<LogPartition, Long> ends) {
            return wanted.entrySet().stream().anyMatch(each -> {
                long end = Math.max(snapshot.coverage(each.getKey()), ends.getOrDefault(each.getKey(), 0L));
                return end < each.getValue();
            });
        }
    }

    private <P> QueryJob<P> job(Asked<P> asked, QueryPlan plan, QueryPlan.Part part) {
        TenantId tenant = asked.tenant();
        QueryKind<P> kind = asked.kind();
        return new QueryJob<>(
                tenant,
                asked.lane(),
                (opener, until) -> {
                    try (MemoryLease _ = memory.reserve(kind.memoryUse(), jobBytes(), until)) {
                        return kind.run(new OpenedPart(tenant, plan.sources(), part, opener, until), until);
                    }
                },
                asked.deadline());
    }

    private <P> QueryPlan plan(Asked<P> asked, CatalogSnapshot snapshot, Map<LogPartition, Long> ends) {
        QueryKind<P> kind = asked.kind();
        var shape = new QueryPlan.Shape(kind.sight(), kind.cut(config), config.workers());
        List<BlockMeta> blocks = blocks(asked.tenant(), snapshot);
        blocks.removeIf(block -> !kind.reads(block));
        return QueryPlan.of(snapshot, ends, blocks, kind.range(), shape);
    }

    private <P> QueryAnswer<P> runOnce(Asked<P> asked, CatalogSnapshot snapshot) {
        QueryKind<P> kind = asked.kind();
        Map<LogPartition, Long> ends = kind.readsLive() ? live.ends() : Map.of();
        QueryPlan plan = plan(asked, snapshot, ends);
        Shortfall lacking = Shortfall.of(snapshot, asked.tenant(), kind.range())
                .plus(new Shortfall(asked.isBehind(snapshot, ends), 0, unreadLive(asked.tenant(), plan)));
        var waiting = new ArrayDeque<QueryJob<P>>();
        P merged = kind.empty();
        int next = 0;
        int done = 0;
        try (MemoryLease held = memory.lease(MemoryUse.ANSWER)) {
            while (done < plan.parts().size()) {
                while (next < plan.parts().size() && waiting.size() < window(kind, done)) {
                    QueryJob<P> job = job(asked, plan, plan.parts().get(next));
                    // With the tenant's queue full, what is there already is waited for; nobody else can be.
                    if (waiting.isEmpty()) queue.put(job);
                    else if (!queue.offer(job)) break;
                    waiting.addLast(job);
                    next++;
                }
                // The job stays in the list while it is waited for, so that it is cancelled with the others.
                merged = kind.merge(merged, await(waiting.getFirst(), kind, asked.deadline()));
                held.resize(kind.heldBytes(merged));
                waiting.removeFirst();
                done++;
                if (done < plan.parts().size()) {
                    if (kind.isComplete(merged, plan.newestFrom(done))) break;
                    asked.onProgress().accept(answer(merged, plan, lacking, done));
                }
            }
        } finally {
            waiting.forEach(this::drop);
        }
        return answer(merged, plan, lacking, done);
    }

    /// The blocks that a query of this tenant would plan over now.
    List<BlockMeta> blocks(TenantId tenant) {
        return blocks(tenant, catalog.snapshot());
    }

    private List<BlockMeta> blocks(TenantId tenant, CatalogSnapshot snapshot) {
        var blocks = new ArrayList<>(snapshot.blocks(tenant));
        blocks.addAll(foreign.apply(tenant));
        return blocks;
    }

    /// Records of the plan's live cuts that cannot be decoded; once covered, the catalog names them.
    private long unreadLive(TenantId tenant, QueryPlan plan) {
        long records = 0;
        for (SourceRef source : plan.sources()) {
            if (source instanceof SourceRef.Live(LiveCut cut)) records += live.undecodable(tenant, cut);
        }
        return records;
    }

    private void drop(QueryJob<?> job) {
        job.cancel();
        queue.remove(job);
    }

    private static <P> QueryAnswer<P> answer(P merged, QueryPlan plan, Shortfall lacking, int done) {
        int jobs = plan.parts().size();
        return new QueryAnswer<>(merged, plan.snapshot(), lacking, plan.blockCount(), plan.blockBytes(), jobs, done);
    }

    /// Jobs under way at once: few at first where the newest sources often suffice.
    private int window(QueryKind<?> kind, int done) {
        int most = kind.cut(config).concurrentJobs();
        return kind.mayEndEarly() ? (int) Math.min(most, 1L + (long) done * WINDOW_GROWTH) : most;
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
