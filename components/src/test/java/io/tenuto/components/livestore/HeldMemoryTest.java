package io.tenuto.components.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.segment.LiveFile;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.wire.OtlpValidator;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The memory that live rows say they take against the heap's own word.
final class HeldMemoryTest {
    private static final LiveStoreConfig CONFIG = new LiveStoreConfig(
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            1 << 24,
            Duration.ofSeconds(30),
            1 << 14,
            1 << 26,
            SpillConfig.NONE);

    /// Nobody shares a head.
    private static final LiveStoreConfig OWN_SEGMENTS = new LiveStoreConfig(
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            1 << 24,
            Duration.ofSeconds(30),
            0,
            1 << 26,
            SpillConfig.NONE);

    /// The least of several readings: one collection does not find all garbage.
    private static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    @ParameterizedTest
    @CsvSource({"1000, 1", "300, 100", "50, 1000", "50, 300", "1, 50000"})
    void whatIsCountedIsWhatTheHeapHolds(int tenants, int spansOfEach) {
        long before = heapBytes();
        var rows = new LivePartition(CONFIG, new TenantNaming(true), 0);
        long offset = 0;
        for (int i = 0; i < spansOfEach; i++) {
            for (int t = 0; t < tenants; t++) rows.append(MadeRecords.span("tenant-" + t, offset++), 0);
        }
        for (int t = 0; t < tenants; t++) {
            rows.sources(new TenantId("tenant-" + t), offset / 2, offset, Deadline.none());
        }
        rows.recount();
        double held = heapBytes() - before;
        assertThat(rows.memoryBytes() / held).as("counted to held").isBetween(0.9, 1.1);
        Reference.reachabilityFence(rows);
    }

    @Test
    void whatIsOnDiskTakesNextToNothing(@TempDir Path folder) throws IOException {
        // Classes that are loaded on the way are not rows.
        onDisk(1, folder.resolve("first")).files().forEach(LiveFile::tryClose);
        long before = heapBytes();
        LivePartition rows = onDisk(400, folder.resolve("second"));
        rows.recount();
        double held = heapBytes() - before;
        assertThat(rows.memoryBytes() / held).as("counted to held").isBetween(0.9, 1.1);
        rows.files().forEach(LiveFile::tryClose);
        Reference.reachabilityFence(rows);
    }

    @Test
    void whatQuestionsLeaveBehindIsCounted() {
        long before = heapBytes();
        var rows = new HeapRows(new OtlpValidator());
        for (int i = 0; i < 200_000; i++) {
            rows.append(i, MadeRecords.spanOf(i, "unique"));
        }
        rows.seal();
        long asRows = rows.memoryBytes();
        SpanSource source = rows.source(0, 200_000, Deadline.none()).orElseThrow();
        ColumnKey key = ColumnKey.of(AttributeScope.SPAN, "unique");
        var miss = new PruneCondition.StringIn(List.of(key), List.of(ByteSlice.utf8("nobody")));
        for (int i = 0; i < 2; i++) {
            source.scan(new ScanRequest(Set.of(key), List.of(miss), 0, 200_000), Deadline.none())
                    .next();
        }
        long withFilter = rows.memoryBytes();
        assertThat(withFilter - asRows).as("the filter").isBetween(200_000L, 300_000L);
        source.values(new AttributeKey(AttributeScope.SPAN, "number"));
        assertThat(rows.memoryBytes() - withFilter).as("distinct numbers").isBetween(16_000L, 40_000L);
        double held = heapBytes() - before;
        assertThat(rows.memoryBytes() / held).as("counted to held").isBetween(0.9, 1.1);
        Reference.reachabilityFence(rows);
    }

    /// Small segments of many columns: what a column takes besides its values counts.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void columnsOfFewValuesAreCounted(boolean areNumbers) {
        var validator = new OtlpValidator();
        long before = heapBytes();
        var segments = new ArrayList<HeapRows>();
        for (int i = 0; i < 100; i++) {
            var rows = new HeapRows(validator);
            for (int span = 0; span < 3; span++) rows.append(span, MadeRecords.wideSpan(span, 200, areNumbers));
            rows.seal();
            segments.add(rows);
        }
        double held = heapBytes() - before;
        long counted = segments.stream().mapToLong(HeapRows::memoryBytes).sum();
        assertThat(counted / held).as("counted to held").isBetween(0.9, 1.1);
        Reference.reachabilityFence(segments);
    }

    /// Rows of so many tenants that have all gone to disk.
    private static LivePartition onDisk(int tenants, Path folder) throws IOException {
        Files.createDirectory(folder);
        var rows = new LivePartition(OWN_SEGMENTS, new TenantNaming(true), 0);
        long offset = 0;
        for (int i = 0; i < 300; i++) {
            for (int t = 0; t < tenants; t++) rows.append(MadeRecords.span("tenant-" + t, offset++), 0);
        }
        rows.seal(Long.MAX_VALUE);
        List<Spillable> segments = rows.spillable(1, new LogPartition("log", 0));
        assertThat(segments).hasSize(tenants);
        for (int i = 0; i < tenants; i++) {
            segments.get(i).mover().move(Disk.local(), folder.resolve(Integer.toString(i)));
        }
        return rows;
    }

    @Test
    void aHundredThousandTenantsOfOneSpanEachTakeLittle() {
        int tenants = 100_000;
        long before = heapBytes();
        var rows = new LivePartition(CONFIG, new TenantNaming(true), 0);
        for (int t = 0; t < tenants; t++) {
            rows.append(MadeRecords.span("tenant-" + t, t), 0);
            // As often as a consumer does.
            if (t % 256 == 0) rows.seal(0);
        }
        rows.recount();
        long held = heapBytes() - before;
        assertThat(rows.memoryBytes() / (double) held).as("counted to held").isBetween(0.9, 1.1);
        assertThat(held / tenants).as("bytes a tenant").isLessThan(300);
        for (int t = 0; t < tenants; t += 997) {
            assertThat(rows.sources(new TenantId("tenant-" + t), 0, tenants, Deadline.none()))
                    .hasSize(1);
        }
        Reference.reachabilityFence(rows);
    }
}
