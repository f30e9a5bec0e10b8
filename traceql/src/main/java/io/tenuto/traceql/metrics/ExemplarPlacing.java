package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Gives each exemplar of a group to the one of its series that it stands for. Pure.
final class ExemplarPlacing {
    private ExemplarPlacing() {}

    /// @param series those of one group
    static List<Series> placed(
            MetricsAggregation aggregation, List<Series> series, List<Exemplars.Chosen> chosen, Intervals intervals) {
        if (chosen.isEmpty() || series.isEmpty()) return series;
        var lists = new ArrayList<List<Series.Exemplar>>();
        for (int i = 0; i < series.size(); i++) lists.add(new ArrayList<>());
        for (Exemplars.Chosen one : chosen) {
            int place = place(aggregation, series, one);
            if (place < 0) continue;
            lists.get(place).add(exemplar(one));
        }
        var result = new ArrayList<Series>();
        for (int i = 0; i < series.size(); i++) {
            lists.get(i).sort(Comparator.comparingLong(Series.Exemplar::timestampMillis));
            result.add(series.get(i).withExemplars(lists.get(i)));
        }
        return result;
    }

    /// Exemplars of a comparison stand with the totals of the spans' names, which every span has.
    ///
    /// @param chosen by the name of their side
    static List<Series> ofComparison(List<Series> series, Map<List<Static>, List<Exemplars.Chosen>> chosen) {
        return series.stream()
                .map(one -> {
                    if (!one.labels().getLast().name().equals(IntrinsicField.NAME.canonical())) return one;
                    List<Series.Exemplar> own =
                            chosen.getOrDefault(List.of(one.labels().getFirst().value()), List.of()).stream()
                                    .map(ExemplarPlacing::exemplar)
                                    .sorted(Comparator.comparingLong(Series.Exemplar::timestampMillis))
                                    .toList();
                    return one.withExemplars(own);
                })
                .toList();
    }

    private static Series.Exemplar exemplar(Exemplars.Chosen one) {
        long millis = Math.floorDiv(one.startUnixNanos(), 1_000_000L);
        return new Series.Exemplar(one.labels(), one.interval(), one.value(), millis);
    }

    /// The series with exemplars as clients get them: of intervals that have a sample, which is their value where they
    /// have none of their own.
    static Series finished(Series series) {
        if (series.exemplars().isEmpty()) return series;
        double[] values = series.values();
        List<Series.Exemplar> finished = series.exemplars().stream()
                .filter(one -> !Double.isNaN(values[one.interval()]))
                .map(one -> Double.isNaN(one.value())
                        ? new Series.Exemplar(
                                one.labels(), one.interval(), values[one.interval()], one.timestampMillis())
                        : one)
                .toList();
        return series.withExemplars(finished);
    }

    private static int place(MetricsAggregation aggregation, List<Series> series, Exemplars.Chosen one) {
        return switch (aggregation) {
            case MetricsAggregation.Quantiles _ -> nearest(series, one.value());
            case MetricsAggregation.OverTime over
            when over.function() == MetricsAggregation.OverTimeFunction.HISTOGRAM -> bucket(over, series, one.whole());
            default -> 0;
        };
    }

    /// The series whose largest value is nearest to the exemplar's: a slow span stands for a high quantile.
    private static int nearest(List<Series> series, double value) {
        int best = 0;
        double distance = Double.POSITIVE_INFINITY;
        for (int i = 0; i < series.size(); i++) {
            double top = 0;
            for (double sample : series.get(i).values()) if (!Double.isNaN(sample)) top = Math.max(top, sample);
            if (Math.abs(top - value) < distance) {
                distance = Math.abs(top - value);
                best = i;
            }
        }
        return best;
    }

    private static int bucket(MetricsAggregation.OverTime over, List<Series> series, long whole) {
        if (whole < 2) return -1;
        Static bound = SeriesBuilder.bucketLabel(over.of(), LeafRun.upperPowerOfTwo(whole));
        for (int i = 0; i < series.size(); i++) {
            if (series.get(i).labels().getLast().value().equals(bound)) return i;
        }
        return -1;
    }
}
