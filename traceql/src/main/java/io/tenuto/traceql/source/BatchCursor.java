package io.tenuto.traceql.source;

import java.util.Optional;

/// Walks the batches of one scan. Used by one thread.
public interface BatchCursor extends AutoCloseable {
    /// The next batch, or empty at the end. The batch before becomes invalid.
    Optional<SpanBatch> next();

    @Override
    void close();
}
