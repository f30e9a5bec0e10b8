package io.tenuto.traceql.metrics;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.SecondStage;
import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Makes series of what was counted: the last step of a metrics query. Pure.
final class SeriesBuilder {
    static final Static NIL_TEXT = new Static.Text("nil");

    private final MetricsRequest request;
    private final MetricsPartial partial;
    private final Intervals intervals;
    private final Deadline deadline;

    SeriesBuilder(MetricsRequest request, MetricsPartial partial, Intervals intervals, Deadline deadline) {
        this.request = request;
        this.partial = partial;
        this.intervals = intervals;
        this.deadline = deadline;
    }

    /// How many series a group has beyond what it counts in arrays of its own.
    static int seriesPerGroup(MetricsAggregation aggregation) {
        return switch (aggregation) {
            case MetricsAggregation.Quantiles quantiles -> quantiles.quantiles().size();
            case MetricsAggregation.Counting _, MetricsAggregation.OverTime _, MetricsAggregation.Compare _ -> 1;
        };
    }

    List<Series> evaluate(MetricsExpression expression) {
        return switch (expression) {
            case MetricsExpression.Leaf leaf -> staged(leaf(leaf), leaf.stages());
            case MetricsExpression.Staged staged -> staged(evaluate(staged.expression()), staged.stages());
            case MetricsExpression.ScalarMath math -> SeriesMath.withNumber(math, evaluate(math.expression()));
            case MetricsExpression.Math math ->
                SeriesMath.between(math.operator(), evaluate(math.left()), evaluate(math.right()));
        };
    }

    private List<Series> staged(List<Series> series, List<SecondStage> stages) {
        List<Series> result = series;
        for (SecondStage stage : stages) result = SeriesMath.stage(stage, result, deadline);
        return result;
    }

    private List<Series> leaf(MetricsExpression.Leaf leaf) {
        if (leaf.aggregation() instanceof MetricsAggregation.Compare compare) {
            Comparison comparison = partial.comparisons().get(leaf);
            if (comparison == null) return List.of();
            return ExemplarPlacing.ofComparison(comparison.series(compare.topN(), intervals), chosen(leaf));
        }
        // Where nothing was read there is nothing to tell, not even zeros.
        Groups groups = partial.groups().get(leaf);
        if (groups == null) return List.of();
        Map<List<Static>, List<Exemplars.Chosen>> chosen = chosen(leaf);
        var series = new ArrayList<Series>();
        boolean counts = leaf.aggregation() instanceof MetricsAggregation.Counting;
        Groups all = groups;
        if (groups.isEmpty()
                && !groups.isCut()
                && counts
                && leaf.aggregation().by().isEmpty()) {
            all = new Groups(intervals.count(), 1, Long.MAX_VALUE);
            all.of(List.of());
        }
        all.forEach((key, cells) -> {
            deadline.check("series of a metrics query");
            List<Series.Label> labels = labels(leaf.aggregation(), key);
            var own = new ArrayList<Series>();
            switch (leaf.aggregation()) {
                case MetricsAggregation.Counting(var function, var _) ->
                    own.add(Series.ofCounts(
                            labels,
                            counts(
                                    cells.laterCounts(),
                                    function == MetricsAggregation.CountFunction.RATE ? intervals.stepSeconds() : 1)));
                case MetricsAggregation.OverTime over -> addOverTime(over, labels, cells, own);
                case MetricsAggregation.Quantiles quantiles -> addQuantiles(quantiles, labels, cells, own);
                case MetricsAggregation.Compare _ -> {}
            }
            series.addAll(
                    ExemplarPlacing.placed(leaf.aggregation(), own, chosen.getOrDefault(key, List.of()), intervals));
        });
        return series;
    }

    /// The exemplars of a sub-query by group; several sub-queries share the number.
    private Map<List<Static>, List<Exemplars.Chosen>> chosen(MetricsExpression.Leaf leaf) {
        Exemplars exemplars = partial.exemplars().get(leaf);
        if (exemplars == null) return Map.of();
        int share = Math.max(
                1, request.exemplarsMax() / Math.max(1, partial.exemplars().size()));
        return exemplars.best(share).stream().collect(Collectors.groupingBy(Exemplars.Chosen::group));
    }

    private static List<Series.Label> labels(MetricsAggregation aggregation, List<Static> key) {
        List<FieldReference> by = aggregation.by();
        var labels = new ArrayList<Series.Label>();
        for (int i = 0; i < by.size(); i++) {
            if (key.get(i) != Static.NIL) labels.add(new Series.Label(by.get(i).canonical(), key.get(i)));
        }
        if (!by.isEmpty() && labels.isEmpty()) {
            labels.add(new Series.Label(by.getFirst().canonical(), NIL_TEXT));
        }
        if (by.isEmpty()) {
            switch (aggregation) {
                case MetricsAggregation.Counting counting ->
                    labels.add(new Series.Label(
                            MetricsEngine.NAME,
                            new Static.Text(counting.function().text())));
                case MetricsAggregation.OverTime over -> {
                    if (over.function() != MetricsAggregation.OverTimeFunction.HISTOGRAM) {
                        labels.add(new Series.Label(
                                MetricsEngine.NAME,
                                new Static.Text(over.function().text())));
                    }
                }
                case MetricsAggregation.Quantiles _, MetricsAggregation.Compare _ -> {}
            }
        }
        return labels;
    }

    /// Holds on to the counts only: the series outlives everything else that was counted.
    private static Supplier<double[]> counts(Supplier<double[]> counted, double divisor) {
        return () -> {
            double[] values = counted.get().clone();
            for (int i = 0; i < values.length; i++) values[i] /= divisor;
            return values;
        };
    }

    private void addOverTime(
            MetricsAggregation.OverTime over, List<Series.Label> labels, Cells cells, List<Series> series) {
        if (over.function() == MetricsAggregation.OverTimeFunction.HISTOGRAM) {
            cells.buckets.forEach((bound, counts) -> {
                double[] values = new double[intervals.count()];
                for (int i = 0; i < values.length; i++) values[i] = counts[i];
                series.add(new Series(plus(labels, "__bucket", bucketLabel(over.of(), bound)), values));
            });
            return;
        }
        if (cells.sums.length == 0) return;
        double[] counts = cells.counts();
        double[] values = new double[intervals.count()];
        for (int i = 0; i < values.length; i++) {
            if (counts[i] == 0) {
                values[i] = Double.NaN;
                continue;
            }
            values[i] = switch (over.function()) {
                case MIN -> cells.mins[i];
                case MAX -> cells.maxs[i];
                case SUM -> cells.sum(i);
                case AVG -> cells.sum(i) / counts[i];
                case HISTOGRAM -> Double.NaN;
            };
        }
        series.add(new Series(labels, values));
    }

    /// Durations are told in seconds.
    static Static bucketLabel(FieldReference of, long bound) {
        return new Static.Float(Quantiles.isDuration(of) ? Quantiles.toDouble(bound) / 1e9 : Quantiles.toDouble(bound));
    }

    private void addQuantiles(
            MetricsAggregation.Quantiles quantiles, List<Series.Label> labels, Cells cells, List<Series> series) {
        if (cells.buckets.isEmpty()) return;
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
