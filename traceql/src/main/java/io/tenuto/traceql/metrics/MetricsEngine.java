package io.tenuto.traceql.metrics;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.engine.SpanMatcher;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.QueryFacts;
import io.tenuto.traceql.lang.SecondStage;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
        for (MetricsExpression.Leaf leaf : leavesOf(request.query().expression())) {
            all = all.plus(new LeafRun(leaf, request, intervals).run(sources, deadline), intervals.count());
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
                : evaluate(request.query().expression(), partial, intervals);
        List<Series> sorted = series.stream()
                .filter(one -> !one.isEmpty())
                .sorted(Comparator.comparing(Series::sortKey))
                .toList();
        boolean cut = request.seriesMax() > 0 && sorted.size() > request.seriesMax();
        return new MetricsResult(
                cut ? sorted.subList(0, request.seriesMax()) : sorted,
                timestamps,
                partial.inspectedSpans(),
                cut || partial.isCut());
    }

    private static List<Series> evaluate(MetricsExpression expression, MetricsPartial partial, Intervals intervals) {
        return switch (expression) {
            case MetricsExpression.Leaf leaf ->
                staged(leaf(leaf, partial.groups().getOrDefault(leaf, Map.of()), intervals), leaf.stages());
            case MetricsExpression.Staged staged ->
                staged(evaluate(staged.expression(), partial, intervals), staged.stages());
            case MetricsExpression.ScalarMath math ->
                SeriesMath.withNumber(math, evaluate(math.expression(), partial, intervals));
            case MetricsExpression.Math math ->
                SeriesMath.between(
                        math.operator(),
                        evaluate(math.left(), partial, intervals),
                        evaluate(math.right(), partial, intervals));
        };
    }

    private static List<Series> staged(List<Series> series, List<SecondStage> stages) {
        List<Series> result = series;
        for (SecondStage stage : stages) result = SeriesMath.stage(stage, result);
        return result;
    }

    private static List<Series> leaf(
            MetricsExpression.Leaf leaf, Map<List<Static>, Cells> groups, Intervals intervals) {
        var series = new ArrayList<Series>();
        boolean counts = leaf.aggregation() instanceof MetricsAggregation.Counting;
        Map<List<Static>, Cells> all = groups;
        if (groups.isEmpty() && counts && leaf.aggregation().by().isEmpty()) {
            all = Map.of(List.of(), new Cells(intervals.count()));
        }
        all.forEach((key, cells) -> {
            List<Series.Label> labels = labels(leaf.aggregation(), key);
            switch (leaf.aggregation()) {
                case MetricsAggregation.Counting(var function, var _) ->
                    series.add(new Series(labels, counts(cells, function, intervals)));
                case MetricsAggregation.OverTime over -> addOverTime(over, labels, cells, series, intervals);
                case MetricsAggregation.Quantiles quantiles ->
                    addQuantiles(quantiles, labels, cells, series, intervals);
                case MetricsAggregation.Compare _ -> {}
            }
        });
        return series;
    }

    private static List<Series.Label> labels(MetricsAggregation aggregation, List<Static> key) {
        List<FieldReference> by = aggregation.by();
        var labels = new ArrayList<Series.Label>();
        for (int i = 0; i < by.size(); i++) {
            if (key.get(i) != Static.NIL) labels.add(new Series.Label(by.get(i).canonical(), key.get(i)));
        }
        if (!by.isEmpty() && labels.isEmpty()) {
            labels.add(new Series.Label(by.getFirst().canonical(), new Static.Text("nil")));
        }
        if (by.isEmpty()) {
            switch (aggregation) {
                case MetricsAggregation.Counting counting ->
                    labels.add(new Series.Label(
                            NAME, new Static.Text(counting.function().text())));
                case MetricsAggregation.OverTime over -> {
                    if (over.function() != MetricsAggregation.OverTimeFunction.HISTOGRAM) {
                        labels.add(new Series.Label(
                                NAME, new Static.Text(over.function().text())));
                    }
                }
                case MetricsAggregation.Quantiles _, MetricsAggregation.Compare _ -> {}
            }
        }
        return labels;
    }

    private static double[] counts(Cells cells, MetricsAggregation.CountFunction function, Intervals intervals) {
        double divisor = function == MetricsAggregation.CountFunction.RATE ? intervals.stepSeconds() : 1;
        double[] values = new double[intervals.count()];
        for (int i = 0; i < values.length; i++) values[i] = cells.counts[i] / divisor;
        return values;
    }

    private static void addOverTime(
            MetricsAggregation.OverTime over,
            List<Series.Label> labels,
            Cells cells,
            List<Series> series,
            Intervals intervals) {
        if (over.function() == MetricsAggregation.OverTimeFunction.HISTOGRAM) {
            cells.buckets.forEach((bound, counts) -> {
                double[] values = new double[intervals.count()];
                for (int i = 0; i < values.length; i++) values[i] = counts[i];
                series.add(new Series(plus(labels, "__bucket", bucketLabel(over.of(), bound)), values));
            });
            return;
        }
        if (cells.sums.length == 0) return;
        double[] values = new double[intervals.count()];
        for (int i = 0; i < values.length; i++) {
            if (cells.counts[i] == 0) {
                values[i] = Double.NaN;
                continue;
            }
            values[i] = switch (over.function()) {
                case MIN -> cells.mins[i];
                case MAX -> cells.maxs[i];
                case SUM -> cells.sum(i);
                case AVG -> cells.sum(i) / cells.counts[i];
                case HISTOGRAM -> Double.NaN;
            };
        }
        series.add(new Series(labels, values));
    }

    /// Durations are told in seconds.
    private static Static bucketLabel(FieldReference of, long bound) {
        return new Static.Float(Quantiles.isDuration(of) ? bound / 1e9 : bound);
    }

    private static void addQuantiles(
            MetricsAggregation.Quantiles quantiles,
            List<Series.Label> labels,
            Cells cells,
            List<Series> series,
            Intervals intervals) {
        double unit = Quantiles.isDuration(quantiles.of()) ? 1e9 : 1;
        for (double quantile : quantiles.quantiles()) {
            double[] values = new double[intervals.count()];
            for (int i = 0; i < values.length; i++) values[i] = Quantiles.of(cells.buckets, i, quantile) / unit;
            series.add(new Series(plus(labels, "p", new Static.Float(quantile)), values));
        }
    }

    private static List<Series.Label> plus(List<Series.Label> labels, String name, Static value) {
        var more = new ArrayList<>(labels);
        more.add(new Series.Label(name, value));
        return more;
    }
}
