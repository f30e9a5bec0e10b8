package io.tenuto.components.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.Fault;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.base.RequestException;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CoverageMove;
import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.ObjectStoreCatalog;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.components.livestore.LiveStore;
import io.tenuto.components.livestore.LiveStoreConfig;
import io.tenuto.components.livestore.SpillConfig;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.MemorySpanLog;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CycleRunnerTest {
    private static final TenantId GOOD = new TenantId("good");
    private static final TenantId BAD = new TenantId("bad");
    private static final LogPartition LANE = new LogPartition("test", 0);
    private static final ByteSlice DAMAGED = ByteSlice.of(new byte[] {10, 50, 1});

    private final MemorySpanLog log = new MemorySpanLog(new LogIdentity("test"), 1);
    private final MemoryObjectStore store = new MemoryObjectStore(Clock.system());
    private final ObjectStoreCatalog catalog = newCatalog();
    private final Sink sink = new Sink();
    private byte lastSpan;
    private Optional<LiveReader> live = Optional.empty();
    private final CycleRunner runner = new CycleRunner(
            new BlockBuilderConfig(Duration.ofMinutes(1), 1 << 20, Duration.ofMillis(1)),
            new CycleRunner.Parts(log, catalog, sink, new TenantNaming(true), MemoryBudget.boundless(), () -> live),
            Clock.system(),
            Metrics.none());

    /// Remembers what it was given; cannot write what belongs to one tenant.
    private static final class Sink implements BlockSink {
        private final Map<String, QuarantinedRecords> kept = new HashMap<>();
        private final List<TenantId> written = new ArrayList<>();
        private final List<String> discarded = new ArrayList<>();
        private Optional<TenantId> bad = Optional.of(BAD);
        private boolean slow;

        @Override
        public BlockMeta write(TenantId tenant, Segment segment, ReceivedRange received, Deadline deadline) {
            if (slow) throw new RequestException(Fault.DEADLINE_EXCEEDED, "slow");
            if (bad.isPresent() && tenant.equals(bad.get())) throw new CorruptDataException("cannot be written");
            written.add(tenant);
            int rows = segment.facts().rowCount();
            return new BlockMeta("b" + written.size(), tenant, "test", 1, rows, 1, 0, 1, 0, 0, 0, 0, 8, "");
        }

        @Override
        public String quarantine(TenantId tenant, QuarantinedRecords records, Deadline deadline) {
            String id = "q" + kept.size();
            kept.put(id, QuarantineObject.decode(QuarantineObject.encode(records)));
            return id;
        }

        @Override
        public void discard(TenantId tenant, String id, Deadline deadline) {
            discarded.add(id);
        }

        List<Long> offsets(String id) {
            return Optional.ofNullable(kept.get(id)).orElseThrow().records().stream()
                    .map(StoredRecord::offset)
                    .toList();
        }
    }

    @Test
    void whatTheLogLostIsAGapInTheCatalog() {
        append(GOOD, span(), span(), span());
        loseUpTo(2);

        turn();
        assertThat(catalog.snapshot().gaps())
                .extracting(LogGap::fromOffset, LogGap::toOffset)
                .containsExactly(tuple(0L, 2L));
        assertThat(runner.coverage(0)).isEqualTo(2);
        turn();
        assertThat(runner.coverage(0)).isEqualTo(3);
    }

    @Test
    void whatLiveRowsStillHoldOfALossIsRescued() {
        LiveStore rows = liveStore();
        append(GOOD, span(), DAMAGED, span());
        append(new TenantId("other"), span());
        rows.turn();
        append(GOOD, span(), span());
        loseUpTo(5);

        turn();
        assertThat(sink.written).containsExactly(GOOD, new TenantId("other"));
        assertThat(catalog.snapshot().gaps())
                .as("what nobody can read, and what came after the last live row")
                .extracting(LogGap::fromOffset, LogGap::toOffset)
                .containsExactly(tuple(1L, 2L), tuple(4L, 5L));
        assertThat(catalog.snapshot().blocks(GOOD))
                .singleElement()
                .satisfies(block -> assertThat(block.rowCount()).isEqualTo(2));
        assertThat(runner.coverage(0)).isEqualTo(5);
        turn();
        assertThat(runner.coverage(0)).isEqualTo(6);
    }

    @Test
    void liveRowsThatCannotBeWrittenAreAGapAfterAll() {
        LiveStore rows = liveStore();
        append(BAD, span(), span());
        rows.turn();
        loseUpTo(2);

        turn();
        assertThat(catalog.snapshot().gaps())
                .extracting(LogGap::fromOffset, LogGap::toOffset)
                .containsExactly(tuple(0L, 2L));
        assertThat(runner.coverage(0)).isEqualTo(2);
    }

    @Test
    void whatAnotherBuilderCoveredMeanwhileIsNoGap() {
        turn();
        append(GOOD, span(), span(), span());
        var moves = List.of(new CoverageMove(LANE, 0, 2));
        newCatalog().commit(new CatalogChange(List.of(), List.of(), moves, List.of()), Deadline.none());
        loseUpTo(2);

        turn();
        turn();
        assertThat(catalog.snapshot().gaps()).isEmpty();
        assertThat(runner.coverage(0)).isEqualTo(3);
        assertThat(sink.written).containsExactly(GOOD);
    }

    @Test
    void aRecordThatCannotBeReadIsKeptAsideAndPassed() {
        append(GOOD, span(), DAMAGED, span());

        turn();
        assertThat(runner.coverage(0)).isEqualTo(3);
        assertThat(catalog.snapshot().quarantined()).singleElement().satisfies(entry -> {
            assertThat(entry.tenant()).isEqualTo(GOOD);
            assertThat(entry.partition()).isEqualTo(LANE);
            assertThat(entry.fromOffset()).isEqualTo(1);
            assertThat(entry.records()).isEqualTo(1);
            assertThat(entry.maxReceivedUnixNanos()).isEqualTo(1);
            assertThat(entry.reason()).startsWith("undecodable: ");
            assertThat(sink.offsets(entry.id())).containsExactly(1L);
        });
        assertThat(catalog.snapshot().blocks(GOOD))
                .extracting(BlockMeta::rowCount)
                .containsExactly(2L);
    }

    @Test
    void aTenantThatCannotBeWrittenHoldsNobodyUpForLong() {
        append(BAD, span());
        append(GOOD, span());
        append(BAD, DAMAGED, span());

        for (int tries = 0; tries < 2; tries++) {
            assertThatThrownBy(this::turn).isInstanceOf(CorruptDataException.class);
            // What was written of it would lie there until it is swept.
            assertThat(sink.discarded)
                    .hasSize(sink.written.size() + sink.kept.size())
                    .isNotEmpty();
            runner.abandon();
            assertThat(runner.coverage(0)).isZero();
        }
        turn();
        assertThat(runner.coverage(0)).isEqualTo(4);
        assertThat(catalog.snapshot().quarantined())
                .allSatisfy(entry -> assertThat(entry.tenant()).isEqualTo(BAD));
        assertThat(catalog.snapshot().quarantined())
                .extracting(entry -> sink.offsets(entry.id()))
                .containsExactly(List.of(2L), List.of(0L, 3L));
        assertThat(catalog.snapshot().blocks(GOOD)).hasSize(1);
        assertThat(catalog.snapshot().blocks(BAD)).isEmpty();
    }

    @Test
    void aSectionThatCanBeWrittenAfterAllIsNotKeptAside() {
        sink.bad = Optional.of(GOOD);
        append(GOOD, span());
        for (int tries = 0; tries < 2; tries++) {
            assertThatThrownBy(this::turn).isInstanceOf(CorruptDataException.class);
            runner.abandon();
        }
        sink.bad = Optional.empty();
        turn();
        assertThat(catalog.snapshot().quarantined()).isEmpty();
        assertThat(catalog.snapshot().blocks(GOOD)).hasSize(1);
    }

    @Test
    void aSlowStoreDoesNotMakeASectionBad() {
        sink.slow = true;
        append(GOOD, span());
        for (int tries = 0; tries < 5; tries++) {
            assertThatThrownBy(this::turn).isInstanceOf(RequestException.class);
            runner.abandon();
        }
        sink.slow = false;
        turn();
        assertThat(catalog.snapshot().quarantined()).isEmpty();
        assertThat(catalog.snapshot().blocks(GOOD)).hasSize(1);
    }

    @Test
    void poisonCountsForTheSizeOfACycle() {
        var cycle = new BuildCycle();
        cycle.start(0, 0);
        long before = cycle.memoryBytes();
        var record = new LogRecord(0, Optional.of("good"), 1, false, ByteSlice.of(new byte[] {10, 100, 1, 2, 3}));
        cycle.add(0, new StoredRecord(0, record), new TenantNaming(true));
        assertThat(cycle.memoryBytes() - before).isGreaterThanOrEqualTo(5);
    }

    private LiveStore liveStore() {
        var config = new LiveStoreConfig(
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1 << 20,
                Duration.ofMinutes(1),
                1 << 14,
                1 << 26,
                SpillConfig.NONE);
        var parts = new LiveStore.Parts(log, catalog, new TenantNaming(true), MemoryBudget.boundless(), Disk.local());
        var store = new LiveStore(config, parts, Clock.system(), Metrics.none(), e -> {
            throw new AssertionError(e);
        });
        store.open();
        live = Optional.of(store);
        return store;
    }

    private void turn() {
        runner.runOnce(partition -> log.endOffset(partition.partition()), () -> false);
    }

    private void loseUpTo(long offset) {
        log.coveredUpTo(0, offset);
        log.removeCovered(0);
    }

    private void append(TenantId tenant, ByteSlice... values) {
        for (ByteSlice value : values) {
            var record = new LogRecord(0, Optional.of(tenant.value()), 1, false, value);
            log.append(List.of(record), Deadline.none());
        }
    }

    private ObjectStoreCatalog newCatalog() {
        return new ObjectStoreCatalog(store, Entropy.system(), Clock.system(), Deadline.none());
    }

    /// A request of one span like no other.
    private ByteSlice span() {
        var out = new ProtoWriter(64);
        int resource = out.begin(OtlpFields.RESOURCE_SPANS);
        int scope = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
        int span = out.begin(OtlpFields.SCOPE_SPANS_SPANS);
        out.bytes(OtlpFields.SPAN_TRACE_ID, ByteSlice.of("sixteen byte id.".getBytes(StandardCharsets.US_ASCII)));
        out.bytes(OtlpFields.SPAN_ID, ByteSlice.of(new byte[] {1, 2, 3, 4, 5, 6, 7, ++lastSpan}));
        out.fixed64(OtlpFields.SPAN_START, 1);
        out.fixed64(OtlpFields.SPAN_END, 2);
        out.end(span);
        out.end(scope);
        out.end(resource);
        return out.toSlice();
    }
}
