package io.tenuto.traceql.lang;

import io.tenuto.model.AttributeScope;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random trees that a parser could have made: folded, and with strings that canonical text can hold.
final class RandomQueries {
    private static final List<BinaryOperator> OPERATORS =
            List.of(BinaryOperator.values()).subList(0, 16);
    private static final SpansetOperator[] SPANSET_OPERATORS = SpansetOperator.values();
    private static final String[] NAMES = {
        "a", "http.status", "with space", "quo\"te", "back\\slash", "é", "count", "a+b"
    };

    private final RandomGenerator random;

    RandomQueries(RandomGenerator random) {
        this.random = random;
    }

    Query query() {
        Hints hints = random.nextInt(4) == 0
                ? new Hints(List.of(new Hints.Hint("exemplars", new Static.Int(random.nextInt(9)))))
                : Hints.NONE;
        if (random.nextBoolean()) return new Query.Search(pipeline(), hints);
        return new Query.Metrics(series(random.nextInt(3)), hints);
    }

    private Pipeline pipeline() {
        if (random.nextInt(5) == 0) {
            return Pipeline.of(
                    new SpansetExpression.Operation(pick(SPANSET_OPERATORS), longPipeline(), longPipeline()));
        }
        return plainPipeline();
    }

    private Pipeline plainPipeline() {
        List<PipelineElement> elements = new ArrayList<>();
        elements.add(spanset(random.nextInt(3)));
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            elements.add(
                    switch (random.nextInt(5)) {
                        case 0 -> spanset(1);
                        case 1 -> new PipelineElement.GroupBy(referring());
                        case 2 -> new PipelineElement.Coalesce();
                        case 3 -> new PipelineElement.Select(List.of(reference(), reference()));
                        default ->
                            new PipelineElement.ScalarFilter(
                                    BinaryOperator.GREATER,
                                    new ScalarExpression.Count(),
                                    new ScalarExpression.Constant(new Static.Int(random.nextInt(-5, 100))));
                    });
        }
        return new Pipeline(elements);
    }

    /// A filter in parentheses is no pipeline in parentheses: two elements at least.
    private Pipeline longPipeline() {
        List<PipelineElement> elements = new ArrayList<>(plainPipeline().elements());
        elements.add(new PipelineElement.Coalesce());
        return new Pipeline(elements);
    }

    private SpansetExpression spanset(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) return filter();
        return new SpansetExpression.Operation(pick(SPANSET_OPERATORS), spanset(depth - 1), spanset(depth - 1));
    }

    private SpansetExpression.Filter filter() {
        while (true) {
            SpansetExpression.Filter filter = new SpansetExpression.Filter(field(random.nextInt(5)));
            StaticType type = filter.condition().impliedType();
            boolean isBoolean = type == StaticType.BOOL || type == StaticType.ATTRIBUTE;
            if (isBoolean && Validation.isValid(filter.condition())) return filter;
        }
    }

    private FieldExpression referring() {
        while (true) {
            FieldExpression expression = field(2);
            if (expression.referencesSpan() && Validation.isValid(expression)) return expression;
        }
    }

    private FieldExpression field(int depth) {
        if (depth == 0) return random.nextBoolean() ? reference() : literal();
        if (random.nextInt(6) == 0) {
            UnaryOperator operator = UnaryOperator.values()[random.nextInt(4)];
            return Folding.unary(operator, field(depth - 1));
        }
        BinaryOperator operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
        return Folding.binary(operator, field(depth - 1), field(depth - 1));
    }

    private FieldReference reference() {
        String name = NAMES[random.nextInt(NAMES.length)];
        return switch (random.nextInt(4)) {
            case 0 -> IntrinsicField.values()[random.nextInt(IntrinsicField.values().length - 1)];
            case 1 -> Attribute.unscoped(name);
            default -> Attribute.of(pick(AttributeScope.values()), name);
        };
    }

    private Static literal() {
        return switch (random.nextInt(8)) {
            case 0 -> new Static.Int(random.nextLong() >> random.nextInt(1, 60));
            case 1 -> new Static.Float(random.nextInt(-1000, 1000) / 8.0 * Math.pow(10, random.nextInt(-9, 12)));
            case 2 -> new Static.Text("multi\nline \\ \"text\" é " + random.nextInt(10));
            case 3 -> random.nextBoolean() ? Static.TRUE : Static.FALSE;
            case 4 -> new Static.Duration(random.nextLong() >> random.nextInt(8, 60));
            case 5 -> new Static.Status(pick(Static.StatusValue.values()));
            case 6 -> new Static.Kind(pick(Static.KindValue.values()));
            default -> new Static.Text("plain");
        };
    }

    private MetricsExpression series(int depth) {
        if (depth == 0) return new MetricsExpression.Leaf(plainPipeline(), aggregation(), stages());
        BinaryOperator operator = OPERATORS.get(random.nextInt(4));
        if (random.nextBoolean()) return new MetricsExpression.Math(operator, series(depth - 1), series(depth - 1));
        Static number = random.nextBoolean() ? new Static.Int(random.nextInt(-9, 9)) : new Static.Float(2.5);
        return new MetricsExpression.ScalarMath(
                operator, series(depth - 1), number, pick(MetricsExpression.Side.values()));
    }

    private List<SecondStage> stages() {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(new SecondStage.TopK(random.nextInt(1, 9)));
            case 1 ->
                List.of(
                        new SecondStage.Threshold(BinaryOperator.GREATER, new Static.Duration(5_000_000)),
                        new SecondStage.BottomK(3));
            default -> List.of();
        };
    }

    private MetricsAggregation aggregation() {
        List<FieldReference> by = random.nextBoolean() ? List.of(reference(), reference()) : List.of();
        return switch (random.nextInt(3)) {
            case 0 -> new MetricsAggregation.Counting(pick(MetricsAggregation.CountFunction.values()), by);
            case 1 ->
                new MetricsAggregation.OverTime(pick(MetricsAggregation.OverTimeFunction.values()), reference(), by);
            default -> new MetricsAggregation.Quantiles(reference(), List.of(0.5, 0.99), by);
        };
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
