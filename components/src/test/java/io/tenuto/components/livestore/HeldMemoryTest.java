package io.tenuto.components.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Deadline;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import java.lang.ref.Reference;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The memory that live rows say they take against the heap's own word.
final class HeldMemoryTest {
    private static final LiveStoreConfig CONFIG = new LiveStoreConfig(
            Duration.ofSeconds(60), Duration.ofSeconds(10), 1 << 24, Duration.ofSeconds(30), 1 << 26, SpillConfig.NONE);

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
    @CsvSource({"1000, 1", "300, 100", "50, 1000", "1, 50000"})
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
}
