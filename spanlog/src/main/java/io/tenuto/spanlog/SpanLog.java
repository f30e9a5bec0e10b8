package io.tenuto.spanlog;

import io.tenuto.base.Deadline;
import java.util.List;

/// The partitioned, durable log between the distributor and its consumers.
///
/// Offsets count records of one partition from 0 without gaps at append. Thread safe.
public interface SpanLog extends AutoCloseable {
    /// Which log this is: a lost and recreated log has another identity, so that its offsets mean nothing old.
    LogIdentity identity();

    int partitionCount();

    /// Appends all records of one request atomically and returns when they are durable.
    ///
    /// @return the offset of each record, in the order given
    /// @throws SpanLogException retryable when full, overloaded or late; then the records may be there or not
    List<Long> append(List<LogRecord> records, Deadline deadline);

    /// A reader that starts at `offset`. Below [#startOffset] the first poll fails with [OffsetGoneException].
    LogReader open(int partition, long offset);

    /// The first offset that can still be read.
    long startOffset(int partition);

    /// One past the last durable offset.
    long endOffset(int partition);

    /// Says that everything below `offset` is covered by published blocks; only such records may ever be removed.
    void coveredUpTo(int partition, long offset);

    @Override
    void close();
}
