package io.tenuto.traceql.metrics;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.SecondStage;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/// Arithmetic and second stages on finished series. Pure.
final class SeriesMath {
    private SeriesMath() {}

    static List<Series> withNumber(MetricsExpression.ScalarMath math, List<Series> series) {
        double number = StaticOps.toDouble(math.number());
        boolean numberLeft = math.numberSide() == MetricsExpression.Side.LEFT;
        return series.stream()
                .map(one -> mapped(
                        one,
                        value -> numberLeft
                                ? apply(math.operator(), number, value)
                                : apply(math.operator(), value, number)))
                .toList();
    }

    /// Values and exemplars alike.
    private static Series mapped(Series series, DoubleUnaryOperator change) {
        List<Series.Exemplar> exemplars = series.exemplars().stream()
                .map(one -> new Series.Exemplar(
                        one.labels(), one.interval(), change.applyAsDouble(one.value()), one.timestampMillis()))
                .toList();
        return series.withValues(Arrays.stream(series.values()).map(change).toArray())
                .withExemplars(exemplars);
    }

    private static double apply(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> right == 0 ? Double.NaN : left / right;
            default -> Double.NaN;
        };
    }

    /// Series of equal labels meet; the one without labels meets all that have no partner.
    static List<Series> between(BinaryOperator operator, List<Series> left, List<Series> right) {
        Map<String, Series> byLeft = index(left);
        Map<String, Series> byRight = index(right);
        boolean walkLeft = byRight.containsKey("");
        var result = new ArrayList<Series>();
        for (Series one : walkLeft ? left : right) {
            Map<String, Series> others = walkLeft ? byRight : byLeft;
            Series other = others.getOrDefault(one.identity(), others.get(""));
            if (other == null) continue;
            Series a = walkLeft ? one : other;
            Series b = walkLeft ? other : one;
            double[] lefts = a.values();
            double[] rights = b.values();
            double[] values = new double[Math.min(lefts.length, rights.length)];
            for (int i = 0; i < values.length; i++) values[i] = apply(operator, lefts[i], rights[i]);
            boolean isFanned = !one.identity().equals(other.identity());
            var exemplars = new ArrayList<>(one.exemplars());
            if (!isFanned) exemplars.addAll(other.exemplars());
            result.add(new Series(joined(operator, a, b), values, exemplars));
        }
        return result;
    }

    private static Map<String, Series> index(List<Series> series) {
        var byIdentity = new HashMap<String, Series>();
        for (Series one : series) byIdentity.put(one.identity(), one);
        return byIdentity;
    }

    private static List<Series.Label> joined(BinaryOperator operator, Series left, Series right) {
        var labels = new LinkedHashMap<String, Series.Label>();
        for (Series.Label label : left.labels()) labels.put(label.name(), label);
        for (Series.Label label : right.labels()) labels.putIfAbsent(label.name(), label);
        String leftName = nameOf(left);
        String rightName = nameOf(right);
        if (leftName.isEmpty() || rightName.isEmpty()) {
            labels.remove(MetricsEngine.NAME);
        } else {
            String name = "(" + leftName + " " + operator.symbol() + " " + rightName + ")";
            labels.put(MetricsEngine.NAME, new Series.Label(MetricsEngine.NAME, new Static.Text(name)));
        }
        return List.copyOf(labels.values());
    }

    private static String nameOf(Series series) {
        return series.labels().stream()
                .filter(label -> label.name().equals(MetricsEngine.NAME))
                .map(label -> Series.text(label.value()))
                .findFirst()
                .orElse("");
    }

    static List<Series> stage(SecondStage stage, List<Series> series, Deadline deadline) {
        return switch (stage) {
            case SecondStage.TopK(long limit) ->
                BestSeries.of(ranked(series), limit, BestSeries.Rank.LARGEST, deadline);
            case SecondStage.BottomK(long limit) ->
                BestSeries.of(ranked(series), limit, BestSeries.Rank.SMALLEST, deadline);
            case SecondStage.Threshold threshold -> kept(series, threshold);
        };
    }

    private static List<Series> ranked(List<Series> series) {
        return series.stream().sorted(Series::compareRanked).toList();
    }

    private static List<Series> kept(List<Series> series, SecondStage.Threshold threshold) {
        double constant = threshold.constant() instanceof Static.Duration(long nanos)
                ? nanos / 1e9
                : StaticOps.toDouble(threshold.constant());
        var wanted = new Static.Float(constant);
        return series.stream()
                .map(SeriesMath::withOwnExemplars)
                .map(one -> mapped(
                        one,
                        value -> StaticOps.binary(threshold.operator(), new Static.Float(value), wanted)
                                        .equals(Static.TRUE)
                                ? value
                                : Double.NaN))
                .map(SeriesMath::withOwnExemplars)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    /// Without exemplars that have no value to compare.
    private static Series withOwnExemplars(Series series) {
        return series.withExemplars(series.exemplars().stream()
                .filter(one -> !Double.isNaN(one.value()))
                .toList());
    }

    /// In the order of answers, which is total: series of equal texts differ in the types of their labels.
    static List<Series> sorted(List<Series> series) {
        record Keyed(String key, Series series) {}
        return series.stream()
                .map(one -> new Keyed(one.sortKey(), one))
                .sorted(Comparator.comparing(Keyed::key)
                        .thenComparing(one -> one.series().identity()))
                .map(Keyed::series)
                .toList();
    }
}
