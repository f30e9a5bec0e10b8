package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentGoneException;
import io.tenuto.components.blockbuilder.BlockBuilderConfig;
import io.tenuto.components.blockbuilder.BlockSink;
import io.tenuto.components.blockbuilder.CycleRunner;
import io.tenuto.components.blockbuilder.QuarantineObject;
import io.tenuto.components.blockbuilder.QuarantinedRecords;
import io.tenuto.components.blockbuilder.ReceivedRange;
import io.tenuto.components.livestore.LiveStore;
import io.tenuto.components.livestore.LiveStoreConfig;
import io.tenuto.components.livestore.SpillConfig;
import io.tenuto.components.rpc.BlockGoneException;
import io.tenuto.components.rpc.CutTooOldException;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.components.worker.StoreSweeper;
import io.tenuto.components.worker.StoreSweeperConfig;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.model.TimeRange;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectNotFoundException;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.MemorySpanLog;
import io.tenuto.spanlog.OffsetGoneException;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.Vector;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/// One random life of builders, catalog, live store, compaction, sweeper and queries over one log and one store, all by
/// one thread in virtual time. The parts are the product's own; only log, store and block bytes are stand-ins.
///
/// Some records cannot be decoded, some tenants' blocks cannot be written for a while, and the log of some lives loses
/// records that nobody has covered. After whatever happened, a query sees each record of the log exactly once and
/// counts in its shortfall exactly those that it cannot see, or it fails.
final class Story {
    private static final TenantNaming TENANTS = new TenantNaming(true);
    private static final List<TenantId> NAMES = List.of(new TenantId("a"), new TenantId("b"));
    private static final QueryPlan.Shape SHAPE =
            new QueryPlan.Shape(QueryKind.Sight.OWN, new JobCut.ByBytes(1, 1 << 20), 2);
    private static final ByteSlice DAMAGED = ByteSlice.of(new byte[] {10, 50, 1});
    private static final Path LIVE_FOLDER = Path.of("/live");
    private static final Duration QUERY_PATIENCE = Duration.ofSeconds(30);

    /// The process dies here.
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final Random random;
    private final VirtualClock clock = new VirtualClock();
    private final MemorySpanLog truth;
    private final ImpatientLog log;
    private final MemoryObjectStore stored = new MemoryObjectStore(clock);
    private final UnreliableStore store;
    private final Entropy entropy;
    private final MemoryBudget memory = MemoryBudget.boundless();
    private final SimulatedDisk liveDisk = new SimulatedDisk(1);
    private final SpillCount liveMetrics = new SpillCount();
    private final Builder[] builders = new Builder[2];
    private final int partitions;
    private ObjectStoreCatalog liveCatalog;
    private LiveStore live;
    private ObjectStoreCatalog frontCatalog;
    private ObjectStoreCatalog workerCatalog;
    private StoreSweeper sweeper;
    private int depth;
    private boolean crashes;
    private boolean isQuerying;
    /// Identifiers of the spans of each partition, by offset: tenant's index in the lowest bit.
    private final List<List<Long>> appended = new ArrayList<>();

    /// Those of records that cannot be decoded.
    private final Set<Long> poison = new HashSet<>();

    private final boolean losesRecords;
    /// Whether a tenant's blocks cannot be written.
    private final boolean[] isUnwritable = new boolean[NAMES.size()];

    private long nextId = 2;
    private long liveUnread;
    int queries;
    int failedQueries;
    /// Answers that said they lack something.
    int shortAnswers;

    /// Segments of live rows that went to disk.
    double spilledSegments() {
        return liveMetrics.spilled;
    }

    /// Counts what went to disk.
    private static final class SpillCount implements Metrics {
        private double spilled;

        @Override
        public Counter counter(String name, String help, String... labelNames) {
            boolean counts = name.equals("tenuto_live_store_spilled_segments_total");
            return (amount, labelValues) -> spilled += counts ? amount : 0;
        }

        @Override
        public Gauge gauge(String name, String help, String... labelNames) {
            return (value, labelValues) -> {};
        }

        @Override
        public void gaugeFrom(String name, String help, DoubleSupplier value) {}

        @Override
        public Histogram histogram(String name, String help, double[] bucketBounds, String... labelNames) {
            return (value, labelValues) -> {};
        }
    }

    /// A builder; two of them are a zombie and its successor.
    private final class Builder {
        private boolean isBusy;
        private ObjectStoreCatalog catalog = newCatalog();
        private CycleRunner runner = newRunner();

        private CycleRunner newRunner() {
            var config = new BlockBuilderConfig(Duration.ofSeconds(2), 1 << 20, Duration.ofSeconds(1));
            return new CycleRunner(
                    config,
                    new CycleRunner.Parts(log, catalog, new Sink(), TENANTS, memory, () -> Optional.of(live)),
                    clock,
                    Metrics.none());
        }

        private void turn() {
            if (isBusy) return;
            isBusy = true;
            try {
                long target = random.nextInt(3) == 0 ? Long.MAX_VALUE : 0;
                runner.runOnce(partition -> target == 0 ? 0 : log.endOffset(partition.partition()), () -> false);
            } catch (Crash e) {
                catalog = newCatalog();
                runner = newRunner();
            } catch (ObjectStoreException | RequestException | CorruptDataException | OffsetGoneException e) {
                runner.abandon();
            } finally {
                isBusy = false;
            }
        }
    }

    /// Blocks as lists of identifiers.
    private final class Sink implements BlockSink {
        @Override
        public BlockMeta write(TenantId tenant, Segment segment, ReceivedRange received, Deadline deadline) {
            if (isUnwritable[NAMES.indexOf(tenant)]) throw new CorruptDataException("cannot be written");
            return putBlock(tenant, ids(segment), deadline);
        }

        @Override
        public String quarantine(TenantId tenant, QuarantinedRecords records, Deadline deadline) {
            String id = entropy.nextUuid().toString();
            store.put(keptKey(tenant, id), QuarantineObject.encode(records), deadline);
            return id;
        }
    }

    /// What there was to see after each event.
    final List<String> diary = new ArrayList<>();

    /// Where the wall clock stands from the right time, before each event.
    private final Iterator<Duration> wallOffsets;

    Story(long seed) {
        this(seed, List.of(Duration.ZERO));
    }

    /// @param wallOffsets used in turn, again and again
    Story(long seed, List<Duration> wallOffsets) {
        this.wallOffsets =
                Stream.generate(() -> wallOffsets).flatMap(List::stream).iterator();
        this.random = new Random(seed);
        this.partitions = 1 + random.nextInt(3);
        this.losesRecords = random.nextInt(4) == 0;
        this.truth = new MemorySpanLog(new LogIdentity("story"), partitions);
        this.log = new ImpatientLog(truth, clock);
        this.store = new UnreliableStore(stored, random, clock);
        this.entropy = Entropy.seeded(seed);
        for (int p = 0; p < partitions; p++) appended.add(new ArrayList<>());
        store.isReliable = true;
        for (int i = 0; i < builders.length; i++) builders[i] = new Builder();
        restartLive();
        frontCatalog = newCatalog();
        restartWorker();
        store.isReliable = false;
        store.meanwhile = this::meanwhile;
        store.mayCrash = () -> {
            if (crashes && random.nextInt(60) == 0) throw new Crash();
        };
        clock.whileAsleep = this::meanwhile;
    }

    private ObjectStoreCatalog newCatalog() {
        boolean before = store.isReliable;
        store.isReliable = true;
        try {
            return new ObjectStoreCatalog(store, entropy, clock, Deadline.none());
        } finally {
            store.isReliable = before;
        }
    }

    private void restartLive() {
        liveCatalog = newCatalog();
        var config = new LiveStoreConfig(
                Duration.ofSeconds(random.nextInt(60)),
                Duration.ofSeconds(1 + random.nextInt(60)),
                1 + random.nextInt(2000),
                Duration.ofSeconds(1 + random.nextInt(20)),
                random.nextBoolean() ? 0 : random.nextInt(400),
                memoryBytesMax(),
                new SpillConfig(
                        LIVE_FOLDER,
                        random.nextInt(4) == 0 ? 0 : 1 << 20,
                        0,
                        1,
                        Duration.ofMinutes(random.nextInt(3))));
        liveDisk.limitTo(random.nextInt(3) == 0 ? random.nextInt(60_000) : Long.MAX_VALUE);
        live = new LiveStore(
                config, new LiveStore.Parts(log, liveCatalog, TENANTS, memory, liveDisk), clock, liveMetrics, e -> {
                    throw new AssertionError(e);
                });
        live.open();
    }

    /// Room for everything, or for two or three segments.
    private int memoryBytesMax() {
        return random.nextInt(2) == 0 ? 1 << 26 : 15_000 + random.nextInt(40_000);
    }

    private void restartWorker() {
        workerCatalog = newCatalog();
        sweeper = new StoreSweeper(
                StoreSweeperConfig.DEFAULT, new StoreSweeper.Parts(store, workerCatalog), clock, Metrics.none());
    }

    /// Lives through `events` events, then lets everything settle and looks once more.
    void live(int events) {
        for (int i = 0; i < events; i++) {
            clock.setWallOffset(wallOffsets.next());
            event();
            if (random.nextInt(2) == 0) query();
            write();
        }
        settle();
        write();
    }

    private void write() {
        CatalogSnapshot snapshot = liveCatalog.snapshot();
        diary.add("commit %d coverage %s ends %s floors %s queries %d failed %d"
                .formatted(snapshot.number(), coverages(snapshot), live.ends(), live.floors(), queries, failedQueries));
    }

    private static Map<Integer, Long> coverages(CatalogSnapshot snapshot) {
        var coverages = new TreeMap<Integer, Long>();
        snapshot.coverage().forEach((lane, offset) -> coverages.put(lane.partition(), offset));
        return coverages;
    }

    private void meanwhile() {
        if (depth >= 3) return;
        depth++;
        boolean crashesBefore = crashes;
        crashes = false;
        try {
            event();
        } finally {
            crashes = crashesBefore;
            depth--;
        }
    }

    private void event() {
        switch (random.nextInt(26)) {
            case 0, 1, 2, 3, 4, 5 -> append();
            case 6, 7, 8 -> crashing(() -> builders[0].turn());
            case 9, 10 -> crashing(() -> builders[1].turn());
            case 11, 12, 13, 14 -> live.turn();
            case 15 -> tolerant(() -> liveCatalog.refresh(patience()));
            case 16 -> tolerant(() -> frontCatalog.refresh(patience()));
            case 17 -> compact();
            case 18 -> tolerant(sweeper::sweep);
            case 19 -> clock.advance(Duration.ofSeconds(random.nextInt(90)));
            case 20 -> {
                // A query may last long, but not longer than removed blocks are kept.
                if (!isQuerying) clock.advance(Duration.ofMinutes(random.nextInt(90)));
            }
            case 21 -> {
                for (int p = 0; p < partitions; p++) truth.removeCovered(p);
            }
            case 22 -> restartOne();
            case 23 -> {
                int tenant = random.nextInt(NAMES.size());
                isUnwritable[tenant] = !isUnwritable[tenant] && random.nextInt(3) == 0;
            }
            case 24 -> {
                if (losesRecords && random.nextInt(4) == 0) loseSome();
            }
            default -> tolerant(() -> builders[random.nextInt(2)].catalog.refresh(patience()));
        }
    }

    /// The log forgets records at its beginning, whether anybody covers them or not.
    private void loseSome() {
        int partition = random.nextInt(partitions);
        long start = truth.startOffset(partition);
        truth.coveredUpTo(partition, start + random.nextInt(3));
        truth.removeCovered(partition);
    }

    private void crashing(Runnable turn) {
        boolean before = crashes;
        crashes = depth == 0;
        try {
            turn.run();
        } finally {
            crashes = before;
        }
    }

    private void restartOne() {
        switch (random.nextInt(3)) {
            case 0 -> {
                if (!isQuerying) restartLive();
            }
            case 1 -> {
                if (!isQuerying) frontCatalog = newCatalog();
            }
            default -> restartWorker();
        }
    }

    private static void tolerant(Runnable call) {
        try {
            call.run();
        } catch (ObjectStoreException | RequestException e) {
            // The store was away; there will be a next time.
        }
    }

    private Deadline patience() {
        return Deadline.after(clock, Duration.ofMinutes(5));
    }

    private void append() {
        int count = 1 + random.nextInt(3);
        var records = new ArrayList<LogRecord>();
        for (int i = 0; i < count; i++) {
            int partition = random.nextInt(partitions);
            int tenant = random.nextInt(NAMES.size());
            long id = nextId++ << 1 | tenant;
            appended.get(partition).add(id);
            boolean isPoison = random.nextInt(20) == 0;
            if (isPoison) poison.add(id);
            records.add(new LogRecord(
                    partition,
                    Optional.of(NAMES.get(tenant).value()),
                    clock.wallUnixNanos(),
                    false,
                    isPoison ? DAMAGED : StoryBytes.span(id)));
        }
        log.append(records, patience());
    }

    private BlockMeta putBlock(TenantId tenant, List<Long> ids, Deadline deadline) {
        String id = entropy.nextUuid().toString();
        ByteBuffer bytes = ByteBuffer.allocate(8 * ids.size());
        ids.forEach(bytes::putLong);
        store.put(keyOf(tenant, id), ByteSlice.of(bytes.array()), deadline);
        return new BlockMeta(id, tenant, "story", 1, ids.size(), 1, 0, 1, 0, 0, 0, 0, 8L * ids.size(), "");
    }

    private static ObjectKey keyOf(TenantId tenant, String id) {
        return new ObjectKey(tenant.value() + "/" + id + "/data");
    }

    private static ObjectKey keptKey(TenantId tenant, String id) {
        return new ObjectKey(tenant.value() + "/" + id + "/" + QuarantineObject.NAME);
    }

    private List<Long> readBlock(BlockMeta meta, Deadline deadline) {
        ByteBuffer bytes = store.read(keyOf(meta.tenant(), meta.id()), deadline).toByteBuffer();
        var ids = new ArrayList<Long>();
        while (bytes.hasRemaining()) ids.add(bytes.getLong());
        return ids;
    }

    /// Two blocks become one; whoever else replaced one of them meanwhile wins.
    private void compact() {
        try {
            Deadline deadline = patience();
            CatalogSnapshot snapshot = workerCatalog.refresh(deadline);
            TenantId tenant = NAMES.get(random.nextInt(NAMES.size()));
            List<BlockMeta> blocks = snapshot.blocks(tenant);
            if (blocks.size() < 2) return;
            int first = random.nextInt(blocks.size() - 1);
            List<BlockMeta> inputs = blocks.subList(first, first + 2);
            var ids = new ArrayList<Long>();
            for (BlockMeta input : inputs) ids.addAll(readBlock(input, deadline));
            BlockMeta output = putBlock(tenant, ids, deadline);
            var removed = inputs.stream().map(BlockMeta::id).toList();
            workerCatalog.commit(new CatalogChange(List.of(output), removed, List.of(), List.of()), deadline);
        } catch (ObjectStoreException | RequestException e) {
            // Its output is an orphan, or nobody knows of it yet.
        }
    }

    static List<Long> ids(SpanSource source) {
        var ids = new ArrayList<Long>();
        ColumnKey column = ColumnKey.of(Intrinsic.SPAN_ID);
        try (var cursor = source.scan(ScanRequest.of(Set.of(column)), Deadline.none())) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                long[] values =
                        ((Vector.Longs) batch.get().column(column).vectors().getFirst()).values();
                for (int i = 0; i < batch.get().rowCount(); i++) ids.add(values[i]);
            }
        }
        return ids;
    }

    /// Asks for everything of one tenant, as a frontend does, while others go on.
    private void query() {
        if (isQuerying) return;
        isQuerying = true;
        queries++;
        int tenant = random.nextInt(NAMES.size());
        try {
            try {
                answer(tenant, frontCatalog.snapshot());
            } catch (CutTooOldException | BlockGoneException | SegmentGoneException e) {
                answer(tenant, frontCatalog.refresh(patience()));
            }
        } catch (CutTooOldException
                | BlockGoneException
                | SegmentGoneException
                | ObjectStoreException
                | RequestException e) {
            failedQueries++;
        } finally {
            isQuerying = false;
        }
    }

    private void answer(int tenant, CatalogSnapshot snapshot) {
        Deadline deadline = Deadline.after(clock, QUERY_PATIENCE);
        TenantId name = NAMES.get(tenant);
        Map<LogPartition, Long> ends = live.ends();
        QueryPlan plan = QueryPlan.of(snapshot, ends, snapshot.blocks(name), TimeRange.ALL, SHAPE);
        liveUnread = 0;
        for (SourceRef source : plan.sources()) {
            if (source instanceof SourceRef.Live(LiveCut cut)) liveUnread += live.undecodable(name, cut);
        }
        Map<Long, Integer> seen = new TreeMap<>();
        for (SourceRef source : plan.sources()) {
            if (random.nextInt(3) == 0) meanwhile();
            for (long id : read(name, source, deadline)) seen.merge(id, 1, Integer::sum);
        }
        Map<Long, Integer> expected = new TreeMap<>();
        for (int p = 0; p < partitions; p++) {
            var partition = new LogPartition("story", p);
            long upTo = Math.max(snapshot.coverage(partition), ends.getOrDefault(partition, 0L));
            for (long id : appended.get(p).subList(0, (int) upTo)) if ((id & 1) == tenant) expected.put(id, 1);
        }
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
            List<Long> lane = appended.get(gap.partition().partition());
            lane.subList((int) gap.fromOffset(), (int) gap.toOffset()).forEach(expected::remove);
        }
        long kept = 0;
        for (Quarantined entry : snapshot.quarantined()) {
            if (!entry.tenant().equals(tenant)) continue;
            QuarantinedRecords records =
                    QuarantineObject.decode(stored.read(keptKey(tenant, entry.id()), Deadline.none()));
            List<Long> lane = appended.get(records.partition());
            for (StoredRecord record : records.records()) {
                kept++;
                Integer was = expected.remove(lane.get((int) record.offset()));
                if (was == null) throw new AssertionError("kept twice: " + entry);
            }
        }
        long live = 0;
        for (SourceRef source : plan.sources()) {
            if (!(source instanceof SourceRef.Live(LiveCut cut))) continue;
            List<Long> lane = appended.get(cut.partition().partition());
            for (long id : lane.subList((int) cut.fromOffset(), (int) cut.upTo())) {
                if (poison.contains(id) && expected.remove(id) != null) live++;
            }
        }
        var really = new Shortfall(false, lost, kept);
        if (!told.equals(really)) throw new AssertionError("told " + told + " but it is " + really);
        if (told.isLasting() || live > 0) shortAnswers++;
        if (liveUnread != live) throw new AssertionError("told " + liveUnread + " unread live, but it is " + live);
    }

    private List<Long> read(TenantId tenant, SourceRef source, Deadline deadline) {
        return switch (source) {
            case SourceRef.Live(var cut) -> {
                var ids = new ArrayList<Long>();
                for (SpanSource rows : live.sources(tenant, cut, deadline)) ids.addAll(ids(rows));
                yield ids;
            }
            case SourceRef.Block(BlockMeta meta) -> {
                try {
                    yield readBlock(meta, deadline);
                } catch (ObjectNotFoundException e) {
                    throw new BlockGoneException(meta.id(), e);
                }
            }
        };
    }

    /// With everything in order again, blocks come to hold the whole log, and everything is seen.
    private void settle() {
        store.isReliable = true;
        Arrays.fill(isUnwritable, false);
        for (int i = 0; i < 40 && !isCovered(); i++) {
            for (Builder builder : builders) builder.turn();
            live.turn();
            frontCatalog.refresh(patience());
            clock.advance(Duration.ofSeconds(5));
        }
        if (!isCovered())
            throw new AssertionError(
                    "coverage stands still: " + frontCatalog.snapshot().coverage());
        // Nobody disturbs the last questions.
        depth = Integer.MAX_VALUE;
        int failedBefore = failedQueries;
        for (int i = 0; i < 4; i++) query();
        if (failedQueries != failedBefore) throw new AssertionError("a query fails with nothing in its way");
    }

    private boolean isCovered() {
        frontCatalog.refresh(patience());
        for (int p = 0; p < partitions; p++) {
            long coverage = frontCatalog.snapshot().coverage(new LogPartition("story", p));
            if (coverage < appended.get(p).size()) return false;
        }
        return true;
    }
}
