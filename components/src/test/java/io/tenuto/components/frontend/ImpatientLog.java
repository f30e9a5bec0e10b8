package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.StoredRecord;
import java.time.Duration;
import java.util.List;

/// A log whose readers wait in virtual time.
record ImpatientLog(SpanLog log, VirtualClock clock) implements SpanLog {
    private static final Duration WAIT = Duration.ofMillis(100);

    @Override
    public LogIdentity identity() {
        return log.identity();
    }

    @Override
    public int partitionCount() {
        return log.partitionCount();
    }

    @Override
    public List<Long> append(List<LogRecord> records, Deadline deadline) {
        return log.append(records, deadline);
    }

    @Override
    public LogReader open(int partition, long offset) {
        LogReader reader = log.open(partition, offset);
        return new LogReader() {
            @Override
            public List<StoredRecord> poll(int maxRecords, long maxBytes, Deadline deadline) {
                List<StoredRecord> found =
                        reader.poll(Math.min(maxRecords, 3), maxBytes, Deadline.after(clock, Duration.ZERO));
                if (found.isEmpty()) clock.advance(WAIT);
                return found;
            }

            @Override
            public long nextOffset() {
                return reader.nextOffset();
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    @Override
    public long startOffset(int partition) {
        return log.startOffset(partition);
    }

    @Override
    public long endOffset(int partition) {
        return log.endOffset(partition);
    }

    @Override
    public void coveredUpTo(int partition, long offset) {
        log.coveredUpTo(partition, offset);
    }

    @Override
    public void close() {}
}
