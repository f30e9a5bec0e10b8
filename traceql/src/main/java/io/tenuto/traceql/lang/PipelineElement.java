package io.tenuto.traceql.lang;

import java.util.List;

/// One step of a pipeline: maps the spansets of a trace to spansets.
public sealed interface PipelineElement
        permits SpansetExpression,
                PipelineElement.GroupBy,
                PipelineElement.Coalesce,
                PipelineElement.Select,
                PipelineElement.ScalarFilter {

    default String canonical() {
        return Printer.print(this);
    }

    /// Splits each spanset by the value of an expression.
    record GroupBy(FieldExpression by) implements PipelineElement {}

    /// Merges all spansets of the trace into one.
    record Coalesce() implements PipelineElement {}

    /// Attaches attributes to the spans returned. At least one.
    record Select(List<FieldReference> attributes) implements PipelineElement {
        public Select {
            attributes = List.copyOf(attributes);
        }
    }

    /// Keeps the spansets whose aggregate compares true. After validation `left` is an [ScalarExpression.Aggregate] and
    /// `right` a [ScalarExpression.Constant].
    record ScalarFilter(BinaryOperator operator, ScalarExpression left, ScalarExpression right)
            implements PipelineElement {}
}
