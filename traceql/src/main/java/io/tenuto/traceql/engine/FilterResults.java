package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// For every row of a source: which filters of a query it passes, and the values that aggregates and groups need.
final class FilterResults {
    private final Map<SpansetExpression.Filter, long[]> passed = new HashMap<>();
    private final Map<FieldExpression, Static[]> values = new HashMap<>();
    /// Rows that pass some filter, or all rows if the query does not begin with filters.
    private final long[] candidates;

    private FilterResults(long[] candidates) {
        this.candidates = candidates;
    }

    /// Reads the source once.
    static FilterResults read(PipelinePlan plan, SpanSource source, Structure structure, Deadline deadline) {
        int rows = source.facts().rowCount();
        var results = new FilterResults(Bits.none(rows));
        Map<SpansetExpression.Filter, Node> nodes = new HashMap<>();
        for (SpansetExpression.Filter filter : plan.filters()) {
            nodes.computeIfAbsent(filter, f -> FilterCompiler.compile(f.condition()));
            results.passed.computeIfAbsent(filter, f -> Bits.none(rows));
        }
        for (FieldExpression expression : plan.measured()) {
            results.values.computeIfAbsent(expression, e -> new Static[rows]);
        }
        var request = new ScanRequest(plan.columns(), List.of(), 0, rows);
        try (BatchCursor cursor = source.scan(request, deadline)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                deadline.check("search");
                var view = new BatchView(batch.get(), source.traces(), structure);
                results.take(plan, view, nodes);
            }
        }
        return results;
    }

    private void take(PipelinePlan plan, BatchView view, Map<SpansetExpression.Filter, Node> nodes) {
        long[] all = Bits.all(view.rowCount());
        long[] some = plan.startsWithFilters() ? new long[all.length] : all;
        for (Map.Entry<SpansetExpression.Filter, Node> entry : nodes.entrySet()) {
            long[] bits = entry.getValue().evaluate(view, all);
            some = Bits.or(some, bits);
            spread(bits, view, passed.getOrDefault(entry.getKey(), bits));
        }
        spread(some, view, candidates);
        for (Map.Entry<FieldExpression, Static[]> entry : values.entrySet()) {
            for (int row : Bits.toArray(some)) {
                entry.getValue()[view.batch().sourceRow(row)] = Evaluation.evaluateFirst(entry.getKey(), view, row);
            }
        }
    }

    private static void spread(long[] bits, BatchView view, long[] target) {
        for (int row : Bits.toArray(bits)) Bits.add(target, view.batch().sourceRow(row));
    }

    /// Those of `rows` that pass.
    int[] kept(SpansetExpression.Filter filter, int[] rows) {
        long[] bits = passed.getOrDefault(filter, new long[0]);
        int[] kept = new int[rows.length];
        int count = 0;
        for (int row : rows) if (Bits.has(bits, row)) kept[count++] = row;
        return count == rows.length ? rows : Arrays.copyOf(kept, count);
    }

    Static value(FieldExpression expression, int row) {
        Static[] known = values.getOrDefault(expression, new Static[0]);
        return row < known.length && known[row] != null ? known[row] : Static.NIL;
    }

    boolean hasCandidate(int[] rows) {
        for (int row : rows) if (Bits.has(candidates, row)) return true;
        return false;
    }

    long[] candidates() {
        return candidates;
    }
}
