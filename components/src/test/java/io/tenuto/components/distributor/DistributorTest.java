package io.tenuto.components.distributor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DistributorTest {
    private static final ByteSlice MANY_TRACES = MadeRequest.bytes(MadeRequest.wide(100, 10));

    @Test
    void theRecordsOfARequestAreOneAppend() {
        var log = new CollectingLog(4);
        distributor(log, 30_000_000).push(() -> TenantId.SINGLE, MANY_TRACES, true);
        assertThat(log.appends).hasSize(1);
        List<LogRecord> records = log.appends.getFirst();
        assertThat(records).extracting(LogRecord::partition).containsExactly(0, 1, 2, 3);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.tenant()).contains(TenantId.SINGLE.value());
            assertThat(record.skipMetrics()).isTrue();
            assertThat(record.receivedUnixNanos()).isEqualTo(records.getFirst().receivedUnixNanos());
        });
    }

    @Test
    void onePartitionTakesTheBytesAsTheyCame() {
        var log = new CollectingLog(1);
        distributor(log, 30_000_000).push(() -> TenantId.SINGLE, MANY_TRACES, false);
        assertThat(log.appends.getFirst().getFirst().value()).isSameAs(MANY_TRACES);
    }

    @Test
    void aLogThatCannotNowMakesTheSenderComeAgain() {
        var log = new CollectingLog(1);
        log.failure = Optional.of(new SpanLogException("full", true));
        assertThatThrownBy(() -> distributor(log, 30_000_000).push(() -> TenantId.SINGLE, MANY_TRACES, false))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
    }

    @Test
    void aRecordThatTheLogNeverTakesIsTheSendersFault() {
        var log = new CollectingLog(1);
        log.failure = Optional.of(new SpanLogException("too large", false));
        assertThatThrownBy(() -> distributor(log, 30_000_000).push(() -> TenantId.SINGLE, MANY_TRACES, false))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INVALID_ARGUMENT));
    }

    @Test
    void whoSendsTooMuchIsToldWhenToComeAgain() {
        var log = new CollectingLog(1);
        assertThatThrownBy(() -> distributor(log, 100).push(() -> TenantId.SINGLE, MANY_TRACES, false))
                .isInstanceOfSatisfying(
                        RetryLaterException.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
        assertThat(log.appends).isEmpty();
    }

    @Test
    void aRequestWithoutSpansMayComeFromAnybody() {
        var log = new CollectingLog(1);
        ByteSlice empty = MadeRequest.bytes(ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.getDefaultInstance())
                .build());
        distributor(log, 100)
                .push(
                        () -> {
                            throw new RequestException(Fault.UNAVAILABLE, "no tenant");
                        },
                        empty,
                        false);
        assertThat(log.appends).isEmpty();
    }

    @Test
    void rateIsTakenBeforeIdentifiersAreJudged() {
        var log = new CollectingLog(1);
        ByteSlice bad = MadeRequest.bytes(ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .addSpans(Span.newBuilder().setName("bad"))))
                .build());
        assertThatThrownBy(() -> distributor(log, 10).push(() -> TenantId.SINGLE, bad, false))
                .isInstanceOf(RetryLaterException.class);
        assertThatThrownBy(() -> distributor(log, 30_000_000).push(() -> TenantId.SINGLE, bad, false))
                .isInstanceOfSatisfying(
                        RequestException.class, e -> assertThat(e.fault()).isEqualTo(Fault.INVALID_ARGUMENT));
    }

    private static Distributor distributor(SpanLog log, long rateBytes) {
        TenantLimits plain = TenantLimits.DEFAULT;
        var limits = new TenantLimits(rateBytes, rateBytes, plain.attributeBytesMax(), true, plain.reads());
        var config = new DistributorConfig(Duration.ofSeconds(10), Duration.ofSeconds(7));
        return new Distributor(
                config,
                new Distributor.Parts(log, tenant -> limits, MemoryBudget.boundless()),
                Clock.system(),
                Metrics.none());
    }

    /// Keeps each append, or fails.
    private static final class CollectingLog implements SpanLog {
        private final int partitionCount;
        private final List<List<LogRecord>> appends = new ArrayList<>();
        private Optional<SpanLogException> failure = Optional.empty();

        CollectingLog(int partitionCount) {
            this.partitionCount = partitionCount;
        }

        @Override
        public LogIdentity identity() {
            return new LogIdentity("collected");
        }

        @Override
        public int partitionCount() {
            return partitionCount;
        }

        @Override
        public List<Long> append(List<LogRecord> records, Deadline deadline) {
            if (failure.isPresent()) throw failure.get();
            appends.add(records);
            return Collections.nCopies(records.size(), 0L);
        }

        @Override
        public LogReader open(int partition, long offset) {
            throw new UnsupportedOperationException("only appends are collected");
        }

        @Override
        public long startOffset(int partition) {
            return 0;
        }

        @Override
        public long endOffset(int partition) {
            return 0;
        }

        @Override
        public void coveredUpTo(int partition, long offset) {}

        @Override
        public void close() {}
    }
}
