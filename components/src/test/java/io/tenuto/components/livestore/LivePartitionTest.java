package io.tenuto.components.livestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.components.livestore.LivePartition.Taken;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LivePartitionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final LiveStoreConfig CONFIG =
            new LiveStoreConfig(Duration.ofSeconds(60), Duration.ZERO, 1 << 20, Duration.ofSeconds(30), 1 << 20);

    private final LivePartition rows = new LivePartition(CONFIG, new TenantNaming(true), 0);

    @Test
    void theLastRowsOfASegmentStayAsLongAsTheyPromise() {
        append("acme", 0, 0);
        append("acme", 1, 25 * SECOND);
        assertThat(rows.seal(30 * SECOND)).isEqualTo(1);

        assertThat(rows.drop(2, 24 * SECOND)).isZero();
        assertThat(rows.floor()).isZero();
        assertThat(rows.drop(2, 26 * SECOND)).isPositive();
        assertThat(rows.floor()).isEqualTo(2);
    }

    @Test
    void recordsThatCannotBeReadLeaveNothingBehind() {
        assertThat(rows.append(record("broken", 0, ByteSlice.of(new byte[] {10, 50, 1})), 0))
                .isEqualTo(Taken.UNDECODABLE);
        assertThat(rows.tenantCount()).isZero();
        assertThat(rows.memoryBytes()).isZero();
    }

    @Test
    void aSegmentIsAsOldAsItsFirstGoodRecord() {
        rows.append(record("acme", 0, ByteSlice.of(new byte[] {10, 50, 1})), 0);
        append("acme", 1, 20 * SECOND);
        assertThat(rows.seal(31 * SECOND)).isZero();
        assertThat(rows.seal(50 * SECOND)).isEqualTo(1);
    }

    @Test
    void coveredHeadsCanBeSealedBeforeTheyAreOldSoThatTheyMayGo() {
        append("small", 0, 0);
        append("late", 1, 0);
        append("small", 2, 0);

        assertThat(rows.sealCovered(2)).isEqualTo(1);
        assertThat(rows.drop(2, SECOND)).isPositive();
        assertThat(rows.tenantCount()).isEqualTo(1);
        assertThat(rows.sources(new TenantId("small"), 2, 3, Deadline.none())).hasSize(1);
    }

    private void append(String tenant, long offset, long nowNanos) {
        assertThat(rows.append(record(tenant, offset, span(offset)), nowNanos)).isEqualTo(Taken.LIVE);
        rows.publish(offset + 1);
    }

    private static StoredRecord record(String tenant, long offset, ByteSlice value) {
        return new StoredRecord(offset, new LogRecord(0, Optional.of(tenant), 0, false, value));
    }

    /// The smallest request: one span of a trace of its own.
    private static ByteSlice span(long id) {
        var out = new ProtoWriter(64);
        int resource = out.begin(OtlpFields.RESOURCE_SPANS);
        int scope = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
        int span = out.begin(OtlpFields.SCOPE_SPANS_SPANS);
        byte[] trace = ByteBuffer.allocate(16).putLong(7).putLong(id).array();
        out.bytes(OtlpFields.SPAN_TRACE_ID, ByteSlice.of(trace));
        out.bytes(
                OtlpFields.SPAN_ID,
                ByteSlice.of(ByteBuffer.allocate(8).putLong(id + 1).array()));
        out.fixed64(OtlpFields.SPAN_START, 1);
        out.fixed64(OtlpFields.SPAN_END, 2);
        out.end(span);
        out.end(scope);
        out.end(resource);
        return out.toSlice();
    }
}
