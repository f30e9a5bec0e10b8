package io.tenuto.components.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.components.blockbuilder.BlockBuilderConfig;
import io.tenuto.components.blockbuilder.BlockSink;
import io.tenuto.components.blockbuilder.CycleRunner;
import io.tenuto.components.blockbuilder.QuarantinedRecords;
import io.tenuto.components.blockbuilder.ReceivedRange;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.objectstore.local.LocalObjectStore;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.SpanLogException;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.spanlog.file.FileSpanLog;
import io.tenuto.spanlog.file.FileSpanLogConfig;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Log, local store and catalog on one disk that loses power at any write: whatever was acknowledged is in a block that
/// the catalog knows and the store can read, or still in the log behind the coverage.
final class PowerLossStoryTest {
    private static final TenantId TENANT = new TenantId("a");
    private static final TenantNaming TENANTS = new TenantNaming(true);
    private static final int PARTITIONS = 2;
    private static final int LIVES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void nothingAcknowledgedIsLostBetweenLogStoreAndCatalog() {
        int seeds = Integer.getInteger("tenuto.seeds", 200);
        long only = Long.getLong("tenuto.seed", -1);
        for (long seed = only < 0 ? 0 : only; seed < (only < 0 ? seeds : only + 1); seed++) {
            try {
                new Lives(seed).live();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
    }

    private static final class Lives {
        private final Random random;
        private final SimulatedDisk disk;
        private final Entropy entropy;
        private final Set<Long> acknowledged = new HashSet<>();
        private long nextId = 1;

        Lives(long seed) {
            this.random = new Random(seed);
            this.disk = new SimulatedDisk(seed);
            this.entropy = Entropy.seeded(seed);
        }

        void live() {
            for (int life = 0; life < LIVES; life++) {
                disk.failPowerAfter(random.nextInt(200));
                try {
                    oneLife();
                } catch (SpanLogException | ObjectStoreException | RequestException e) {
                    if (!disk.isWithoutPower()) throw e;
                }
                disk.crash();
            }
            try (var world = new World(disk, entropy)) {
                world.check(acknowledged);
            }
        }

        private void oneLife() {
            try (var world = new World(disk, entropy)) {
                world.check(acknowledged);
                while (!disk.isWithoutPower()) {
                    if (random.nextInt(3) == 0) world.build();
                    else append(world);
                }
            }
        }

        private void append(World world) {
            var records = new ArrayList<LogRecord>();
            var ids = new ArrayList<Long>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                long id = nextId++;
                ids.add(id);
                int partition = random.nextInt(PARTITIONS);
                records.add(new LogRecord(partition, Optional.of(TENANT.value()), id, false, StoryBytes.span(id)));
            }
            world.log.append(records, deadline());
            acknowledged.addAll(ids);
        }
    }

    private static Deadline deadline() {
        return Deadline.after(Clock.system(), PATIENCE);
    }

    /// What one start of the process opens.
    private static final class World implements AutoCloseable, BlockSink {
        private final Entropy entropy;
        private final FileSpanLog log;
        /// Builder and catalog wait without time passing.
        private final VirtualClock waiting = new VirtualClock();
        private final LocalObjectStore store;
        private final ObjectStoreCatalog catalog;
        private final CycleRunner runner;

        World(SimulatedDisk disk, Entropy entropy) {
            this.entropy = entropy;
            var config =
                    new FileSpanLogConfig(Path.of("/log"), PARTITIONS, 400, 1 << 20, Duration.ZERO, 500, Duration.ZERO);
            this.log = new FileSpanLog(config, disk, Clock.system(), entropy, Metrics.none());
            try {
                this.store = new LocalObjectStore(Path.of("/blocks"), disk, entropy);
                store.clearAside();
                this.catalog = new ObjectStoreCatalog(store, entropy, waiting, deadline());
                var cycle = new BlockBuilderConfig(Duration.ofMinutes(5), 1 << 20, Duration.ofSeconds(1));
                this.runner = new CycleRunner(
                        cycle,
                        new CycleRunner.Parts(
                                new ImpatientLog(log, waiting),
                                catalog,
                                this,
                                TENANTS,
                                MemoryBudget.boundless(),
                                Optional::empty),
                        waiting,
                        Metrics.none());
            } catch (RuntimeException e) {
                log.close();
                throw e;
            }
        }

        void build() {
            for (int p = 0; p < PARTITIONS; p++) {
                if (log.endOffset(p) > catalog.snapshot().coverage(name(p))) {
                    runner.runOnce(partition -> log.endOffset(partition.partition()), () -> false);
                    return;
                }
            }
        }

        private LogPartition name(int partition) {
            return new LogPartition(log.identity().value(), partition);
        }

        @Override
        public BlockMeta write(TenantId tenant, Segment segment, ReceivedRange received, Deadline deadline) {
            String id = entropy.nextUuid().toString();
            List<Long> ids = StoryBlocks.ids(segment);
            ByteBuffer bytes = ByteBuffer.allocate(8 * ids.size());
            ids.forEach(bytes::putLong);
            store.put(new ObjectKey(tenant.value() + "/" + id + "/data"), ByteSlice.of(bytes.array()), deadline);
            return new BlockMeta(id, tenant, "story", 1, ids.size(), 1, 0, 1, 0, 0, 0, 0, 8L * ids.size(), "");
        }

        @Override
        public String quarantine(TenantId tenant, QuarantinedRecords records, Deadline deadline) {
            throw new AssertionError("nothing here is poison: " + records.reason());
        }

        @Override
        public void discard(TenantId tenant, String id, Deadline deadline) {
            store.delete(new ObjectKey(tenant.value() + "/" + id + "/data"), deadline);
        }

        void check(Set<Long> acknowledged) {
            CatalogSnapshot snapshot = catalog.refresh(deadline());
            var found = new ArrayList<Long>();
            for (BlockMeta meta : snapshot.blocks(TENANT)) {
                ByteBuffer bytes = store.read(new ObjectKey("a/" + meta.id() + "/data"), deadline())
                        .toByteBuffer();
                while (bytes.hasRemaining()) found.add(bytes.getLong());
            }
            for (int p = 0; p < PARTITIONS; p++) readLog(p, snapshot.coverage(name(p)), found);
            assertThat(found).doesNotHaveDuplicates().containsAll(acknowledged);
        }

        private void readLog(int partition, long from, List<Long> found) {
            try (LogReader reader = log.open(partition, from)) {
                while (reader.nextOffset() < log.endOffset(partition)) {
                    for (StoredRecord stored : reader.poll(100, 1 << 20, deadline())) {
                        found.add(stored.record().receivedUnixNanos());
                    }
                }
            }
        }

        @Override
        public void close() {
            runner.close();
            log.close();
        }
    }
}
