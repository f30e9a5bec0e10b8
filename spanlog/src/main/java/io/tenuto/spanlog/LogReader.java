package io.tenuto.spanlog;

import io.tenuto.base.Deadline;
import java.util.List;

/// Reads one partition forward. Used by one thread.
public interface LogReader extends AutoCloseable {
    /// The next records, in order, at least one unless the deadline passes first: then an empty list. Ends after
    /// `maxBytes` of values, but returns one record however large.
    ///
    /// @throws OffsetGoneException if the next offset has been removed
    /// @throws io.tenuto.base.CorruptDataException if what is stored there is damaged
    List<StoredRecord> poll(int maxRecords, long maxBytes, Deadline deadline);

    /// The offset that the next poll starts with.
    long nextOffset();

    @Override
    void close();
}
