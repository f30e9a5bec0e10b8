package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.ValueSummary;
import java.util.List;
import java.util.Optional;

/// An immutable set of spans as columns, in log order. Safe for many threads.
public final class Segment implements SpanSource {
    private static final long ESTIMATED_ROW_BYTES = 200;

    private final SegmentData data;
    private final SourceFacts facts;
    private final SegmentTraces traces;
    private final MemoryColumns columns;

    public Segment(String name, SegmentData data) {
        this.data = data;
        this.traces = new SegmentTraces(data.traces(), data);
        this.columns = new MemoryColumns(data);
        this.facts = factsOf(name, data, traces);
    }

    private static SourceFacts factsOf(String name, SegmentData data, SegmentTraces traces) {
        long minStart = Long.MAX_VALUE;
        long maxEnd = Long.MIN_VALUE;
        long maxTraceStart = Long.MIN_VALUE;
        for (int trace = 0; trace < traces.count(); trace++) {
            minStart = Math.min(minStart, traces.startUnixNanos(trace));
            maxEnd = Math.max(maxEnd, traces.endUnixNanos(trace));
            maxTraceStart = Math.max(maxTraceStart, traces.startUnixNanos(trace));
        }
        if (traces.count() == 0) minStart = maxEnd = 0;
        return facts(name, data.rowCount(), traces.count(), minStart, maxEnd, maxTraceStart);
    }

    static SourceFacts facts(String name, int rows, int traces, long minStart, long maxEnd, long maxTraceStart) {
        return new SourceFacts(
                name, rows, traces, minStart, maxEnd, maxTraceStart, false, false, rows * ESTIMATED_ROW_BYTES);
    }

    /// The columns themselves, for those who store or merge them.
    public SegmentData data() {
        return data;
    }

    /// Bytes that reading made here, besides the columns: facts of traces, lookup tables, extended dictionaries.
    public long derivedBytes() {
        return traces.memoryBytes() + columns.derivedBytes();
    }

    @Override
    public SourceFacts facts() {
        return facts;
    }

    @Override
    public TraceTable traces() {
        return traces;
    }

    @Override
    public BatchCursor scan(ScanRequest request, Deadline deadline) {
        return new SegmentCursor(columns, request, data.rowCount(), deadline);
    }

    @Override
    public SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline) {
        return new SegmentBatch(columns, Rows.list(rows));
    }

    @Override
    public List<AttributeKey> keys() {
        return columns.keys();
    }

    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        return Optional.of(SegmentValues.summary(columns.columnsOf(key)));
    }

    /// The rows as an OTLP `TracesData` message, grouped by resource and scope.
    public ByteSlice toOtlp(int[] rows) {
        return new SegmentOtlpWriter(data).write(rows);
    }

    /// All spans of the trace as an OTLP `TracesData` message, if there are any.
    public Optional<ByteSlice> trace(TraceId id) {
        int ordinal = traces.find(id);
        return ordinal < 0 ? Optional.empty() : Optional.of(toOtlp(traces.rows(ordinal)));
    }
}
