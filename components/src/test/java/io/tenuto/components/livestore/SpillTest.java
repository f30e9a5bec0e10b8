package io.tenuto.components.livestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.Clock;
import io.tenuto.base.CountedMetrics;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CoverageMove;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.blocks.segment.SegmentDamagedException;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.MemorySpanLog;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A live store whose rows do not fit into memory.
final class SpillTest {
    private static final LogPartition PARTITION = new LogPartition("log", 0);
    private static final TenantId ACME = new TenantId("acme");
    private static final Deadline NONE = Deadline.none();
    private static final long MEMORY_BYTES = 300_000;
    private static final int TURNS_MAX = 100;

    @TempDir
    private Path folder;

    private final CountedMetrics metrics = new CountedMetrics();
    private final MemorySpanLog log = new MemorySpanLog(new LogIdentity("log"), 1);
    private final Catalog catalog = new ObjectStoreCatalog(
            new MemoryObjectStore(Clock.system()), Entropy.seeded(1), Clock.system(), Deadline.none());

    private LiveStore open(Disk disk, Path files, Duration keepAtLeast) {
        var config = new LiveStoreConfig(
                keepAtLeast,
                Duration.ZERO,
                MEMORY_BYTES / 5,
                Duration.ofHours(1),
                1 << 12,
                MEMORY_BYTES,
                new SpillConfig(files, 1 << 30, 0, 1, Duration.ZERO));
        var parts = new LiveStore.Parts(log, catalog, new TenantNaming(true), MemoryBudget.boundless(), disk);
        var store = new LiveStore(config, parts, Clock.system(), metrics, failure -> {
            throw new AssertionError(failure);
        });
        store.open();
        return store;
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            log.append(List.of(MadeRecords.record("acme", MadeRecords.spanOf(log.endOffset(0)))), NONE);
        }
    }

    private static void turnUntilCaughtUp(LiveStore store) {
        for (int i = 0; i < TURNS_MAX && !store.hasCaughtUp(); i++) store.turn();
    }

    private void cover(long from, long to) {
        var move = new CoverageMove(PARTITION, from, to);
        catalog.commit(new CatalogChange(List.of(), List.of(), List.of(move), List.of()), NONE);
    }

    private double sum(String name, String... labelValues) {
        return metrics.sum("tenuto_live_store_" + name, labelValues);
    }

    private static List<Long> spans(LiveStore store, long from, long upTo) {
        return spans(store, ACME, from, upTo);
    }

    private static List<Long> spans(LiveStore store, TenantId tenant, long from, long upTo) {
        var ids = new ArrayList<Long>();
        var key = ColumnKey.of(Intrinsic.SPAN_ID);
        for (SpanSource source : store.sources(tenant, new LiveCut(PARTITION, from, upTo), NONE)) {
            try (var cursor = source.scan(ScanRequest.of(Set.of(key)), NONE)) {
                for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                    var vector =
                            (Vector.Longs) batch.get().column(key).vectors().getFirst();
                    for (int i = 0; i < vector.entryCount(); i++) ids.add(vector.values()[i]);
                }
            }
        }
        return ids;
    }

    private static List<Long> idsOf(long from, long upTo) {
        return LongStream.range(from, upTo).mapToObj(offset -> offset + 1).toList();
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void rowsThatDoNotFitIntoMemoryAreReadFromDisk() {
        try (LiveStore store = open(Disk.local(), folder, Duration.ofHours(1))) {
            append(5000);
            turnUntilCaughtUp(store);
            assertThat(store.hasCaughtUp()).isTrue();
            assertThat(sum("spilled_segments_total")).isGreaterThan(3);
            assertThat(sum("pauses_total", "own_budget")).isZero();
            assertThat(spans(store, 0, 5000)).isEqualTo(idsOf(0, 5000));
            assertThat(spans(store, 777, 3333)).isEqualTo(idsOf(777, 3333));
            var all = new LiveCut(PARTITION, 0, 5000);
            for (long offset = 0; offset < 5000; offset += 13) {
                assertThat(store.trace(ACME, all, new TraceId(7, offset + 1), NONE))
                        .hasSize(1);
            }
            assertThat(store.trace(ACME, new LiveCut(PARTITION, 0, 99), new TraceId(7, 100), NONE))
                    .isEmpty();
        }
    }

    /// Tenants that share heads: each reads its own records from the heads' files.
    @Test
    void recordsOfSmallTenantsAreReadFromDisk() throws IOException {
        try (LiveStore store = open(Disk.local(), folder, Duration.ofHours(1))) {
            int tenants = 1000;
            for (int i = 0; i < 4 * tenants; i++) {
                var record = MadeRecords.record("tenant-" + i % tenants, MadeRecords.spanOf(i));
                log.append(List.of(record), NONE);
            }
            turnUntilCaughtUp(store);
            assertThat(store.hasCaughtUp()).isTrue();
            assertThat(sum("spilled_segments_total")).isPositive();
            assertThat(filesIn(folder)).isNotEmpty();
            var all = new LiveCut(PARTITION, 0, 4L * tenants);
            for (int t = 0; t < tenants; t += 7) {
                var tenant = new TenantId("tenant-" + t);
                assertThat(spans(store, tenant, 0, 4L * tenants))
                        .containsExactly(t + 1L, t + tenants + 1L, t + 2 * tenants + 1L, t + 3 * tenants + 1L);
                assertThat(store.trace(tenant, all, new TraceId(7, t + 1), NONE))
                        .hasSize(1);
                assertThat(store.trace(tenant, all, new TraceId(7, t + 2), NONE))
                        .isEmpty();
            }
            for (Path file : filesIn(folder)) damage(file);
            var first = new TenantId("tenant-0");
            assertThatThrownBy(() -> spans(store, first, 0, 4L * tenants)).isInstanceOf(SegmentDamagedException.class);
            for (int i = 0; i < TURNS_MAX; i++) store.turn();
            assertThat(sum("damaged_files_total")).isEqualTo(1);
            assertThat(sum("discarded_rows_total", "damaged_file")).isEqualTo(4 * tenants);
            assertThat(store.ends().get(PARTITION)).isGreaterThan(tenants);
            assertThat(spans(store, first, 0, tenants)).containsExactly(1L);
        }
    }

    @Test
    void filesGoWithTheirRows() throws IOException {
        try (LiveStore store = open(Disk.local(), folder, Duration.ZERO)) {
            append(5000);
            turnUntilCaughtUp(store);
            assertThat(filesIn(folder)).isNotEmpty();
            assertThat(sum("disk_bytes")).isPositive();
            cover(0, 5000);
            append(1);
            store.turn();
            store.turn();
            assertThat(filesIn(folder)).isEmpty();
            assertThat(sum("disk_bytes")).isZero();
            assertThat(sum("disk_segments")).isZero();
        }
    }

    @Test
    void nothingIsLeftBehindAndWhatWasLeftIsRemoved() throws IOException {
        Files.writeString(folder.resolve("0-0.segment"), "of a process that died");
        LiveStore store = open(Disk.local(), folder, Duration.ofHours(1));
        assertThat(filesIn(folder)).isEmpty();
        append(3000);
        turnUntilCaughtUp(store);
        assertThat(filesIn(folder)).isNotEmpty();
        store.close();
        assertThat(filesIn(folder)).isEmpty();
    }

    @Test
    void onAFullDiskItPausesAndLosesNothing() {
        var disk = new SimulatedDisk(1);
        disk.limitTo(100_000);
        LiveStore store = open(disk, Path.of("/live"), Duration.ZERO);
        append(5000);
        for (int i = 0; i < TURNS_MAX; i++) store.turn();
        assertThat(store.hasCaughtUp()).isFalse();
        assertThat(sum("spill_refusals_total", "io")).isPositive();
        assertThat(sum("pauses_total", "own_budget")).isEqualTo(1);
        long end = store.ends().get(PARTITION);
        assertThat(spans(store, 0, end)).isEqualTo(idsOf(0, end));
        cover(0, end);
        store.turn();
        store.turn();
        assertThat(store.ends().get(PARTITION)).isGreaterThan(end);
    }

    @Test
    void rowsOfADamagedFileAreReadFromTheLogAgain() throws IOException {
        try (LiveStore store = open(Disk.local(), folder, Duration.ofHours(1))) {
            append(1500);
            turnUntilCaughtUp(store);
            cover(0, 100);
            damage(filesIn(folder).getFirst());
            assertThatThrownBy(() -> spans(store, 100, 1500)).isInstanceOf(SegmentDamagedException.class);
            assertThat(store.awaitEnds(partition -> 1500, Deadline.after(Clock.system(), Duration.ofMillis(1))))
                    .as("it does not call complete what it cannot read")
                    .isFalse();
            turnUntilCaughtUp(store);
            store.turn();
            turnUntilCaughtUp(store);
            assertThat(sum("damaged_files_total")).isEqualTo(1);
            assertThat(store.floors()).containsEntry(PARTITION, 100L);
            long end = store.ends().get(PARTITION);
            assertThat(end).isGreaterThan(1000);
            assertThat(spans(store, 100, end)).isEqualTo(idsOf(100, end));
        }
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 16; i < bytes.length; i += 64) bytes[i] ^= 1;
        Files.write(file, bytes);
    }
}
