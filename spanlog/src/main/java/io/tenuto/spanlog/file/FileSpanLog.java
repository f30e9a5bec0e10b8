package io.tenuto.spanlog.file;

import io.tenuto.base.Check;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.base.Metrics;
import io.tenuto.base.disk.Disk;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.OffsetGoneException;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import io.tenuto.spanlog.StoredRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The embedded log. One thread writes: it takes all waiting requests, appends their frames, forces once, and lets
/// their callers go. Nothing is visible to readers before it is forced.
///
/// A failed force seals the file and fails the requests of that batch; it is never tried again. A full disk fails
/// requests with a retryable error and leaves what is there alone; the next request tries again.
public final class FileSpanLog implements SpanLog {
    private static final int RECORDS_MAX = 0xFFFF;
    private static final int KIBIBYTE = 1024;

    private final FileSpanLogConfig config;
    private final LogWriter writer;
    private final LogFiles files;
    private final FileSpanLogMetrics metrics;
    /// Bytes waiting for the disk, in KiB: the bound on what clients can have in flight.
    private final Semaphore room;

    private final int roomKibibytes;
    private final ReentrantLock lock = new ReentrantLock();
    /// Signalled when records become visible or the log closes.
    private final Condition moved = lock.newCondition();

    private volatile boolean closed;

    /// Opens or creates the log in `config.directory()` and recovers what is there.
    ///
    /// @throws SpanLogException if another process has it, or the disk fails
    /// @throws io.tenuto.base.CorruptDataException if acknowledged records are damaged
    public FileSpanLog(FileSpanLogConfig config, Disk disk, Clock clock, Entropy entropy, Metrics metrics) {
        this(config, disk, clock, entropy, metrics, cause -> {});
    }

    /// @param onFatal called when no more can be written in this process
    public FileSpanLog(
            FileSpanLogConfig config,
            Disk disk,
            Clock clock,
            Entropy entropy,
            Metrics metrics,
            Consumer<Throwable> onFatal) {
        this.config = config;
        this.metrics = new FileSpanLogMetrics(metrics);
        try {
            this.files = LogFiles.open(config, disk, clock, entropy);
        } catch (IOException e) {
            throw new SpanLogException(
                    "cannot open the span log in " + config.directory() + ": " + e.getMessage(), false, e);
        }
        this.roomKibibytes = (int) Math.min(Integer.MAX_VALUE / 2, config.queueBytesMax() / KIBIBYTE + 1);
        this.room = new Semaphore(roomKibibytes);
        this.writer = new LogWriter(config, files, clock, this.metrics, this::signalMoved, onFatal);
        writer.start();
    }

    @Override
    public LogIdentity identity() {
        return new LogIdentity(files.identity());
    }

    @Override
    public int partitionCount() {
        return files.partitionCount();
    }

    @Override
    public List<Long> append(List<LogRecord> records, Deadline deadline) {
        Check.argument(!records.isEmpty() && records.size() <= RECORDS_MAX, "a request has %s records", records.size());
        for (LogRecord record : records) {
            Check.argument(record.partition() < partitionCount(), "no partition %s", record.partition());
        }
        int permits = Math.min(roomKibibytes, Frames.bytesOf(records) / KIBIBYTE + 1);
        acquireRoom(permits, deadline);
        // Its room comes back when the writer is done with it, not when its caller has gone: the bytes are held as
        // long.
        var request = new LogWriter.Request(records, () -> room.release(permits));
        writer.submit(request);
        try {
            return request.await(deadline);
        } finally {
            writer.withdraw(request);
        }
    }

    private void acquireRoom(int permits, Deadline deadline) {
        try {
            if (closed) throw new SpanLogException("span log is closed", true);
            if (!room.tryAcquire(permits, deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                metrics.refused.increment("queue_full");
                throw new SpanLogException("span log cannot keep up: no room within the deadline", true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SpanLogException("interrupted", true, e);
        }
    }

    @Override
    public LogReader open(int partition, long offset) {
        Check.argument(partition >= 0 && partition < partitionCount(), "no partition %s", partition);
        return new FileReader(partition, offset);
    }

    @Override
    public long startOffset(int partition) {
        return files.startOffset(partition);
    }

    @Override
    public long endOffset(int partition) {
        return files.endOffset(partition);
    }

    @Override
    public void coveredUpTo(int partition, long offset) {
        files.coveredUpTo(partition, offset);
        writer.wakeForRetention();
    }

    private void signalMoved() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Appends that wait get a retryable error; what is being forced is finished.
    @Override
    public void close() {
        closed = true;
        writer.close();
        signalMoved();
        files.close();
    }

    private final class FileReader implements LogReader {
        private final int partition;
        private long next;

        FileReader(int partition, long offset) {
            this.partition = partition;
            this.next = offset;
        }

        @Override
        public List<StoredRecord> poll(int maxRecords, long maxBytes, Deadline deadline) {
            if (next < files.startOffset(partition)) {
                throw new OffsetGoneException(partition, next, files.startOffset(partition));
            }
            if (!awaitRecords(deadline)) return List.of();
            var found = new ArrayList<StoredRecord>();
            long bytes = 0;
            try {
                while (found.size() < maxRecords && bytes < maxBytes && next < files.endOffset(partition)) {
                    for (StoredRecord stored : files.readFrame(partition, next)) {
                        found.add(stored);
                        bytes += stored.record().value().length();
                        next = stored.offset() + 1;
                    }
                }
            } catch (IOException e) {
                if (found.isEmpty()) throw new SpanLogException("cannot read the span log: " + e.getMessage(), true, e);
            } catch (CorruptDataException e) {
                // What stands before is given first.
                if (found.isEmpty()) throw e;
            }
            return found;
        }

        private boolean awaitRecords(Deadline deadline) {
            if (next < files.endOffset(partition)) return true;
            lock.lock();
            try {
                while (next >= files.endOffset(partition)) {
                    if (closed) throw new SpanLogException("span log is closed", true);
                    long nanos = Math.min(deadline.remainingNanos(), TimeUnit.HOURS.toNanos(1));
                    if (nanos <= 0) return false;
                    moved.awaitNanos(nanos);
                }
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SpanLogException("interrupted", true, e);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public long nextOffset() {
            return next;
        }

        @Override
        public void close() {}
    }
}
