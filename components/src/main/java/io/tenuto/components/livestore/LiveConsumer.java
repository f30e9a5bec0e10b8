package io.tenuto.components.livestore;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.Catalog;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.OffsetGoneException;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import io.tenuto.spanlog.StoredRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds one partition's live rows from the log. Its `run` is the body of one thread.
final class LiveConsumer {
    private static final Logger log = LoggerFactory.getLogger(LiveConsumer.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(250);
    private static final int POLL_RECORDS = 256;
    private static final long POLL_BYTES = 4L << 20;

    private final int partition;
    private final String label;
    private final LiveStoreConfig config;
    private final SpanLog spanLog;
    private final Catalog catalog;
    private final LiveStore.Parts parts;
    private final Clock clock;
    private final LiveStoreMetrics metrics;
    private final LongSupplier allMemoryBytes;
    private final ProgressSignal progress = new ProgressSignal();
    private final CoverageHistory coverages = new CoverageHistory();
    private volatile LivePartition rows;
    private volatile boolean stopped;
    private boolean paused;
    /// Open between turns; none at first and after a failure.
    private Optional<LogReader> reader = Optional.empty();

    LiveConsumer(
            int partition,
            LiveStoreConfig config,
            LiveStore.Parts parts,
            Clock clock,
            LiveStoreMetrics metrics,
            LongSupplier allMemoryBytes) {
        this.partition = partition;
        this.label = Integer.toString(partition);
        this.config = config;
        this.parts = parts;
        this.spanLog = parts.spanLog();
        this.catalog = parts.catalog();
        this.clock = clock;
        this.metrics = metrics;
        this.allMemoryBytes = allMemoryBytes;
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
        }
    }

    /// Takes in what has come and lets go of what is covered; false if the next turn had better wait.
    boolean turn() {
        try {
            long now = clock.monotonicNanos();
            if (!maintain(now)) return false;
            consume(openReader(), now);
            return true;
        } catch (OffsetGoneException e) {
            // What was removed is covered or a gap in the catalog; either way it is not live any more.
            log.warn("live rows restart; partition={} from={} to={}", partition, rows.end(), e.startOffset());
            metrics.goneOffsets.add(Math.max(0, e.startOffset() - rows.end()), label);
            rows = new LivePartition(config, parts.tenants(), e.startOffset());
            progress.moved();
            closeReader();
            return true;
        } catch (SpanLogException e) {
            closeReader();
            if (stopped) return false;
            if (!e.isRetryable()) throw e;
            log.warn("span log not readable; partition={} cause={}", partition, e.getMessage());
            return false;
        }
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
        progress.moved();
        if (!records.isEmpty()) metrics.consumedRecords.add(records.size(), label);
        metrics.lagRecords.set(spanLog.endOffset(partition) - rows.end(), label);
    }

    /// Seals and drops what is due; whether there is room for more.
    private boolean maintain(long now) {
        int sealed = rows.seal(now);
        long settled =
                coverages.settledUpTo(coverage(), now, config.coverGrace().toNanos());
        boolean isShort = overBudget();
        // Over budget, covered rows need not stay for their comfortable age, nor in a segment that waits to be full.
        if (isShort) sealed += rows.sealCovered(settled);
        long freed =
                rows.drop(settled, now - (isShort ? 0 : config.keepAtLeast().toNanos()));
        if (sealed > 0) metrics.sealedSegments.add(sealed);
        if (freed > 0) metrics.droppedBytes.add(freed);
        metrics.floor.set(rows.floor(), label);
        metrics.end.set(rows.end(), label);
        return !isShort || freed > 0 && !overBudget();
    }

    private boolean overBudget() {
        boolean over = allMemoryBytes.getAsLong() >= config.memoryBytesMax();
        if (over && !paused) {
            metrics.pauses.increment();
            log.warn("live store pauses; partition={} budgetBytes={}", partition, config.memoryBytesMax());
        }
        paused = over;
        return over;
    }

    private long coverage() {
        return catalog.snapshot().coverage(new LogPartition(spanLog.identity().value(), partition));
    }

    boolean hasCaughtUp() {
        return rows.end() >= spanLog.endOffset(partition);
    }

    /// Waits until everything below `offset` can be read; false if the deadline comes first.
    boolean awaitEnd(long offset, Deadline deadline) {
        return progress.await(() -> rows.end() >= offset, deadline);
    }

    LivePartition rows() {
        return rows;
    }

    void stop() {
        stopped = true;
    }
}
