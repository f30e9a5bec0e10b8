package io.tenuto.traceql.lang;

import org.jspecify.annotations.Nullable;

/// Yields at most one spanset from each spanset it gets: a filter, an operation between two, a parenthesised pipeline.
public sealed interface SpansetExpression extends PipelineElement
        permits Pipeline, SpansetExpression.Filter, SpansetExpression.Operation {

    /// Keeps the spans for which `condition` is exactly true.
    record Filter(FieldExpression condition) implements SpansetExpression {}

    /// Combines the spansets that `left` and `right` make of the same input. Operands are all filters and operations
    /// over filters, or all pipelines and operations over pipelines.
    record Operation(SpansetOperator operator, SpansetExpression left, SpansetExpression right)
            implements SpansetExpression {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Operation that
                    && operator == that.operator
                    && left.equals(that.left)
                    && right.equals(that.right);
        }

        @Override
        public int hashCode() {
            return (operator.ordinal() * 31 + left.hashCode()) * 31 + right.hashCode();
        }
    }
}
