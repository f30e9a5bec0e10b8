package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.traceql.engine.TraceFilter;
import io.tenuto.traceql.lang.SpansetExpression;

/// Part of a trace: spans that pass a filter, with some of their surroundings.
///
/// @param trace OTLP `TracesData`
/// @param isWhole whether nothing was left out
public record TraceCut(ByteSlice trace, boolean isWhole) {

    /// Cuts one trace.
    ///
    /// @param trace OTLP `TracesData` of one trace; may be empty
    public static TraceCut of(
            ByteSlice trace, SpansetExpression.Filter filter, TraceFilter.Reach reach, Deadline deadline) {
        if (trace.isEmpty()) return new TraceCut(trace, true);
        var builder = new SegmentBuilder();
        builder.append(trace);
        Segment segment = builder.seal();
        int[] rows = TraceFilter.rows(filter, reach, segment, deadline);
        boolean isWhole = rows.length == segment.facts().rowCount();
        return isWhole ? new TraceCut(trace, true) : new TraceCut(segment.toOtlp(rows), false);
    }
}
