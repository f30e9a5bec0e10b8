package io.tenuto.components.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.model.TraceId;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.Vector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Tenants that share a head, and what each of them sees.
final class SharedHeadTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final LogPartition PARTITION = new LogPartition("log", 0);
    private static final Deadline NONE = Deadline.none();
    private static final int SHARED_BYTES = 400;

    private final LivePartition rows = new LivePartition(
            new LiveStoreConfig(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    1 << 14,
                    Duration.ofSeconds(30),
                    SHARED_BYTES,
                    1 << 26,
                    SpillConfig.NONE),
            new TenantNaming(true),
            0);

    private static TenantId tenant(int number) {
        return new TenantId("tenant-" + number);
    }

    /// Identifiers of the spans that the tenant sees in offsets `[from, upTo)`, in the order of the sources.
    private List<Long> seen(TenantId tenant, long from, long upTo) {
        var ids = new ArrayList<Long>();
        ColumnKey key = ColumnKey.of(Intrinsic.SPAN_ID);
        for (SpanSource source : rows.sources(tenant, from, upTo, NONE)) {
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

    private List<ByteSlice> trace(TenantId tenant, long offset) {
        return rows.trace(tenant, new LiveCut(PARTITION, 0, Long.MAX_VALUE), new TraceId(7, offset + 1));
    }

    /// Small tenants and large ones, heads sealed and dropped at random: each sees its own spans in the order of the
    /// log and nobody else's, in whatever part of the log.
    @Test
    void everyTenantSeesItsOwnSpansAndNoOthers() {
        var random = new SplittableRandom(4);
        Map<Integer, List<Long>> sent = new HashMap<>();
        long offset = 0;
        for (int round = 0; round < 60; round++) {
            for (int i = 0; i < 50; i++) {
                int number = random.nextInt(3) == 0 ? random.nextInt(2) : random.nextInt(40);
                rows.append(MadeRecords.span(tenant(number).value(), offset), round * SECOND);
                sent.computeIfAbsent(number, key -> new ArrayList<>()).add(offset++);
            }
            if (random.nextInt(3) == 0) rows.seal(round * SECOND);
            if (random.nextInt(4) == 0) {
                rows.sealCovered(random.nextLong(offset));
                rows.drop(random.nextLong(offset), Long.MAX_VALUE);
            }
            long from = rows.floor() + random.nextLong(offset - rows.floor() + 1);
            long upTo = from + random.nextLong(offset - from + 1);
            for (int number = 0; number < 40; number++) check(number, sent, from, upTo);
        }
        assertThat(rows.floor()).isPositive();
    }

    private void check(int number, Map<Integer, List<Long>> sent, long from, long upTo) {
        List<Long> expected = sent.getOrDefault(number, List.of()).stream()
                .filter(each -> each >= from && each < upTo)
                .map(each -> each + 1)
                .toList();
        assertThat(seen(tenant(number), from, upTo))
                .as("tenant %s in [%s, %s)", number, from, upTo)
                .isEqualTo(expected);
    }

    @Test
    void aTraceIsFoundByItsTenantAlone() {
        for (int i = 0; i < 100; i++)
            rows.append(MadeRecords.span(tenant(i % 50).value(), i), 0);
        for (int i = 0; i < 100; i++) {
            assertThat(trace(tenant(i % 50), i)).hasSize(1);
            assertThat(trace(tenant((i + 1) % 50), i)).isEmpty();
        }
        assertThat(trace(new TenantId("tenant-"), 3)).isEmpty();
        assertThat(trace(new TenantId("nobody"), 3)).isEmpty();
    }

    /// The same span sent by two tenants is two spans, by one tenant twice is one.
    @Test
    void tenantsHaveNoTwinsInEachOther() {
        rows.append(new StoredRecord(0, MadeRecords.record("a", MadeRecords.spanOf(5))), 0);
        rows.append(new StoredRecord(1, MadeRecords.record("b", MadeRecords.spanOf(5))), 0);
        rows.append(new StoredRecord(2, MadeRecords.record("b", MadeRecords.spanOf(5))), 0);
        assertThat(seen(new TenantId("a"), 0, 3)).containsExactly(6L);
        assertThat(seen(new TenantId("b"), 0, 3)).containsExactly(6L);
    }

    @Test
    void whoSendsMoreGetsSegmentsOfItsOwn() {
        long small = 0;
        for (int i = 0; i < 100; i++) {
            rows.append(MadeRecords.span("acme", i), 0);
            if (i == 0) small = rows.memoryBytes();
        }
        assertThat(small).isLessThan(3000);
        assertThat(rows.memoryBytes()).isGreaterThan(11_000);
        assertThat(seen(new TenantId("acme"), 0, 100)).hasSize(100);
        assertThat(rows.rowCount()).isEqualTo(100);
    }

    @Test
    void aSharedHeadIsAsYoungAsItsLastRecord() {
        rows.append(MadeRecords.span("a", 0), 0);
        rows.append(MadeRecords.span("b", 1), 29 * SECOND);
        assertThat(rows.seal(30 * SECOND)).isEqualTo(1);
        assertThat(rows.drop(1, Long.MAX_VALUE).bytes()).isZero();
        assertThat(rows.drop(2, 29 * SECOND).bytes()).isZero();
        assertThat(rows.drop(2, 29 * SECOND + 1).bytes()).isPositive();
        assertThat(rows.floor()).isEqualTo(2);
        assertThat(rows.tenantCount()).isZero();
    }

    @Test
    void whatCannotBeDecodedIsNotShared() {
        assertThat(rows.append(MadeRecords.poison("a", 0), 0)).isEqualTo(LivePartition.Taken.UNDECODABLE);
        assertThat(rows.append(MadeRecords.empty("a", 1), 0)).isEqualTo(LivePartition.Taken.LIVE);
        assertThat(rows.tenantCount()).isZero();
    }
}
