package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.ScalarExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.lang.StaticType;
import java.util.List;
import java.util.Optional;

/// Aggregates over the values of a spanset. Spans without a value, and for sums those that are no number, do not count.
final class Aggregates {
    private Aggregates() {}

    /// The aggregate, or empty if no span has a value for it.
    static Optional<Static> of(ScalarExpression.FoldFunction function, List<Static> values) {
        List<Static> present =
                values.stream().filter(value -> value.type() != StaticType.NIL).toList();
        return switch (function) {
            case MIN ->
                present.stream()
                        .filter(value -> !value.type().isArray())
                        .reduce((a, b) -> StaticOps.compare(b, a) < 0 ? b : a);
            case MAX ->
                present.stream()
                        .filter(value -> !value.type().isArray())
                        .reduce((a, b) -> StaticOps.compare(b, a) > 0 ? b : a);
            case SUM -> sum(numbers(present));
            case AVG -> average(numbers(present));
        };
    }

    private static List<Static> numbers(List<Static> values) {
        return values.stream().filter(value -> value.type().isNumeric()).toList();
    }

    private static Optional<Static> sum(List<Static> numbers) {
        if (numbers.isEmpty()) return Optional.empty();
        if (all(numbers, StaticType.INT)) return Optional.of(new Static.Int(longSum(numbers)));
        if (all(numbers, StaticType.DURATION)) return Optional.of(new Static.Duration(longSum(numbers)));
        return Optional.of(new Static.Float(doubleSum(numbers)));
    }

    private static Optional<Static> average(List<Static> numbers) {
        if (numbers.isEmpty()) return Optional.empty();
        if (all(numbers, StaticType.DURATION)) {
            return Optional.of(new Static.Duration(longSum(numbers) / numbers.size()));
        }
        double sum = all(numbers, StaticType.INT) ? (double) longSum(numbers) : doubleSum(numbers);
        return Optional.of(new Static.Float(sum / numbers.size()));
    }

    private static boolean all(List<Static> numbers, StaticType type) {
        return numbers.stream().allMatch(number -> number.type() == type);
    }

    private static long longSum(List<Static> numbers) {
        long sum = 0;
        for (Static number : numbers) {
            sum += switch (number) {
                case Static.Int(long value) -> value;
                case Static.Duration(long nanos) -> nanos;
                default -> 0;
            };
        }
        return sum;
    }

    private static double doubleSum(List<Static> numbers) {
        double sum = 0;
        for (Static number : numbers) sum += StaticOps.toDouble(number);
        return sum;
    }
}
