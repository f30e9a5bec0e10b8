package io.tenuto.traceql.lang;

import java.util.List;
import java.util.function.Predicate;

/// What can be said of a query before any span is read.
public final class QueryFacts {
    private QueryFacts() {}

    /// Whether no span can match: every filter is the constant `false`, and there is nothing but filters.
    public static boolean isNoop(Query query) {
        return all(query, QueryFacts::isNoop);
    }

    /// Whether spans cannot be judged one by one: an operator between spansets or an aggregate needs the whole trace.
    public static boolean needsWholeTraces(Query query) {
        return !all(query, element -> !needsWholeTrace(element));
    }

    private static boolean all(Query query, Predicate<PipelineElement> test) {
        return switch (query) {
            case Query.Search search -> test.test(search.pipeline());
            case Query.Metrics metrics -> all(metrics.expression(), test);
        };
    }

    private static boolean all(MetricsExpression expression, Predicate<PipelineElement> test) {
        return switch (expression) {
            case MetricsExpression.Leaf leaf -> test.test(leaf.pipeline());
            case MetricsExpression.Math math -> all(math.left(), test) && all(math.right(), test);
            case MetricsExpression.ScalarMath math -> all(math.expression(), test);
            case MetricsExpression.Staged staged -> all(staged.expression(), test);
        };
    }

    private static boolean isNoop(PipelineElement element) {
        return switch (element) {
            case Pipeline(List<PipelineElement> elements) -> elements.stream().allMatch(QueryFacts::isNoop);
            case SpansetExpression.Filter filter -> filter.condition().equals(Static.FALSE);
            case SpansetExpression.Operation operation ->
                isNoopOperand(operation.left()) && isNoopOperand(operation.right());
            case PipelineElement.GroupBy _,
                    PipelineElement.Coalesce _,
                    PipelineElement.Select _,
                    PipelineElement.ScalarFilter _ -> false;
        };
    }

    private static boolean isNoopOperand(SpansetExpression operand) {
        return !(operand instanceof Pipeline) && isNoop(operand);
    }

    private static boolean needsWholeTrace(PipelineElement element) {
        return switch (element) {
            case Pipeline(List<PipelineElement> elements) -> elements.stream().anyMatch(QueryFacts::needsWholeTrace);
            case SpansetExpression.Operation _, PipelineElement.ScalarFilter _ -> true;
            case SpansetExpression.Filter _,
                    PipelineElement.GroupBy _,
                    PipelineElement.Coalesce _,
                    PipelineElement.Select _ -> false;
        };
    }
}
