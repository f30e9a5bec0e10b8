package io.tenuto.spanlog;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A log in memory, for tests and simulations: durable as long as the object lives.
public final class MemorySpanLog implements SpanLog {
    private final LogIdentity identity;
    private final List<List<LogRecord>> partitions = new ArrayList<>();
    private final long[] starts;
    private final long[] covered;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private boolean closed;

    public MemorySpanLog(LogIdentity identity, int partitionCount) {
        this.identity = identity;
        for (int p = 0; p < partitionCount; p++) partitions.add(new ArrayList<>());
        this.starts = new long[partitionCount];
        this.covered = new long[partitionCount];
    }

    @Override
    public LogIdentity identity() {
        return identity;
    }

    @Override
    public int partitionCount() {
        return partitions.size();
    }

    @Override
    public List<Long> append(List<LogRecord> records, Deadline deadline) {
        Check.argument(!records.isEmpty(), "a request has no records");
        for (LogRecord record : records) {
            Check.argument(record.partition() < partitions.size(), "no partition %s", record.partition());
        }
        lock.lock();
        try {
            if (closed) throw new SpanLogException("span log is closed", true);
            var offsets = new ArrayList<Long>();
            for (LogRecord record : records) {
                List<LogRecord> lane = partitions.get(record.partition());
                offsets.add(starts[record.partition()] + lane.size());
                lane.add(record);
            }
            moved.signalAll();
            return offsets;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public LogReader open(int partition, long offset) {
        Check.argument(partition >= 0 && partition < partitions.size(), "no partition %s", partition);
        return new MemoryReader(partition, offset);
    }

    @Override
    public long startOffset(int partition) {
        lock.lock();
        try {
            return starts[partition];
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long endOffset(int partition) {
        lock.lock();
        try {
            return starts[partition] + partitions.get(partition).size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void coveredUpTo(int partition, long offset) {
        lock.lock();
        try {
            covered[partition] = Math.max(covered[partition], offset);
        } finally {
            lock.unlock();
        }
    }

    /// Removes covered records, as retention would; the number removed.
    public long removeCovered(int partition) {
        lock.lock();
        try {
            int count = (int) Math.max(0, Math.min(covered[partition], endOffset(partition)) - starts[partition]);
            partitions.get(partition).subList(0, count).clear();
            starts[partition] += count;
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private final class MemoryReader implements LogReader {
        private final int partition;
        private long next;

        MemoryReader(int partition, long offset) {
            this.partition = partition;
            this.next = offset;
        }

        @Override
        public List<StoredRecord> poll(int maxRecords, long maxBytes, Deadline deadline) {
            lock.lock();
            try {
                if (next < starts[partition]) throw new OffsetGoneException(partition, next, starts[partition]);
                while (next >= endOffset(partition)) {
                    if (closed) throw new SpanLogException("span log is closed", true);
                    long nanos = Math.min(deadline.remainingNanos(), TimeUnit.HOURS.toNanos(1));
                    if (nanos <= 0) return List.of();
                    moved.awaitNanos(nanos);
                }
                return take(maxRecords, maxBytes);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SpanLogException("interrupted", true, e);
            } finally {
                lock.unlock();
            }
        }

        private List<StoredRecord> take(int maxRecords, long maxBytes) {
            var found = new ArrayList<StoredRecord>();
            long bytes = 0;
            while (found.size() < maxRecords && bytes < maxBytes && next < endOffset(partition)) {
                LogRecord record = partitions.get(partition).get((int) (next - starts[partition]));
                found.add(new StoredRecord(next++, record));
                bytes += record.value().length();
            }
            return found;
        }

        @Override
        public long nextOffset() {
            return next;
        }

        @Override
        public void close() {}
    }
}
