package io.tenuto.traceql.source;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import java.util.List;
import java.util.Optional;

/// Rows `[from, to)` of another source, presented as a source of their own: the cut of a live segment.
///
/// Row and trace numbers start at 0 again. Traces that reach over the border are described by what lies inside.
public final class SourceSlice implements SpanSource {
    private final SpanSource whole;
    private final int from;
    private final int to;
    private final SliceTraceTable traces;
    private final SourceFacts facts;

    private SourceSlice(SpanSource whole, int from, int to, SliceTraceTable traces) {
        this.whole = whole;
        this.from = from;
        this.to = to;
        this.traces = traces;
        this.facts = factsOf(whole.facts(), from, to, traces);
    }

    /// The slice, or `whole` itself when it is all of it. Reads the trace numbers of the rows once.
    public static SpanSource of(SpanSource whole, int from, int to, Deadline deadline) {
        int rowCount = whole.facts().rowCount();
        Check.argument(from >= 0 && from <= to && to <= rowCount, "rows [%s, %s) of %s", from, to, rowCount);
        if (from == 0 && to == rowCount) return whole;
        return new SourceSlice(whole, from, to, SliceTraceTable.read(whole, from, to, deadline));
    }

    private static SourceFacts factsOf(SourceFacts facts, int from, int to, SliceTraceTable traces) {
        long minStart = Long.MAX_VALUE;
        long maxEnd = Long.MIN_VALUE;
        long maxTraceStart = Long.MIN_VALUE;
        for (int trace = 0; trace < traces.count(); trace++) {
            minStart = Math.min(minStart, traces.startUnixNanos(trace));
            maxEnd = Math.max(maxEnd, traces.endUnixNanos(trace));
            maxTraceStart = Math.max(maxTraceStart, traces.startUnixNanos(trace));
        }
        if (traces.count() == 0) {
            minStart = 0;
            maxEnd = 0;
            maxTraceStart = Long.MIN_VALUE;
        }
        long bytes = facts.rowCount() == 0 ? 0 : facts.estimatedBytes() / facts.rowCount() * (to - from);
        String name = facts.name() + "[" + from + "," + to + ")";
        return new SourceFacts(
                name,
                to - from,
                traces.count(),
                minStart,
                maxEnd,
                maxTraceStart,
                facts.tracesAreContiguous(),
                false,
                bytes);
    }

    /// Bytes held besides those of the whole source.
    public long memoryBytes() {
        return traces.memoryBytes();
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
        int first = from + Math.min(request.fromRow(), to - from);
        int end = from + Math.min(request.toRow(), to - from);
        var shifted = new ScanRequest(request.columns(), request.pruning(), first, end);
        BatchCursor cursor = whole.scan(shifted, deadline);
        return new BatchCursor() {
            @Override
            public Optional<SpanBatch> next() {
                return cursor.next().map(batch -> new SliceBatch(batch, from, traces));
            }

            @Override
            public List<PrunedRows> pruned() {
                return cursor.pruned();
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    @Override
    public SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline) {
        int[] shifted = new int[rows.length];
        for (int i = 0; i < rows.length; i++) shifted[i] = rows[i] + from;
        return new SliceBatch(whole.gather(shifted, request, deadline), from, traces);
    }

    /// Keys of the whole source: a superset.
    @Override
    public List<AttributeKey> keys() {
        return whole.keys();
    }

    /// Values of the whole source: a superset.
    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        return whole.values(key);
    }
}
