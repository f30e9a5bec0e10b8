package io.tenuto.components.frontend;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.RequestException;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.blocks.segment.SegmentGoneException;
import io.tenuto.components.blockbuilder.QuarantinedRecords;
import io.tenuto.components.livestore.LiveStore;
import io.tenuto.components.rpc.BlockGoneException;
import io.tenuto.components.rpc.CutTooOldException;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.model.TenantId;
import io.tenuto.model.TimeRange;
import io.tenuto.objectstore.ObjectNotFoundException;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.traceql.source.SpanSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// The questions of a story: each sees every record of the log exactly once and counts in its shortfall exactly those
/// that it cannot see, or it fails.
final class StoryQueries {
    private static final QueryPlan.Shape SHAPE =
            new QueryPlan.Shape(QueryKind.Sight.OWN, new JobCut.ByBytes(1, 1 << 20), 2);
    private static final Duration QUERY_PATIENCE = Duration.ofSeconds(30);
    private static final Duration REFRESH_PATIENCE = Duration.ofMinutes(5);

    /// What is asked, which changes while it is.
    interface World {
        LiveStore live();

        Catalog frontend();

        /// Lets others go on.
        void meanwhile();
    }

    private final World world;
    private final StoryTruth truth;
    private final StoryBlocks blocks;
    private final Random random;
    private final Clock clock;
    private boolean isUnderWay;
    private long liveUnread;
    int asked;
    int failed;
    /// Answers that said they lack something.
    int fellShort;

    StoryQueries(World world, StoryTruth truth, StoryBlocks blocks, Random random, Clock clock) {
        this.world = world;
        this.truth = truth;
        this.blocks = blocks;
        this.random = random;
        this.clock = clock;
    }

    boolean isUnderWay() {
        return isUnderWay;
    }

    /// Asks for everything of one tenant, as a frontend does, while others go on.
    void ask() {
        if (isUnderWay) return;
        isUnderWay = true;
        asked++;
        int tenant = random.nextInt(StoryTruth.TENANTS.size());
        try {
            try {
                answer(tenant, world.frontend().snapshot());
            } catch (CutTooOldException | BlockGoneException | SegmentGoneException e) {
                answer(tenant, world.frontend().refresh(Deadline.after(clock, REFRESH_PATIENCE)));
            }
        } catch (CutTooOldException
                | BlockGoneException
                | SegmentGoneException
                | ObjectStoreException
                | RequestException e) {
            failed++;
        } finally {
            isUnderWay = false;
        }
    }

    private void answer(int tenant, CatalogSnapshot snapshot) {
        Deadline deadline = Deadline.after(clock, QUERY_PATIENCE);
        TenantId name = StoryTruth.TENANTS.get(tenant);
        Map<LogPartition, Long> ends = world.live().ends();
        QueryPlan plan = QueryPlan.of(snapshot, ends, snapshot.blocks(name), TimeRange.ALL, SHAPE);
        liveUnread = 0;
        for (SourceRef source : plan.sources()) {
            if (source instanceof SourceRef.Live(LiveCut cut))
                liveUnread += world.live().undecodable(name, cut);
        }
        Map<Long, Integer> seen = new TreeMap<>();
        for (SourceRef source : plan.sources()) {
            if (random.nextInt(3) == 0) world.meanwhile();
            for (long id : read(name, source, deadline)) seen.merge(id, 1, Integer::sum);
        }
        Map<Long, Integer> expected = truth.each(tenant, snapshot, ends);
        checkShortfall(name, plan, snapshot, expected);
        if (!seen.equals(expected)) {
            throw new AssertionError("of " + expected.keySet() + " were seen " + seen + " at commit "
                    + snapshot.number() + ", coverage " + snapshot.coverage() + ", ends " + ends);
        }
    }

    /// Takes from what is expected what the answer says it lacks, and says how much that is.
    private void checkShortfall(
            TenantId tenant, QueryPlan plan, CatalogSnapshot snapshot, Map<Long, Integer> expected) {
        Shortfall told = Shortfall.of(snapshot, tenant, TimeRange.ALL);
        long lost = 0;
        for (LogGap gap : snapshot.gaps()) {
            lost += gap.toOffset() - gap.fromOffset();
            List<Long> lane = truth.lane(gap.partition().partition());
            lane.subList((int) gap.fromOffset(), (int) gap.toOffset()).forEach(expected::remove);
        }
        long kept = 0;
        for (Quarantined entry : snapshot.quarantined()) {
            if (!entry.tenant().equals(tenant)) continue;
            QuarantinedRecords records = blocks.kept(tenant, entry.id());
            List<Long> lane = truth.lane(records.partition());
            for (StoredRecord record : records.records()) {
                kept++;
                Integer was = expected.remove(lane.get((int) record.offset()));
                if (was == null) throw new AssertionError("kept twice: " + entry);
            }
        }
        long live = 0;
        for (SourceRef source : plan.sources()) {
            if (!(source instanceof SourceRef.Live(LiveCut cut))) continue;
            List<Long> lane = truth.lane(cut.partition().partition());
            for (long id : lane.subList((int) cut.fromOffset(), (int) cut.upTo())) {
                if (truth.isPoison(id) && expected.remove(id) != null) live++;
            }
        }
        var really = new Shortfall(false, lost, kept);
        if (!told.equals(really)) throw new AssertionError("told " + told + " but it is " + really);
        if (told.isLasting() || live > 0) fellShort++;
        if (liveUnread != live) throw new AssertionError("told " + liveUnread + " unread live, but it is " + live);
    }

    private List<Long> read(TenantId tenant, SourceRef source, Deadline deadline) {
        return switch (source) {
            case SourceRef.Live(var cut) -> {
                var ids = new ArrayList<Long>();
                for (SpanSource rows : world.live().sources(tenant, cut, deadline)) ids.addAll(StoryBlocks.ids(rows));
                yield ids;
            }
            case SourceRef.Block(BlockMeta meta) -> {
                try {
                    yield blocks.read(meta, deadline);
                } catch (ObjectNotFoundException e) {
                    throw new BlockGoneException(meta.id(), e);
                }
            }
        };
    }
}
