package io.tenuto.traceql.lang;

import java.util.List;

/// Yields series.
public sealed interface MetricsExpression {
    default String canonical() {
        return Printer.print(this);
    }

    /// One sub-query: spans of a pipeline, aggregated. Its stages apply to its own series.
    record Leaf(Pipeline pipeline, MetricsAggregation aggregation, List<SecondStage> stages)
            implements MetricsExpression {
        public Leaf {
            stages = List.copyOf(stages);
        }
    }

    /// Arithmetic between the series of two expressions; `operator` is one of + - * /.
    record Math(BinaryOperator operator, MetricsExpression left, MetricsExpression right)
            implements MetricsExpression {}

    /// Arithmetic with a number, which is an int or a float; `operator` is one of + - * /.
    record ScalarMath(BinaryOperator operator, MetricsExpression expression, Static number, Side numberSide)
            implements MetricsExpression {}

    /// Stages on the result of arithmetic.
    record Staged(MetricsExpression expression, List<SecondStage> stages) implements MetricsExpression {
        public Staged {
            stages = List.copyOf(stages);
        }
    }

    enum Side {
        LEFT,
        RIGHT
    }
}
