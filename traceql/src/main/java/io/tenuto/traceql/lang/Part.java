package io.tenuto.traceql.lang;

/// What the query parser has read so far at one place. Query, filters, scalars, numbers and series share signs and
/// parentheses, so only the operands tell which of them an operator joins.
sealed interface Part {
    enum Kind {
        /// Filters, and operations over filters.
        SPANS,
        /// Parenthesised pipelines, and operations over them.
        WRAPPED,
        /// Any other first element of a pipeline, complete.
        ELEMENT,
        /// Aggregates, and arithmetic over them.
        SCALAR,
        /// Parenthesised pipelines that end in an aggregate, and arithmetic over them.
        PIPELINE_SCALAR,
        /// A comparison of such.
        PIPELINE_FILTER,
        NUMBER,
        /// Metrics sub-queries, and arithmetic over them.
        SERIES
    }

    Kind kind();

    record Spans(SpansetExpression expression) implements Part {
        @Override
        public Kind kind() {
            return Kind.SPANS;
        }
    }

    record Wrapped(SpansetExpression expression) implements Part {
        @Override
        public Kind kind() {
            return Kind.WRAPPED;
        }
    }

    record Element(PipelineElement element) implements Part {
        @Override
        public Kind kind() {
            return Kind.ELEMENT;
        }
    }

    record Scalar(ScalarExpression expression) implements Part {
        @Override
        public Kind kind() {
            return Kind.SCALAR;
        }
    }

    record PipelineScalar(ScalarExpression expression) implements Part {
        @Override
        public Kind kind() {
            return Kind.PIPELINE_SCALAR;
        }
    }

    record PipelineFilter(PipelineElement.ScalarFilter filter) implements Part {
        @Override
        public Kind kind() {
            return Kind.PIPELINE_FILTER;
        }
    }

    record Number(Static value) implements Part {
        @Override
        public Kind kind() {
            return Kind.NUMBER;
        }
    }

    record Series(MetricsExpression expression) implements Part {
        @Override
        public Kind kind() {
            return Kind.SERIES;
        }
    }
}
