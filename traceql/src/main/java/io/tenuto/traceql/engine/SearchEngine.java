package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.Pipeline;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.QueryFacts;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Searches traces over any number of sources. Stateless; one call runs on one thread.
///
/// Traces that lie in several sources are gathered and evaluated once, so that the answer does not depend on how spans
/// are spread. The newest `limit` traces are kept; only they are described.
public final class SearchEngine {
    private static final Comparator<Hit> WORST_FIRST =
            Comparator.comparingLong(Hit::start).thenComparing(Hit::id, Comparator.reverseOrder());

    private SearchEngine() {}

    /// A matching trace, not yet described.
    record Hit(long start, TraceId id, int source, int trace, List<Spanset> spansets) {}

    public static SearchResult run(SearchRequest request, List<SpanSource> sources, Deadline deadline) {
        if (QueryFacts.isNoop(request.query())) return SearchResult.EMPTY;
        PipelinePlan plan = PipelinePlan.of(pipelineOf(request.query()));
        var describer = new HitDescriber(plan, request.spansPerSpanset(), deadline);
        var whole = new WholeTraces(plan, sources, describer.columns(), deadline);
        var best = new PriorityQueue<>(WORST_FIRST);
        long traces = 0;
        long bytes = 0;
        var structures = new ArrayList<Structure>();
        for (int s = 0; s < whole.sources().size(); s++) {
            SpanSource source = whole.sources().get(s);
            var structure = new Structure(source, deadline);
            structures.add(structure);
            traces += source.facts().traceCount();
            bytes += source.facts().estimatedBytes();
            search(request, plan, new Place(source, s, whole.excluded(s)), structure, best, deadline);
        }
        var hits = new ArrayList<>(best);
        hits.sort(WORST_FIRST.reversed());
        return new SearchResult(describer.describe(hits, whole.sources(), structures), traces, bytes);
    }

    private record Place(SpanSource source, int index, boolean[] excluded) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return index;
        }
    }

    /// The pipeline of a search, or of the first sub-query of a metrics query.
    public static Pipeline pipelineOf(Query query) {
        return switch (query) {
            case Query.Search search -> search.pipeline();
            case Query.Metrics metrics -> firstPipeline(metrics.expression());
        };
    }

    private static Pipeline firstPipeline(MetricsExpression expression) {
        return switch (expression) {
            case MetricsExpression.Leaf leaf -> leaf.pipeline();
            case MetricsExpression.Math math -> firstPipeline(math.left());
            case MetricsExpression.ScalarMath math -> firstPipeline(math.expression());
            case MetricsExpression.Staged staged -> firstPipeline(staged.expression());
        };
    }

    private static void search(
            SearchRequest request,
            PipelinePlan plan,
            Place place,
            Structure structure,
            PriorityQueue<Hit> best,
            Deadline deadline) {
        SpanSource source = place.source();
        TraceTable table = source.traces();
        if (table.count() == 0) return;
        FilterResults results = FilterResults.read(plan, source, structure, deadline);
        var evaluator = new TraceEvaluator(results, structure);
        for (int trace = 0; trace < table.count(); trace++) {
            if (place.excluded()[trace] || !isWanted(request, table, trace, best)) continue;
            int[] rows = table.rows(trace);
            if (!results.hasCandidate(rows)) continue;
            List<Spanset> spansets = evaluator.evaluate(plan.pipeline(), rows);
            if (spansets.isEmpty()) continue;
            best.add(new Hit(table.startUnixNanos(trace), table.id(trace), place.index(), trace, spansets));
            if (best.size() > request.limit()) best.remove();
        }
    }

    /// Whether the trace overlaps the range and could still get among the best.
    private static boolean isWanted(SearchRequest request, TraceTable table, int trace, PriorityQueue<Hit> best) {
        long start = table.startUnixNanos(trace);
        if (!request.range().overlaps(start, table.endUnixNanos(trace))) return false;
        Hit worst = best.peek();
        return worst == null || best.size() < request.limit() || start >= worst.start();
    }

    /// Joins results over different traces.
    public static SearchResult merge(SearchResult first, SearchResult second, int limit) {
        var all = new ArrayList<SearchResult.Trace>(first.traces());
        all.addAll(second.traces());
        all.sort(Comparator.comparingLong(SearchResult.Trace::startUnixNanos)
                .reversed()
                .thenComparing(SearchResult.Trace::id));
        return new SearchResult(
                all.subList(0, Math.min(limit, all.size())),
                first.inspectedTraces() + second.inspectedTraces(),
                first.inspectedBytes() + second.inspectedBytes());
    }
}
