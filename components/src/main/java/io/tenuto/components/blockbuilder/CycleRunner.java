package io.tenuto.components.blockbuilder;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryLease;
import io.tenuto.base.MemoryUse;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.CatalogChange;
import io.tenuto.blocks.catalog.CatalogSnapshot;
import io.tenuto.blocks.catalog.CommitOutcome;
import io.tenuto.blocks.catalog.CoverageMove;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.model.TenantNaming;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One build cycle from the catalog's coverage to a commit. Used by one thread; coverage may be asked by any.
public final class CycleRunner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CycleRunner.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(100);
    private static final Duration STORE_PATIENCE = Duration.ofMinutes(5);
    private static final int POLL_RECORDS = 1024;
    private static final long POLL_BYTES = 8L << 20;

    private final SpanLog spanLog;
    private final Catalog catalog;
    private final TenantNaming tenants;
    private final SectionWriter sections;
    private final GapRecorder gaps;
    private final Clock clock;
    private final CyclePolicy policy;
    private final BlockBuilderMetrics metrics;
    private final MemoryBudget memory;
    private final MemoryLease held;
    private final Map<Integer, LogReader> readers = new TreeMap<>();
    private boolean mustRefresh = true;

    /// What the builder stands on.
    ///
    /// @param live who may still hold rows that the log has lost, if anybody in reach does; asked for each loss
    public record Parts(
            SpanLog spanLog,
            Catalog catalog,
            BlockSink sink,
            TenantNaming tenants,
            MemoryBudget memory,
            Supplier<Optional<LiveReader>> live) {}

    public CycleRunner(BlockBuilderConfig config, Parts parts, Clock clock, io.tenuto.base.Metrics metrics) {
        this.spanLog = parts.spanLog();
        this.catalog = parts.catalog();
        this.tenants = parts.tenants();
        this.memory = parts.memory();
        this.held = memory.lease(MemoryUse.BUILD);
        this.clock = clock;
        this.policy = new CyclePolicy(config);
        this.metrics = new BlockBuilderMetrics(metrics);
        this.sections = new SectionWriter(parts.sink(), new Quarantine(parts, clock));
        this.gaps = new GapRecorder(parts, clock, this.metrics);
    }

    /// Reads one cycle and publishes it. Returns without a commit when `stop` says so or nothing came for a poll.
    public void runOnce(ToLongFunction<LogPartition> flushTarget, BooleanSupplier stop) {
        try {
            readAndPublish(flushTarget, stop);
        } finally {
            held.hold(0);
        }
    }

    private void readAndPublish(ToLongFunction<LogPartition> flushTarget, BooleanSupplier stop) {
        Deadline storeDeadline = Deadline.after(clock, STORE_PATIENCE);
        // A stale snapshot is harmless: the commit's precondition fails. So the store is asked only after a failure.
        CatalogSnapshot snapshot = mustRefresh ? catalog.refresh(storeDeadline) : catalog.snapshot();
        mustRefresh = false;
        switch (gaps.record(snapshot, storeDeadline)) {
            case NONE -> {}
            case COMMITTED -> {
                return;
            }
            case CONFLICT -> {
                abandon();
                return;
            }
        }
        var cycle = new BuildCycle();
        for (int p = 0; p < spanLog.partitionCount(); p++) {
            long coverage = snapshot.coverage(name(p));
            spanLog.coveredUpTo(p, coverage);
            cycle.start(p, coverage);
            reader(p, coverage);
        }
        CyclePolicy.Verdict verdict = read(cycle, flushTarget, stop);
        if (verdict == CyclePolicy.Verdict.READ_ON) return;
        publish(cycle, verdict);
    }

    private CyclePolicy.Verdict read(BuildCycle cycle, ToLongFunction<LogPartition> flushTarget, BooleanSupplier stop) {
        long firstRecordNanos = 0;
        while (!stop.getAsBoolean()) {
            boolean wasEmpty = cycle.isEmpty();
            boolean anything = pollAll(cycle);
            held.hold(cycle.memoryBytes());
            if (wasEmpty && !cycle.isEmpty()) firstRecordNanos = clock.monotonicNanos();
            if (!anything && cycle.isEmpty()) return CyclePolicy.Verdict.READ_ON;
            long age = clock.monotonicNanos() - firstRecordNanos;
            var size = new CyclePolicy.Size(cycle.records(), cycle.memoryBytes(), memory.isTight(MemoryUse.BUILD));
            var verdict = policy.decide(size, age, reachedTarget(cycle, flushTarget));
            if (verdict != CyclePolicy.Verdict.READ_ON) return verdict;
        }
        return CyclePolicy.Verdict.READ_ON;
    }

    private boolean pollAll(BuildCycle cycle) {
        boolean anything = false;
        Duration patience = IDLE_POLL.dividedBy(Math.max(1, readers.size()));
        for (Map.Entry<Integer, LogReader> entry : readers.entrySet()) {
            int partition = entry.getKey();
            List<StoredRecord> records =
                    entry.getValue().poll(POLL_RECORDS, POLL_BYTES, Deadline.after(clock, patience));
            for (StoredRecord stored : records) {
                cycle.add(partition, stored, tenants);
                metrics.consumedBytes.add(stored.record().value().length(), Integer.toString(partition));
            }
            if (!records.isEmpty()) {
                anything = true;
                metrics.consumedRecords.add(records.size(), Integer.toString(partition));
            }
            long lag = spanLog.endOffset(partition) - cycle.fromOffset(partition);
            metrics.lagRecords.set(lag, Integer.toString(partition));
        }
        return anything;
    }

    /// Whether some partition has a flush waiting and all that have one were read far enough.
    private boolean reachedTarget(BuildCycle cycle, ToLongFunction<LogPartition> flushTarget) {
        boolean waiting = false;
        for (int p = 0; p < spanLog.partitionCount(); p++) {
            long target = flushTarget.applyAsLong(name(p));
            if (target > cycle.fromOffset(p)) waiting = true;
            if (target > cycle.toOffset(p)) return false;
        }
        return waiting;
    }

    private void publish(BuildCycle cycle, CyclePolicy.Verdict verdict) {
        long started = clock.monotonicNanos();
        Deadline deadline = Deadline.after(clock, STORE_PATIENCE);
        SectionWriter.Written written = sections.write(cycle, deadline);
        var moves = new ArrayList<CoverageMove>();
        cycle.from().forEach((p, from) -> {
            long to = cycle.toOffset(p);
            if (to > from) moves.add(new CoverageMove(name(p), from, to));
        });
        CommitOutcome outcome = catalog.commit(
                new CatalogChange(written.blocks(), List.of(), moves, List.of(), written.quarantined()), deadline);
        switch (outcome) {
            case CommitOutcome.Committed(long number) -> committed(cycle, written, number, verdict, started);
            case CommitOutcome.Conflict(String reason) -> {
                metrics.cycles.increment("conflict");
                log.warn("build cycle lost; reason={}", reason);
                sections.discard(written, deadline);
                abandon();
            }
        }
    }

    private void committed(
            BuildCycle cycle, SectionWriter.Written written, long number, CyclePolicy.Verdict verdict, long started) {
        metrics.cycles.increment("committed");
        metrics.cycleEnds.increment(verdict.name().toLowerCase(Locale.ROOT));
        double seconds = (clock.monotonicNanos() - started) / 1e9;
        metrics.cycleSeconds.observe(seconds);
        long spans = 0;
        for (BlockMeta meta : written.blocks()) {
            metrics.blocks.increment();
            metrics.blockBytes.add(meta.sizeBytes());
            spans += meta.rowCount();
        }
        metrics.spans.add(spans);
        cycle.skipped().forEach((reason, count) -> metrics.skippedRecords.add(count, reason));
        cycle.to().forEach(spanLog::coveredUpTo);
        sections.committed(number, written.quarantined());
        log.info(
                "blocks published; commit={} blocks={} spans={} records={} why={} tookMillis={}",
                number,
                written.blocks().size(),
                spans,
                cycle.records(),
                verdict,
                Math.round(seconds * 1000));
    }

    private void reader(int partition, long offset) {
        LogReader open = readers.get(partition);
        if (open != null && open.nextOffset() == offset) return;
        if (open != null) open.close();
        readers.put(partition, spanLog.open(partition, offset));
    }

    private LogPartition name(int partition) {
        return new LogPartition(spanLog.identity().value(), partition);
    }

    Map<Integer, Long> endOffsets() {
        var ends = new TreeMap<Integer, Long>();
        for (int p = 0; p < spanLog.partitionCount(); p++) ends.put(p, spanLog.endOffset(p));
        return ends;
    }

    boolean covers(Map<Integer, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> coverage(end.getKey()) >= end.getValue());
    }

    long coverage(int partition) {
        return catalog.snapshot().coverage(name(partition));
    }

    CatalogSnapshot snapshot() {
        return catalog.snapshot();
    }

    /// Forgets how far the readers got; the next cycle starts from the catalog.
    public void abandon() {
        mustRefresh = true;
        readers.values().forEach(LogReader::close);
        readers.clear();
    }

    @Override
    public void close() {
        abandon();
    }
}
