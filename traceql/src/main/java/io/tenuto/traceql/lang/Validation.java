package io.tenuto.traceql.lang;

import io.tenuto.model.AttributeKey;
import java.util.ArrayDeque;
import java.util.List;

/// Refuses well-formed queries that mean nothing. Clients see the texts.
final class Validation {
    private static final int GROUP_BY_MAX = 5;
    private static final int COMPARE_TOP_N_MAX = 1000;

    private Validation() {}

    static Query validated(Query query) {
        switch (query) {
            case Query.Search search -> check(search.pipeline());
            case Query.Metrics metrics -> check(metrics.expression());
        }
        return query;
    }

    private static void check(PipelineElement element) {
        switch (element) {
            case Pipeline(List<PipelineElement> elements) -> elements.forEach(Validation::check);
            case SpansetExpression.Filter filter -> checkFilter(filter);
            case SpansetExpression.Operation operation -> {
                check(operation.left());
                check(operation.right());
            }
            case PipelineElement.GroupBy(FieldExpression by) -> {
                check(by);
                if (!by.referencesSpan()) {
                    throw invalid("grouping field expressions must reference the span: " + element.canonical());
                }
            }
            case PipelineElement.Coalesce() -> {}
            case PipelineElement.Select(List<FieldReference> attributes) -> attributes.forEach(Validation::check);
            case PipelineElement.ScalarFilter filter -> {
                check(filter.left());
                check(filter.right());
                // "%v" is what clients get to see.
                if (!(filter.left() instanceof ScalarExpression.Aggregate)) {
                    throw invalid("scalar filter lhs of type (%v) not yet supported");
                }
                if (!(filter.right() instanceof ScalarExpression.Constant)) {
                    throw invalid("scalar filter rhs of type (%v) not yet supported");
                }
            }
        }
    }

    private static void checkFilter(SpansetExpression.Filter filter) {
        check(filter.condition());
        StaticType type = filter.condition().impliedType();
        if (type != StaticType.BOOL && type != StaticType.ATTRIBUTE) {
            throw invalid("span filter field expressions must resolve to a boolean: " + filter.canonical());
        }
    }

    private static void check(ScalarExpression expression) {
        switch (expression) {
            case ScalarExpression.Count() -> {}
            case ScalarExpression.Constant _ -> {}
            case ScalarExpression.Fold fold -> {
                check(fold.of());
                StaticType type = fold.of().impliedType();
                if (type != StaticType.ATTRIBUTE && !type.isNumeric()) {
                    throw invalid("aggregate field expressions must resolve to a number type: " + fold.canonical());
                }
                if (!fold.of().referencesSpan()) {
                    throw invalid("aggregate field expressions must reference the span: " + fold.canonical());
                }
            }
            case ScalarExpression.Operation operation -> {
                check(operation.left());
                check(operation.right());
            }
            case ScalarExpression.OfPipeline ofPipeline -> {
                check(ofPipeline.pipeline());
                check(ofPipeline.aggregate());
            }
        }
    }

    static boolean isValid(FieldExpression expression) {
        try {
            check(expression);
            return true;
        } catch (TraceQlException _) {
            return false;
        }
    }

    /// Operands before what is made of them, from left to right, without recursion: expressions may nest deeply.
    private static void check(FieldExpression root) {
        var pending = new ArrayDeque<FieldExpression>();
        var operandsFirst = new ArrayDeque<FieldExpression>();
        pending.push(root);
        while (!pending.isEmpty()) {
            FieldExpression next = pending.pop();
            operandsFirst.push(next);
            if (next instanceof FieldExpression.Binary(var operator, var left, var right)) {
                pending.push(left);
                pending.push(right);
            } else if (next instanceof FieldExpression.Unary(var operator, var operand)) {
                pending.push(operand);
            }
        }
        operandsFirst.forEach(Validation::checkAlone);
    }

    private static void checkAlone(FieldExpression expression) {
        switch (expression) {
            case Static _ -> {}
            case Attribute.OfParent _ -> throw invalid("parent not yet supported");
            case Attribute _ -> {}
            case IntrinsicField intrinsic -> {
                if (intrinsic == IntrinsicField.PARENT) throw invalid("intrinsic (parent) not yet supported");
            }
            case FieldExpression.Binary binary -> checkTypes(binary);
            case FieldExpression.Unary unary -> checkTypes(unary);
        }
    }

    private static void checkTypes(FieldExpression.Binary binary) {
        StaticType left = binary.left().impliedType();
        StaticType right = binary.right().impliedType();
        if (!Typing.match(left, right)) {
            throw invalid("binary operations must operate on the same type: " + binary.canonical());
        }
        if (!Typing.allows(left, binary.operator()) || !Typing.allows(right, binary.operator())) {
            throw invalid("illegal operation for the given types: " + binary.canonical());
        }
        if (binary.operator().kind() != BinaryOperator.Kind.MATCH) return;
        if (!(binary.right() instanceof Static.Text(String pattern))) {
            throw invalid("invalid type for =~ or !~: " + binary.right().canonical());
        }
        if (!Regexes.isValid(pattern))
            throw invalid("invalid regex: " + binary.right().canonical());
    }

    private static void checkTypes(FieldExpression.Unary unary) {
        if (unary.operator() == UnaryOperator.NOT_EXISTS) {
            String name = unary.operand().canonical();
            if (unary.operand() instanceof IntrinsicField) {
                throw invalid(name + "=nil is not valid because intrinsics cannot be nil");
            }
            if (unary.operand() instanceof Attribute.Scoped(AttributeKey key)
                    && key.equals(AttributeKey.SERVICE_NAME)) {
                throw invalid(name + "=nil is not valid because " + name + " cannot be nil");
            }
        }
        if (!Typing.allows(unary.operand().impliedType(), unary.operator())) {
            throw invalid("illegal operation for the given type: " + unary.canonical());
        }
    }

    private static void check(MetricsExpression expression) {
        switch (expression) {
            case MetricsExpression.Leaf leaf -> {
                check(leaf.pipeline());
                check(leaf.aggregation());
                check(leaf.stages(), leaf);
            }
            case MetricsExpression.Math math -> {
                check(math.left());
                check(math.right());
                refuseCompare(math);
            }
            case MetricsExpression.ScalarMath math -> {
                check(math.expression());
                refuseCompare(math);
            }
            case MetricsExpression.Staged staged -> {
                check(staged.expression());
                check(staged.stages(), staged);
            }
        }
    }

    private static void check(List<SecondStage> stages, MetricsExpression of) {
        for (SecondStage stage : stages) {
            switch (stage) {
                case SecondStage.TopK(long limit) -> checkLimit(limit);
                case SecondStage.BottomK(long limit) -> checkLimit(limit);
                case SecondStage.Threshold _ -> {}
            }
        }
        if (!stages.isEmpty()) refuseCompare(of);
    }

    private static void checkLimit(long limit) {
        if (limit <= 0) throw invalid("limit must be greater than 0");
    }

    private static void refuseCompare(MetricsExpression expression) {
        boolean isCompare = switch (expression) {
            case MetricsExpression.Leaf leaf -> leaf.aggregation() instanceof MetricsAggregation.Compare;
            case MetricsExpression.Math math -> {
                refuseCompare(math.left());
                refuseCompare(math.right());
                yield false;
            }
            case MetricsExpression.ScalarMath math -> {
                refuseCompare(math.expression());
                yield false;
            }
            case MetricsExpression.Staged staged -> {
                refuseCompare(staged.expression());
                yield false;
            }
        };
        if (isCompare) throw invalid("`compare()` cannot be used with second stage functions");
    }

    private static void check(MetricsAggregation aggregation) {
        switch (aggregation) {
            case MetricsAggregation.Counting(MetricsAggregation.CountFunction _, List<FieldReference> by) ->
                checkGroups(by, GROUP_BY_MAX);
            case MetricsAggregation.OverTime overTime -> {
                check(overTime.of());
                checkGroups(
                        overTime.by(),
                        switch (overTime.function()) {
                            case MIN, MAX, SUM -> GROUP_BY_MAX;
                            // One label is theirs.
                            case AVG, HISTOGRAM -> GROUP_BY_MAX - 1;
                        });
            }
            case MetricsAggregation.Quantiles quantiles -> {
                check(quantiles.of());
                checkGroups(quantiles.by(), GROUP_BY_MAX - 1);
                for (double quantile : quantiles.quantiles()) {
                    if (!(quantile >= 0 && quantile <= 1)) {
                        throw invalid("quantile must be between 0 and 1: " + Numbers.shortest(quantile));
                    }
                }
            }
            case MetricsAggregation.Compare compare -> check(compare);
        }
    }

    private static void checkGroups(List<FieldReference> by, int countMax) {
        by.forEach(Validation::check);
        if (by.size() > countMax) throw invalid("metrics group by " + by.size() + " values not yet supported");
    }

    private static void check(MetricsAggregation.Compare compare) {
        checkFilter(compare.selection());
        if (compare.topN() < 1 || compare.topN() > COMPARE_TOP_N_MAX) {
            throw invalid("compare() top number of values must be an integer between 1 and " + COMPARE_TOP_N_MAX);
        }
        long start = compare.startUnixNanos();
        long end = compare.endUnixNanos();
        if (start == 0 && end == 0) return;
        if (start <= 0 || end <= 0) {
            throw invalid("compare() timestamps must be positive integer unix nanoseconds");
        }
        if (end <= start) throw invalid("compare() end timestamp must be greater than start timestamp");
    }

    private static TraceQlException invalid(String message) {
        return new TraceQlException(TraceQlException.Stage.VALIDATE, message);
    }
}
