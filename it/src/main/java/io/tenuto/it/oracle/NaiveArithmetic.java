package io.tenuto.it.oracle;

import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.SecondStage;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Arithmetic between series and what is done to finished ones, value by value.
final class NaiveArithmetic {
    private NaiveArithmetic() {}

    static List<NaiveSeries> withNumber(MetricsExpression.ScalarMath math, List<NaiveSeries> series) {
        double number = StaticOps.toDouble(math.number());
        boolean isLeft = math.numberSide() == MetricsExpression.Side.LEFT;
        return series.stream()
                .map(one -> one.withValues(Arrays.stream(one.values())
                        .map(value ->
                                isLeft ? apply(math.operator(), number, value) : apply(math.operator(), value, number))
                        .toArray()))
                .toList();
    }

    private static double apply(BinaryOperator operator, double left, double right) {
        return switch (operator) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> right == 0 ? Double.NaN : left / right;
            default -> throw new IllegalArgumentException(operator.symbol());
        };
    }

    /// Series of equal labels meet; the one without labels meets those that have no partner.
    static List<NaiveSeries> between(BinaryOperator operator, List<NaiveSeries> left, List<NaiveSeries> right) {
        boolean rightIsPlain = find(right, "").isPresent();
        List<NaiveSeries> walked = rightIsPlain ? left : right;
        List<NaiveSeries> others = rightIsPlain ? right : left;
        var result = new ArrayList<NaiveSeries>();
        for (NaiveSeries one : walked) {
            Optional<NaiveSeries> other = find(others, one.identity()).or(() -> find(others, ""));
            if (other.isEmpty()) continue;
            NaiveSeries a = rightIsPlain ? one : other.get();
            NaiveSeries b = rightIsPlain ? other.get() : one;
            double[] values = new double[a.values().length];
            for (int i = 0; i < values.length; i++) values[i] = apply(operator, a.values()[i], b.values()[i]);
            result.add(new NaiveSeries(union(operator, a, b), values));
        }
        return result;
    }

    private static Optional<NaiveSeries> find(List<NaiveSeries> series, String identity) {
        return series.stream().filter(one -> one.identity().equals(identity)).findFirst();
    }

    private static List<Map.Entry<String, Static>> union(BinaryOperator operator, NaiveSeries a, NaiveSeries b) {
        Map<String, Static> labels = new LinkedHashMap<>();
        a.labels().forEach(label -> labels.put(label.getKey(), label.getValue()));
        b.labels().forEach(label -> labels.putIfAbsent(label.getKey(), label.getValue()));
        if (a.name().isPresent() && b.name().isPresent()) {
            String name = "(" + a.name().get() + " " + operator.symbol() + " "
                    + b.name().get() + ")";
            labels.put(NaiveSeries.NAME, new Static.Text(name));
        } else {
            labels.remove(NaiveSeries.NAME);
        }
        return labels.entrySet().stream()
                .map(label -> Map.entry(label.getKey(), label.getValue()))
                .toList();
    }

    static List<NaiveSeries> staged(List<NaiveSeries> series, List<SecondStage> stages) {
        List<NaiveSeries> result = series;
        for (SecondStage stage : stages) {
            result = switch (stage) {
                case SecondStage.TopK(long limit) ->
                    best(result, limit, (a, b) -> Double.compare(b, a), NaiveSeries.TIES);
                case SecondStage.BottomK(long limit) ->
                    best(result, limit, Double::compare, NaiveSeries.TIES.reversed());
                case SecondStage.Threshold threshold -> kept(result, threshold);
            };
        }
        return result;
    }

    private static List<NaiveSeries> kept(List<NaiveSeries> series, SecondStage.Threshold threshold) {
        double constant = threshold.constant() instanceof Static.Duration(long nanos)
                ? nanos / 1e9
                : StaticOps.toDouble(threshold.constant());
        return present(series.stream()
                .map(one -> one.withValues(Arrays.stream(one.values())
                        .map(value -> holds(threshold.operator(), value, constant) ? value : Double.NaN)
                        .toArray()))
                .toList());
    }

    private static boolean holds(BinaryOperator operator, double value, double constant) {
        return switch (operator) {
            case EQUAL -> value == constant;
            case NOT_EQUAL -> value != constant;
            case LESS -> value < constant;
            case LESS_EQUAL -> value <= constant;
            case GREATER -> value > constant;
            case GREATER_EQUAL -> value >= constant;
            default -> throw new IllegalArgumentException(operator.symbol());
        };
    }

    private static List<NaiveSeries> best(
            List<NaiveSeries> series, long limit, Comparator<Double> byValue, Comparator<NaiveSeries> ties) {
        if (series.size() <= limit) return series;
        List<NaiveSeries> sorted = series.stream().sorted(NaiveSeries.ORDER).toList();
        List<NaiveSeries> result = sorted.stream()
                .map(one -> one.withValues(new double[one.values().length]))
                .toList();
        result.forEach(one -> Arrays.fill(one.values(), Double.NaN));
        for (int i = 0; i < sorted.getFirst().values().length; i++) {
            int interval = i;
            sorted.stream()
                    .filter(one -> !Double.isNaN(one.values()[interval]))
                    .sorted(Comparator.comparing((NaiveSeries one) -> one.values()[interval], byValue)
                            .thenComparing(ties))
                    .limit(limit)
                    .forEach(one -> result.get(sorted.indexOf(one)).values()[interval] = one.values()[interval]);
        }
        return present(result);
    }

    static List<NaiveSeries> present(List<NaiveSeries> series) {
        return series.stream().filter(one -> !one.isEmpty()).toList();
    }
}
