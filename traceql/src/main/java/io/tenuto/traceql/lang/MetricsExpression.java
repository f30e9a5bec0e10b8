package io.tenuto.traceql.lang;

import java.util.List;
import org.jspecify.annotations.Nullable;

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
    record Math(BinaryOperator operator, MetricsExpression left, MetricsExpression right) implements MetricsExpression {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Math that
                    && operator == that.operator
                    && left.equals(that.left)
                    && right.equals(that.right);
        }

        @Override
        public int hashCode() {
            return (operator.ordinal() * 31 + left.hashCode()) * 31 + right.hashCode();
        }
    }

    /// Arithmetic with a number, which is an int or a float; `operator` is one of + - * /.
    record ScalarMath(BinaryOperator operator, MetricsExpression expression, Static number, Side numberSide)
            implements MetricsExpression {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ScalarMath that
                    && operator == that.operator
                    && number.equals(that.number)
                    && numberSide == that.numberSide
                    && expression.equals(that.expression);
        }

        @Override
        public int hashCode() {
            return ((operator.ordinal() * 31 + number.hashCode()) * 31 + numberSide.ordinal()) * 31
                    + expression.hashCode();
        }
    }

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
