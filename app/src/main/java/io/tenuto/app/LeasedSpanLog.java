package io.tenuto.app;

import io.tenuto.base.Deadline;
import io.tenuto.objectstore.lease.StoreLease;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import java.util.List;

/// A log that takes nothing more once another process has taken the object store that its blocks go to.
///
/// While the store is merely away, appending goes on: what is acknowledged lies in this log, whoever has the store.
record LeasedSpanLog(SpanLog log, StoreLease lease) implements SpanLog {
    @Override
    public List<Long> append(List<LogRecord> records, Deadline deadline) {
        if (lease.isLost()) throw new SpanLogException("another process has taken the object store", true);
        return log.append(records, deadline);
    }

    @Override
    public LogIdentity identity() {
        return log.identity();
    }

    @Override
    public int partitionCount() {
        return log.partitionCount();
    }

    @Override
    public LogReader open(int partition, long offset) {
        return log.open(partition, offset);
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
    public void close() {
        log.close();
    }
}
