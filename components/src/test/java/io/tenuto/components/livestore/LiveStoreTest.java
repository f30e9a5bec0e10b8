package io.tenuto.components.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Clock;
import io.tenuto.base.CountedMetrics;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryLease;
import io.tenuto.base.MemoryUse;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CoverageMove;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.model.TenantNaming;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.MemorySpanLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class LiveStoreTest {
    private static final LogPartition PARTITION = new LogPartition("log", 0);
    private static final Deadline NONE = Deadline.none();
    private static final long BUDGET_BYTES = 500_000;

    private final CountedMetrics metrics = new CountedMetrics();
    private final MemorySpanLog log = new MemorySpanLog(new LogIdentity("log"), 1);
    private final Catalog catalog = new ObjectStoreCatalog(
            new MemoryObjectStore(Clock.system()), Entropy.seeded(1), Clock.system(), Deadline.none());

    private final MemoryBudget memory = new MemoryBudget(10 * BUDGET_BYTES, metrics);

    /// The system's time, and as much more as a test says.
    private static final class AheadClock implements Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public long monotonicNanos() {
            return Clock.system().monotonicNanos() + ahead.toNanos();
        }

        @Override
        public Instant wallTime() {
            return Clock.system().wallTime().plus(ahead);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Clock.system().sleep(duration);
        }
    }

    private final AheadClock clock = new AheadClock();

    private LiveStore openStore() {
        LiveStore store = newStore(failure -> {
            throw new AssertionError(failure);
        });
        store.open();
        return store;
    }

    private LiveStore newStore(Consumer<Throwable> onFatal) {
        var config = new LiveStoreConfig(
                Duration.ofHours(1),
                Duration.ZERO,
                BUDGET_BYTES,
                Duration.ofHours(1),
                0,
                BUDGET_BYTES,
                SpillConfig.NONE);
        return new LiveStore(
                config,
                new LiveStore.Parts(log, catalog, new TenantNaming(true), memory, new SimulatedDisk(1)),
                clock,
                metrics,
                onFatal);
    }

    private void append(int count, int tenants) {
        for (int i = 0; i < count; i++) {
            long id = log.endOffset(0);
            var tenant = Optional.of("tenant-" + id % tenants);
            log.append(List.of(new LogRecord(0, tenant, 1, false, MadeRecords.spanOf(id))), NONE);
        }
    }

    private void cover(long from, long to) {
        var move = new CoverageMove(PARTITION, from, to);
        catalog.commit(new CatalogChange(List.of(), List.of(), List.of(move), List.of()), NONE);
    }

    private double sum(String name, String... labelValues) {
        return metrics.sum("tenuto_live_store_" + name, labelValues);
    }

    @Test
    void smallTenantsDoNotKeepItPausedOnceTheyAreCovered() {
        LiveStore store = openStore();
        append(256, 256);
        store.turn();
        append(10, 1);
        store.turn();
        assertThat(sum("pauses_total", "own_budget")).isEqualTo(1);
        assertThat(store.hasCaughtUp()).isFalse();
        cover(0, 256);
        store.turn();
        assertThat(store.hasCaughtUp()).isTrue();
        assertThat(sum("pauses_total", "own_budget")).isEqualTo(1);
        assertThat(store.floors()).containsEntry(PARTITION, 256L);
    }

    @Test
    void itWaitsWhileOthersHoldTheMemory() {
        LiveStore store = openStore();
        MemoryLease others = memory.lease(MemoryUse.CACHE);
        others.hold(memory.maxBytes());
        append(3, 1);
        store.turn();
        assertThat(store.hasCaughtUp()).isFalse();
        assertThat(sum("pauses_total", "shared_budget")).isEqualTo(1);
        others.close();
        store.turn();
        assertThat(store.hasCaughtUp()).isTrue();
        assertThat(memory.usedBytes(MemoryUse.LIVE)).isPositive();
    }

    @Test
    void closingWhileNothingComesIsNoFailure() {
        var failures = new CopyOnWriteArrayList<Throwable>();
        for (int i = 0; i < 20; i++) {
            try (LiveStore store = newStore(failures::add)) {
                store.start();
                append(1, 1);
                while (!store.hasCaughtUp()) Thread.onSpinWait();
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void rowsFromBeforeAHoleInTheLogGoAndAreCounted() {
        LiveStore store = openStore();
        append(3, 1);
        store.turn();
        append(2, 1);
        log.coveredUpTo(0, 5);
        log.removeCovered(0);
        store.turn();
        assertThat(store.floors()).as("somebody may still save these rows").containsEntry(PARTITION, 0L);
        assertThat(store.ends()).containsEntry(PARTITION, 3L);
        clock.ahead = Duration.ofMinutes(2);
        store.turn();
        assertThat(sum("discarded_rows_total", "offset_gone")).isEqualTo(3);
        assertThat(sum("skipped_records_total", "offset_gone")).isEqualTo(2);
        append(4, 1);
        store.turn();
        assertThat(store.floors()).containsEntry(PARTITION, 5L);
        assertThat(store.ends()).containsEntry(PARTITION, 9L);
    }

    @Test
    void rowsFromBeforeAHoleGoAtOnceWhenTheyAreCovered() {
        LiveStore store = openStore();
        append(3, 1);
        store.turn();
        append(2, 1);
        log.coveredUpTo(0, 5);
        log.removeCovered(0);
        store.turn();
        assertThat(store.floors()).containsEntry(PARTITION, 0L);
        cover(0, 5);
        store.turn();
        assertThat(store.floors()).containsEntry(PARTITION, 5L);
    }
}
