package io.tenuto.traceql.metrics;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.engine.SpanMatcher;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.QueryFacts;
import io.tenuto.traceql.source.SpanSource;
import java.util.Comparator;
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
        for (MetricsExpression.Leaf leaf : leavesOf(request.query().expression())) {
            MetricsPartial one = leaf.aggregation() instanceof MetricsAggregation.Compare compare
                    ? new CompareRun(leaf, compare, range).run(sources, deadline)
                    : new LeafRun(leaf, range).run(sources, deadline);
            all = all.plus(one, intervals.count());
        }
        return all;
    }

    public static MetricsPartial merge(MetricsRequest request, MetricsPartial first, MetricsPartial second) {
        return first.plus(second, Intervals.of(request).count());
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
    public static MetricsResult finish(MetricsRequest request, MetricsPartial partial) {
        Intervals intervals = Intervals.of(request);
        long[] timestamps = new long[intervals.count()];
        for (int i = 0; i < timestamps.length; i++) timestamps[i] = intervals.timestampMillis(i);
        List<Series> series = QueryFacts.isNoop(request.query())
                ? List.of()
                : new SeriesBuilder(request, partial, intervals)
                        .evaluate(request.query().expression());
        List<Series> sorted = series.stream()
                .filter(one -> !one.isEmpty())
                .map(ExemplarPlacing::finished)
                .sorted(Comparator.comparing(Series::sortKey).thenComparing(Series::identity))
                .toList();
        boolean cut = request.seriesMax() > 0 && sorted.size() > request.seriesMax();
        return new MetricsResult(
                cut ? sorted.subList(0, request.seriesMax()) : sorted,
                timestamps,
                partial.inspectedSpans(),
                partial.inspectedBytes(),
                cut || partial.isCut(),
                message(request, cut, partial.isCut()));
    }

    private static String message(MetricsRequest request, boolean isCut, boolean lacksGroups) {
        if (isCut) {
            return ("Response exceeds maximum series limit of %d, a partial response is returned. Warning: the accuracy of"
                            + " each individual value is not guaranteed.")
                    .formatted(request.seriesMax());
        }
        return lacksGroups ? "The query needs more groups or traces than the limits allow, some were left out." : "";
    }
}
