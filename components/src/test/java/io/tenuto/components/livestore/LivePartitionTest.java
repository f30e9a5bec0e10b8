package io.tenuto.components.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Deadline;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LivePartitionTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final TenantId ACME = new TenantId("acme");

    /// Every tenant has segments of its own.
    private static LivePartition partition() {
        return partition(0);
    }

    private static LivePartition partition(int sharedTenantBytesMax) {
        var config = new LiveStoreConfig(
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                1 << 20,
                Duration.ofSeconds(30),
                sharedTenantBytesMax,
                1 << 26,
                SpillConfig.NONE);
        return new LivePartition(config, new TenantNaming(true), 0);
    }

    private static int rows(LivePartition partition, TenantId tenant) {
        return partition.sources(tenant, 0, Long.MAX_VALUE, Deadline.none()).stream()
                .mapToInt(source -> source.facts().rowCount())
                .sum();
    }

    @Test
    void aSegmentIsAsYoungAsItsLastRow() {
        LivePartition rows = partition();
        rows.append(MadeRecords.span("acme", 0), 0);
        rows.append(MadeRecords.span("acme", 1), 29 * SECOND);
        assertThat(rows.seal(30 * SECOND)).isEqualTo(1);
        assertThat(rows.drop(2, 29 * SECOND).bytes()).isZero();
        assertThat(rows(rows, ACME)).isEqualTo(2);
        assertThat(rows.drop(2, 29 * SECOND + 1).bytes()).isPositive();
        assertThat(rows(rows, ACME)).isZero();
    }

    @Test
    void aTenantWhoseRecordsCannotBeDecodedLeavesNothing() {
        LivePartition rows = partition();
        assertThat(rows.append(MadeRecords.poison("acme", 0), 0)).isEqualTo(LivePartition.Taken.UNDECODABLE);
        assertThat(rows.append(MadeRecords.empty("acme", 1), 0)).isEqualTo(LivePartition.Taken.LIVE);
        assertThat(rows.tenantCount()).isZero();
    }

    @Test
    void coveredHeadsOfManySmallTenantsCanGoBeforeTheirAge() {
        LivePartition rows = partition();
        for (int i = 0; i < 100; i++) rows.append(MadeRecords.span("tenant-" + i % 50, i), i);
        assertThat(rows.seal(SECOND)).isZero();
        // Tenants 0 to 29 have all of their two rows below 80, the others only the first.
        assertThat(rows.sealCovered(80)).isEqualTo(50);
        assertThat(rows.drop(80, SECOND).bytes()).isPositive();
        assertThat(rows.tenantCount()).isEqualTo(20);
        assertThat(rows.drop(100, SECOND).bytes()).isPositive();
        assertThat(rows.tenantCount()).isZero();
    }

    @Test
    void headsWithoutCoveredRowsStayOpen() {
        LivePartition rows = partition();
        rows.append(MadeRecords.span("acme", 5), 0);
        assertThat(rows.sealCovered(5)).isZero();
    }

    @Test
    void whatAppendsAddIsWhatACountFinds() {
        LivePartition rows = partition();
        for (int i = 0; i < 1000; i++) rows.append(MadeRecords.span("tenant-" + i % 7, i), i);
        long before = rows.memoryBytes();
        rows.recount();
        assertThat(rows.memoryBytes()).isBetween(before, before + 7 * 1000);
    }

    @Test
    void whatQueriesLeaveBehindIsCounted() {
        LivePartition rows = partition();
        for (int i = 0; i < 1000; i++) rows.append(MadeRecords.span("acme", i), i);
        rows.recount();
        long before = rows.memoryBytes();
        assertThat(rows.sources(ACME, 100, 900, Deadline.none())).hasSize(1);
        rows.recount();
        // A slice of 800 traces: four numbers a row and a list a trace, besides the facts that the view copied.
        assertThat(rows.memoryBytes() - before).isGreaterThan(800 * 28 + 1000 * 36);
    }

    @Test
    void theFirstDecodableRecordIsASegmentsBeginning() {
        LivePartition rows = partition();
        rows.append(MadeRecords.poison("acme", 0), 0);
        rows.append(MadeRecords.span("acme", 1), 20 * SECOND);
        assertThat(rows.seal(49 * SECOND)).isZero();
        assertThat(rows.seal(50 * SECOND)).isEqualTo(1);
    }
}
