package io.tenuto.traceql.lang;

/// One number per spanset.
public sealed interface ScalarExpression {
    default String canonical() {
        return Printer.print(this);
    }

    /// An aggregate over the spans of a spanset.
    sealed interface Aggregate extends ScalarExpression {}

    record Count() implements Aggregate {}

    record Fold(FoldFunction function, FieldExpression of) implements Aggregate {}

    record Constant(Static value) implements ScalarExpression {}

    /// Arithmetic between scalars. Parses, and validation rejects it.
    record Operation(BinaryOperator operator, ScalarExpression left, ScalarExpression right)
            implements ScalarExpression {}

    /// A parenthesised pipeline that ends in an aggregate. Parses, and validation rejects it.
    record OfPipeline(Pipeline pipeline, Aggregate aggregate) implements ScalarExpression {}

    /// Aggregates that take an expression.
    enum FoldFunction {
        MAX("max"),
        MIN("min"),
        AVG("avg"),
        SUM("sum");

        private final String text;

        FoldFunction(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}
