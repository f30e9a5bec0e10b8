package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.CountedMetrics;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.components.blockbuilder.BlockBuilderConfig;
import io.tenuto.components.blockbuilder.BlockSink;
import io.tenuto.components.blockbuilder.CycleRunner;
import io.tenuto.components.blockbuilder.QuarantinedRecords;
import io.tenuto.components.blockbuilder.ReceivedRange;
import io.tenuto.components.livestore.LiveStore;
import io.tenuto.components.livestore.LiveStoreConfig;
import io.tenuto.components.livestore.SpillConfig;
import io.tenuto.components.worker.StoreSweeper;
import io.tenuto.components.worker.StoreSweeperConfig;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.MemorySpanLog;
import io.tenuto.spanlog.OffsetGoneException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One random life of builders, catalog, live store, compaction, sweeper and queries over one log and one store, all by
/// one thread in virtual time. The parts are the product's own; only log, store and block bytes are stand-ins.
///
/// Some records cannot be decoded, some tenants' blocks cannot be written for a while, and the log of some lives loses
/// records that nobody has covered. After whatever happened, a query sees each record of the log exactly once and
/// counts in its shortfall exactly those that it cannot see, or it fails.
final class Story {
    private static final TenantNaming TENANTS = new TenantNaming(true);
    private static final List<TenantId> NAMES = StoryTruth.TENANTS;
    private static final ByteSlice DAMAGED = ByteSlice.of(new byte[] {10, 50, 1});
    private static final Path LIVE_FOLDER = Path.of("/live");

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
    private final CountedMetrics liveMetrics = new CountedMetrics();
    private final Builder[] builders = new Builder[2];
    private final int partitions;
    private ObjectStoreCatalog liveCatalog;
    private LiveStore live;
    private ObjectStoreCatalog frontCatalog;
    private ObjectStoreCatalog workerCatalog;
    private StoreSweeper sweeper;
    private int depth;
    private boolean crashes;
    private final StoryTruth appended;
    private final StoryBlocks blocks;
    private final StoryQueries questions;
    private final boolean losesRecords;
    /// Whether a tenant's blocks cannot be written.
    private final boolean[] isUnwritable = new boolean[NAMES.size()];

    /// What was asked, and what came of it.
    StoryQueries queries() {
        return questions;
    }

    /// Segments of live rows that went to disk.
    double spilledSegments() {
        return liveMetrics.values("tenuto_live_store_spilled_segments_total").values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /// As queries meet it.
    private final class World implements StoryQueries.World {
        @Override
        public LiveStore live() {
            return live;
        }

        @Override
        public Catalog frontend() {
            return frontCatalog;
        }

        @Override
        public void meanwhile() {
            Story.this.meanwhile();
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
            return blocks.put(tenant, StoryBlocks.ids(segment), deadline);
        }

        @Override
        public String quarantine(TenantId tenant, QuarantinedRecords records, Deadline deadline) {
            return blocks.keep(tenant, records, deadline);
        }

        @Override
        public void discard(TenantId tenant, String id, Deadline deadline) {
            blocks.discard(tenant, id, deadline);
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
        this.appended = new StoryTruth(partitions);
        this.blocks = new StoryBlocks(store, stored, entropy);
        this.questions = new StoryQueries(new World(), appended, blocks, random, clock);
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
            if (random.nextInt(2) == 0) questions.ask();
            write();
        }
        settle();
        write();
    }

    private void write() {
        CatalogSnapshot snapshot = liveCatalog.snapshot();
        diary.add("commit %d coverage %s ends %s floors %s queries %d failed %d"
                .formatted(
                        snapshot.number(),
                        coverages(snapshot),
                        live.ends(),
                        live.floors(),
                        questions.asked,
                        questions.failed));
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
                if (!questions.isUnderWay()) clock.advance(Duration.ofMinutes(random.nextInt(90)));
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
                if (!questions.isUnderWay()) restartLive();
            }
            case 1 -> {
                if (!questions.isUnderWay()) frontCatalog = newCatalog();
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
            boolean isPoison = random.nextInt(20) == 0;
            long id = appended.append(partition, tenant, isPoison);
            records.add(new LogRecord(
                    partition,
                    Optional.of(NAMES.get(tenant).value()),
                    clock.wallUnixNanos(),
                    false,
                    isPoison ? DAMAGED : StoryBytes.span(id)));
        }
        log.append(records, patience());
    }

    /// Two blocks become one; whoever else replaced one of them meanwhile wins.
    private void compact() {
        try {
            Deadline deadline = patience();
            CatalogSnapshot snapshot = workerCatalog.refresh(deadline);
            TenantId tenant = NAMES.get(random.nextInt(NAMES.size()));
            List<BlockMeta> there = snapshot.blocks(tenant);
            if (there.size() < 2) return;
            int first = random.nextInt(there.size() - 1);
            List<BlockMeta> inputs = there.subList(first, first + 2);
            var ids = new ArrayList<Long>();
            for (BlockMeta input : inputs) ids.addAll(blocks.read(input, deadline));
            BlockMeta output = blocks.put(tenant, ids, deadline);
            var removed = inputs.stream().map(BlockMeta::id).toList();
            workerCatalog.commit(new CatalogChange(List.of(output), removed, List.of(), List.of()), deadline);
        } catch (ObjectStoreException | RequestException e) {
            // Its output is an orphan, or nobody knows of it yet.
        }
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
        int failedBefore = questions.failed;
        for (int i = 0; i < 4; i++) questions.ask();
        if (questions.failed != failedBefore) throw new AssertionError("a query fails with nothing in its way");
    }

    private boolean isCovered() {
        frontCatalog.refresh(patience());
        for (int p = 0; p < partitions; p++) {
            long coverage = frontCatalog.snapshot().coverage(new LogPartition("story", p));
            if (coverage < appended.lane(p).size()) return false;
        }
        return true;
    }
}
