package io.tenuto.traceql.metrics;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.engine.PipelinePlan;
import io.tenuto.traceql.engine.SpanMatcher;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.QueryFacts;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Metrics queries in three steps: [#run] over some sources, [#merge] of what came back, [#finish] once at the end.
///
/// Stateless. Spans are found by [SpanMatcher]; stored copies count as often as they are stored.
public final class MetricsEngine {
    static final String NAME = "__name__";

    private MetricsEngine() {}

    public static MetricsPartial run(MetricsRequest request, List<SpanSource> sources, Deadline deadline) {
        MetricsPartial all = MetricsPartial.none();
        if (QueryFacts.isNoop(request.query())) return all;
        Intervals intervals = Intervals.of(request);
        var range = new LeafRange(request, intervals);
        Set<MetricsExpression.Leaf> leaves = leavesOf(request.query().expression());
        long valuesMax = Groups.VALUES_MAX / leaves.size();
        for (MetricsExpression.Leaf leaf : leaves) {
            MetricsPartial one = leaf.aggregation() instanceof MetricsAggregation.Compare compare
                    ? new CompareRun(leaf, compare, range).run(sources, deadline)
                    : new LeafRun(leaf, range, valuesMax).run(sources, deadline);
            all = all.plus(one);
        }
        return all;
    }

    /// Whether all sources must be run over together: something is asked that depends on other spans of a trace, which
    /// may lie in other sources.
    public static boolean needsWholeTraces(Query.Metrics query) {
        return QueryFacts.needsWholeTraces(query)
                || leavesOf(query.expression()).stream()
                        .anyMatch(leaf -> PipelinePlan.of(leaf.pipeline()).asksOfTrace(LeafRun.asked(leaf)));
    }

    public static MetricsPartial merge(MetricsPartial first, MetricsPartial second) {
        return first.plus(second);
    }

    private static Set<MetricsExpression.Leaf> leavesOf(MetricsExpression expression) {
        var leaves = new LinkedHashSet<MetricsExpression.Leaf>();
        collect(expression, leaves);
        return leaves;
    }

    private static void collect(MetricsExpression expression, Set<MetricsExpression.Leaf> leaves) {
        switch (expression) {
            case MetricsExpression.Leaf leaf -> leaves.add(leaf);
            case MetricsExpression.Math math -> {
                collect(math.left(), leaves);
                collect(math.right(), leaves);
            }
            case MetricsExpression.ScalarMath math -> collect(math.expression(), leaves);
            case MetricsExpression.Staged staged -> collect(staged.expression(), leaves);
        }
    }

    /// The finished series: sorted, cut to the limit, with what they stand on.
    ///
    /// @throws io.tenuto.base.RequestException if the deadline passes or the work is cancelled
    public static MetricsResult finish(MetricsRequest request, MetricsPartial partial, Deadline deadline) {
        Intervals intervals = Intervals.of(request);
        long[] timestamps = new long[intervals.count()];
        for (int i = 0; i < timestamps.length; i++) timestamps[i] = intervals.timestampMillis(i);
        List<Series> series = QueryFacts.isNoop(request.query())
                ? List.of()
                : new SeriesBuilder(request, partial, intervals, deadline)
                        .evaluate(request.query().expression());
        List<Series> sorted = SeriesMath.sorted(series.stream()
                .filter(one -> !one.isEmpty())
                .map(ExemplarPlacing::finished)
                .toList());
        List<String> reasons = reasons(request, cutOf(request, sorted), partial);
        return new MetricsResult(
                cutOf(request, sorted) ? sorted.subList(0, request.seriesMax()) : sorted,
                timestamps,
                partial.inspectedSpans(),
                partial.inspectedBytes(),
                !reasons.isEmpty(),
                String.join(" ", reasons));
    }

    private static boolean cutOf(MetricsRequest request, List<Series> sorted) {
        return request.seriesMax() > 0 && sorted.size() > request.seriesMax();
    }

    private static List<String> reasons(MetricsRequest request, boolean isCut, MetricsPartial partial) {
        var reasons = new ArrayList<String>();
        if (isCut) {
            reasons.add(
                    ("Response exceeds maximum series limit of %d, a partial response is returned. Warning: the accuracy"
                                    + " of each individual value is not guaranteed.")
                            .formatted(request.seriesMax()));
        }
        if (partial.lacksGroups()) {
            reasons.add(("The groups of the query need more than %d values: those that come last by their labels were"
                            + " left out. A longer step or a shorter range needs fewer.")
                    .formatted(Groups.VALUES_MAX));
        }
        if (partial.lacksComparedValues()) {
            reasons.add(("The compared attributes have more than %d counts: of those with the most only totals are"
                            + " told. A longer step or a shorter range needs fewer.")
                    .formatted(Comparison.CELLS_MAX));
        }
        if (partial.lacksTraces()) {
            reasons.add("The query needs more traces at once than the limits allow, some were left out.");
        }
        return reasons;
    }
}
