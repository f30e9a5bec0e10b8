package io.tenuto.traceql.lists;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Spans in a list as a source. Prunes as much as a source may: every row that fails a condition is left out.
public final class ListSource implements SpanSource {
    private final List<TestSpan> spans;
    private final int batchRows;
    private final boolean isPruning;
    private final Map<TraceId, List<Integer>> rowsOf = new LinkedHashMap<>();
    private final List<TraceId> ids;
    private final int[] ordinals;

    /// @param batchRows most rows of a batch of a scan
    /// @param isPruning whether pruning conditions are applied, or ignored
    public ListSource(List<TestSpan> spans, int batchRows, boolean isPruning) {
        this.spans = List.copyOf(spans);
        this.batchRows = batchRows;
        this.isPruning = isPruning;
        for (int row = 0; row < spans.size(); row++) {
            rowsOf.computeIfAbsent(spans.get(row).trace(), id -> new ArrayList<>())
                    .add(row);
        }
        this.ids = List.copyOf(rowsOf.keySet());
        this.ordinals = new int[spans.size()];
        for (int row = 0; row < ordinals.length; row++) {
            ordinals[row] = ids.indexOf(spans.get(row).trace());
        }
    }

    public ListSource(List<TestSpan> spans) {
        this(spans, 1024, true);
    }

    TestSpan span(int row) {
        return spans.get(row);
    }

    int ordinal(int row) {
        return ordinals[row];
    }

    @Override
    public SourceFacts facts() {
        TraceTable traces = traces();
        boolean contiguous = true;
        for (List<Integer> rows : rowsOf.values()) contiguous &= rows.getLast() - rows.getFirst() + 1 == rows.size();
        long maxStart = Long.MIN_VALUE;
        for (int i = 0; i < ids.size(); i++) maxStart = Math.max(maxStart, traces.startUnixNanos(i));
        return new SourceFacts(
                "list of " + spans.size(),
                spans.size(),
                ids.size(),
                spans.stream().mapToLong(TestSpan::start).min().orElse(0),
                spans.stream().mapToLong(TestSpan::end).max().orElse(0),
                maxStart,
                contiguous,
                false,
                100L * spans.size());
    }

    @Override
    public TraceTable traces() {
        return new ListTraces(spans, ids, rowsOf);
    }

    @Override
    public BatchCursor scan(ScanRequest request, Deadline deadline) {
        int to = Math.min(request.toRow(), spans.size());
        int[] wanted = IntStream.range(Math.min(request.fromRow(), to), to)
                .filter(row -> !isPruning || Prunings.mayMatch(this, row, request.pruning()))
                .toArray();
        return new BatchCursor() {
            private int next = 0;

            @Override
            public Optional<SpanBatch> next() {
                if (next >= wanted.length) return Optional.empty();
                int end = Math.min(wanted.length, next + batchRows);
                int[] rows = IntStream.range(next, end).map(i -> wanted[i]).toArray();
                next = end;
                return Optional.of(new ListBatch(ListSource.this, rows, request.columns()));
            }

            @Override
            public void close() {
                next = wanted.length;
            }
        };
    }

    @Override
    public SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline) {
        for (int i = 1; i < rows.length; i++) if (rows[i] <= rows[i - 1]) throw new IllegalArgumentException("order");
        return new ListBatch(this, rows.clone(), request.columns());
    }

    @Override
    public List<AttributeKey> keys() {
        var keys = new TreeSet<AttributeKey>();
        for (TestSpan span : spans) keys.addAll(span.attributes().keySet());
        return List.copyOf(keys);
    }

    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        return Optional.empty();
    }
}
