package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Evaluates a pipeline and hands over the spans that are left, for metrics.
///
/// A pipeline of filters judges spans one by one while scanning. Anything else sees whole traces: those in one source
/// there, those in several gathered once. Stored copies count as often as they are stored while spans are judged alone.
public final class SpanMatcher {
    private static final int GATHER_ROWS = 8192;

    private final PipelinePlan plan;
    private final Set<ColumnKey> columns;

    /// @param more columns that the receiver reads besides those of the pipeline
    public SpanMatcher(PipelinePlan plan, Set<ColumnKey> more) {
        this.plan = plan;
        this.columns = new HashSet<>(plan.columns());
        this.columns.addAll(more);
    }

    public void run(List<SpanSource> sources, Deadline deadline, MatchedSpans receiver) {
        if (plan.isSpanOnly()) {
            for (SpanSource source : sources) scan(source, deadline, receiver);
            return;
        }
        var traces = new WholeTraces(plan, sources, columns, deadline);
        traces.forEachSource((source, structure, results, excluded) ->
                gather(source, structure, matchedRows(source, structure, results, excluded), deadline, receiver));
    }

    private void scan(SpanSource source, Deadline deadline, MatchedSpans receiver) {
        var structure = new Structure(source, deadline);
        List<Node> nodes = plan.filters().stream()
                .map(SpansetExpression.Filter::condition)
                .map(FilterCompiler::compile)
                .toList();
        var request = new ScanRequest(columns, plan.pruning(), 0, source.facts().rowCount());
        try (BatchCursor cursor = source.scan(request, deadline)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                deadline.check("query");
                var view = new BatchView(batch.get(), source.traces(), structure);
                long[] kept = Bits.all(view.rowCount());
                for (Node node : nodes) kept = node.evaluate(view, kept);
                int[] rows = Bits.toArray(kept);
                if (rows.length > 0) receiver.spans(view, rows, rows.length);
            }
        }
    }

    private int[] matchedRows(SpanSource source, Structure structure, FilterResults results, boolean[] excluded) {
        var evaluator = new TraceEvaluator(results, structure);
        TraceTable table = source.traces();
        var matched = new TreeSet<Integer>();
        for (int trace = 0; trace < table.count(); trace++) {
            if (excluded[trace]) continue;
            int[] rows = table.rows(trace);
            if (!results.hasCandidate(rows)) continue;
            for (Spanset spanset : evaluator.evaluate(plan.pipeline(), rows)) {
                for (int row : spanset.rows()) matched.add(row);
            }
        }
        return matched.stream().mapToInt(Integer::intValue).toArray();
    }

    private void gather(SpanSource source, Structure structure, int[] rows, Deadline deadline, MatchedSpans receiver) {
        for (int from = 0; from < rows.length; from += GATHER_ROWS) {
            deadline.check("query");
            int[] chunk = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + GATHER_ROWS));
            SpanBatch batch = source.gather(chunk, ScanRequest.of(columns), deadline);
            int[] indexes = new int[chunk.length];
            for (int i = 0; i < indexes.length; i++) indexes[i] = i;
            receiver.spans(new BatchView(batch, source.traces(), structure), indexes, indexes.length);
        }
    }
}
