package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.util.Optional;

/// Where the rows of a live segment are at present. Many threads read.
sealed interface SegmentRows permits HeapRows, FileRows {
    /// Rows held, spans that came twice only once.
    int rowCount();

    long firstOffset();

    long lastOffset();

    /// Bytes of the heap.
    long memoryBytes();

    /// Rows of offsets `[from, upTo)`, or empty when there are none.
    Optional<SpanSource> source(long from, long upTo, Deadline deadline);

    /// Spans of the trace that came with offsets `[from, upTo)`, as OTLP.
    Optional<ByteSlice> trace(TraceId id, long from, long upTo);
}
