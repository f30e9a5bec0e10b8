package io.tenuto.traceql.lang;

/// Builds expressions, computing those that hold no reference. Invalid ones stay as written, for the validator to name.
final class Folding {
    private Folding() {}

    static FieldExpression binary(BinaryOperator operator, FieldExpression left, FieldExpression right) {
        FieldExpression whole = new FieldExpression.Binary(operator, left, right);
        if (!(left instanceof Static a) || !(right instanceof Static b)) return whole;
        if (!Validation.isValid(whole)) return whole;
        try {
            return StaticOps.binary(operator, a, b);
        } catch (TraceQlException _) {
            // Fails when it runs, as division by zero does: then, and only if it runs, the caller is told.
            return whole;
        }
    }

    static FieldExpression unary(UnaryOperator operator, FieldExpression operand) {
        FieldExpression whole = new FieldExpression.Unary(operator, operand);
        if (!(operand instanceof Static value) || !Typing.allows(value.type(), operator)) return whole;
        return StaticOps.unary(operator, value, whole);
    }
}
