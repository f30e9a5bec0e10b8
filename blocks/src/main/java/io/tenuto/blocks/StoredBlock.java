package io.tenuto.blocks;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.util.Optional;

/// An open block. Safe for many threads; holds nothing that must be closed.
public interface StoredBlock {
    /// The block's spans for the query engine.
    SpanSource source();

    /// Everything the block has of a trace as an OTLP `TracesData` message.
    Optional<ByteSlice> trace(TraceId id, Deadline deadline);
}
