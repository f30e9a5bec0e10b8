package io.tenuto.components.livestore;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.MemoryLease;
import io.tenuto.base.MemoryUse;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.OffsetGoneException;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import io.tenuto.spanlog.StoredRecord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds one partition's live rows from the log. Its `run` is the body of one thread.
final class LiveConsumer {
    private static final Logger log = LoggerFactory.getLogger(LiveConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);
    private static final Duration RESCUE_PATIENCE = Duration.ofMinutes(2);
    private static final int POLL_RECORDS = 256;
    private static final long POLL_BYTES = 4L << 20;

    private final int partition;
    private final String label;
    private final LiveStoreConfig config;
    private final SpanLog spanLog;
    private final Catalog catalog;
    private final LiveStore.Parts parts;
    private final Clock clock;
    private final SpillFolder spill;
    private final LiveStoreMetrics metrics;
    private final LongSupplier allMemoryBytes;
    private final ProgressSignal progress = new ProgressSignal();
    private final MemoryBudget memory;
    private final MemoryLease held;
    private final CoverageHistory coverages = new CoverageHistory();
    private volatile LivePartition rows;
    private volatile boolean stopped;
    private boolean paused;
    /// Until when rows wait for a rescue; none while nothing is lost.
    private OptionalLong rescueEnd = OptionalLong.empty();
    /// Open between turns; none at first and after a failure.
    private Optional<LogReader> reader = Optional.empty();

    /// What the consumers of all partitions share.
    record Shared(SpillFolder spill, LiveStoreMetrics metrics, LongSupplier memoryBytes) {}

    LiveConsumer(int partition, LiveStoreConfig config, LiveStore.Parts parts, Clock clock, Shared shared) {
        this.partition = partition;
        this.label = Integer.toString(partition);
        this.config = config;
        this.parts = parts;
        this.spanLog = parts.spanLog();
        this.catalog = parts.catalog();
        this.clock = clock;
        this.spill = shared.spill();
        this.metrics = shared.metrics();
        this.allMemoryBytes = shared.memoryBytes();
        this.memory = parts.memory();
        this.held = memory.lease(MemoryUse.LIVE);
        this.rows = new LivePartition(config, parts.tenants(), 0);
    }

    /// Decides where reading starts; before any reader asks.
    void open() {
        rows = new LivePartition(config, parts.tenants(), Math.max(coverage(), spanLog.startOffset(partition)));
    }

    void run() throws InterruptedException {
        try {
            while (!stopped) {
                if (!turn() && !stopped) clock.sleep(RETRY_PAUSE);
            }
        } catch (InterruptedException e) {
            // Stopping interrupts whatever the thread waits for; anybody else's interruption is a failure.
            if (!stopped) throw e;
            Thread.currentThread().interrupt();
        } finally {
            closeReader();
            held.close();
        }
    }

    /// Takes in what has come and lets go of what is covered; false if the next turn had better wait.
    boolean turn() {
        try {
            long now = clock.monotonicNanos();
            if (rows.isDamaged()) rereadDamaged(now);
            maintain(now);
            if (pauses()) return false;
            consume(openReader(), now);
            return true;
        } catch (OffsetGoneException e) {
            return !awaitRescue() && rereadFrom(e.startOffset());
        } catch (SpanLogException e) {
            closeReader();
            if (stopped) return false;
            if (!e.isRetryable()) throw e;
            log.warn("span log not readable; partition={} cause={}", partition, e.getMessage());
            return false;
        }
    }

    /// Begins anew where the log now begins. What was removed there is covered or will be a gap in the catalog;
    /// rows from before the hole cannot stay, since a cut that reaches over it would miss records silently.
    private boolean rereadFrom(long startOffset) {
        long missed = startOffset - rows.end();
        log.warn(
                "live rows restart, the log no longer has what comes next; partition={} end={} logStart={} "
                        + "missedRecords={} discardedRows={}",
                partition,
                rows.end(),
                startOffset,
                missed,
                rows.rowCount());
        metrics.skippedRecords.add(missed, "offset_gone");
        restart(startOffset, "offset_gone", clock.monotonicNanos());
        return true;
    }

    /// Whether rows that no block covers are kept a little longer: they may be all that is left of records which the
    /// log has lost, and the block-builder takes them from here.
    private boolean awaitRescue() {
        closeReader();
        long now = clock.monotonicNanos();
        if (rescueEnd.isEmpty()) rescueEnd = OptionalLong.of(now + RESCUE_PATIENCE.toNanos());
        boolean awaits = rows.end() > coverage() && rows.rowCount() > 0 && now - rescueEnd.getAsLong() < 0;
        if (!awaits) rescueEnd = OptionalLong.empty();
        return awaits;
    }

    /// Begins anew from the coverage: what is covered is in blocks, the rest is in the log.
    private void rereadDamaged(long now) {
        long startOffset = Math.max(coverage(), spanLog.startOffset(partition));
        log.error(
                "live rows restart, a file of theirs is damaged; partition={} start={} end={} rereadRows={}",
                partition,
                startOffset,
                rows.end(),
                rows.rowCount());
        metrics.damagedFiles.increment();
        spill.distrust(now);
        restart(startOffset, "damaged_file", now);
    }

    private void restart(long startOffset, String reason, long now) {
        metrics.discardedRows.add(rows.rowCount(), reason);
        LivePartition before = rows;
        rows = new LivePartition(config, parts.tenants(), startOffset);
        before.files().forEach(file -> spill.retire(file, now));
        progress.moved();
        closeReader();
    }

    private LogReader openReader() {
        if (reader.isEmpty()) reader = Optional.of(spanLog.open(partition, rows.end()));
        return reader.get();
    }

    private void closeReader() {
        reader.ifPresent(LogReader::close);
        reader = Optional.empty();
    }

    private void consume(LogReader from, long now) {
        List<StoredRecord> records = from.poll(POLL_RECORDS, POLL_BYTES, Deadline.after(clock, POLL));
        for (StoredRecord stored : records) {
            switch (rows.append(stored, now)) {
                case LIVE -> {}
                case NO_TENANT -> metrics.skippedRecords.increment("no_tenant");
                case UNDECODABLE -> metrics.skippedRecords.increment("undecodable");
            }
        }
        rows.publish(from.nextOffset());
        held.hold(rows.memoryBytes());
        progress.moved();
        if (!records.isEmpty()) metrics.consumedRecords.add(records.size(), label);
        metrics.lagRecords.set(spanLog.endOffset(partition) - rows.end(), label);
    }

    private void maintain(long now) {
        long settled =
                coverages.settledUpTo(coverage(), now, config.coverGrace().toNanos());
        boolean tight = pressure() != Pressure.NONE;
        int sealed = rows.seal(now);
        // Over budget, covered rows need not stay for their comfortable age, nor until their segment is full or old.
        if (tight) sealed += rows.sealCovered(settled);
        long age = tight ? 0 : config.keepAtLeast().toNanos();
        LivePartition.Dropped dropped = rows.drop(settled, now - age);
        if (dropped.bytes() > 0) metrics.droppedBytes.add(dropped.bytes());
        dropped.files().forEach(file -> spill.retire(file, now));
        rows.recount();
        if (isOverSpillLine()) sealed += spill(now);
        if (sealed > 0) metrics.sealedSegments.add(sealed);
        spill.sweep(now);
        held.hold(rows.memoryBytes());
        metrics.floor.set(rows.floor(), label);
        metrics.end.set(rows.end(), label);
    }

    private boolean isOverSpillLine() {
        return config.spill().bytesMax() > 0
                && (allMemoryBytes.getAsLong() >= config.spillAtBytes() || memory.isTight(MemoryUse.LIVE));
    }

    /// Moves sealed segments to disk, the oldest first, until memory is no longer short; how many were sealed for it.
    private int spill(long now) {
        long bytesMin = config.spill().segmentBytesMin();
        int sealed = 0;
        moveToDisk(rows.spillable(bytesMin, lane()), now);
        if (pressure() != Pressure.NONE) {
            sealed = rows.sealLarge(bytesMin);
            if (sealed > 0) moveToDisk(rows.spillable(bytesMin, lane()), now);
        }
        return sealed;
    }

    private void moveToDisk(List<Spillable> all, long now) {
        for (Spillable each : all) {
            if (!isOverSpillLine() || !spill.move(each, partition, now)) return;
            rows.recount();
            held.hold(rows.memoryBytes());
        }
    }

    /// What holds the live store back.
    private enum Pressure {
        NONE,
        /// Its own share is used up.
        OWN_BUDGET,
        /// Everybody together holds so much that reading must wait.
        SHARED_BUDGET;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Pressure pressure() {
        if (allMemoryBytes.getAsLong() >= config.memoryBytesMax()) return Pressure.OWN_BUDGET;
        return memory.isTight(MemoryUse.LIVE) ? Pressure.SHARED_BUDGET : Pressure.NONE;
    }

    /// Whether nothing may be read until memory has been given back.
    private boolean pauses() {
        Pressure pressure = pressure();
        boolean over = pressure != Pressure.NONE;
        if (over && !paused) {
            metrics.pauses.increment(pressure.label());
            log.warn(
                    "live store pauses; partition={} reason={} liveBytes={} liveBytesMax={} budgetBytes={} of {}",
                    partition,
                    pressure.label(),
                    allMemoryBytes.getAsLong(),
                    config.memoryBytesMax(),
                    memory.usedBytes(),
                    memory.maxBytes());
        }
        paused = over;
        return over;
    }

    private long coverage() {
        return catalog.snapshot().coverage(lane());
    }

    private LogPartition lane() {
        return new LogPartition(spanLog.identity().value(), partition);
    }

    boolean hasCaughtUp() {
        return rows.end() >= spanLog.endOffset(partition);
    }

    /// Waits until everything below `offset` can be read; false if the deadline comes first.
    boolean awaitEnd(long offset, Deadline deadline) {
        return awaitRows(offset, deadline).isPresent();
    }

    /// As [#awaitEnd]: the rows of which it is so. Rows that begin anew in the next moment lack it again for a while,
    /// so a reader keeps to those that it was given.
    Optional<LivePartition> awaitRows(long offset, Deadline deadline) {
        var reached = new AtomicReference<LivePartition>();
        boolean isReached = progress.await(
                () -> {
                    LivePartition now = rows;
                    reached.set(now);
                    return now.end() >= offset && !now.isDamaged();
                },
                deadline);
        return isReached ? Optional.ofNullable(reached.get()) : Optional.empty();
    }

    LivePartition rows() {
        return rows;
    }

    void stop() {
        stopped = true;
    }
}
