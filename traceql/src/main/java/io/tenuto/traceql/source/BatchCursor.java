package io.tenuto.traceql.source;

import java.util.List;
import java.util.Optional;

/// Walks the batches of one scan. Used by one thread.
public interface BatchCursor extends AutoCloseable {
    /// The next batch, or empty at the end. The batch before becomes invalid.
    Optional<SpanBatch> next();

    /// What was left out so far by the request's conditions; empty for sources that do not count it.
    default List<PrunedRows> pruned() {
        return List.of();
    }

    @Override
    void close();
}
