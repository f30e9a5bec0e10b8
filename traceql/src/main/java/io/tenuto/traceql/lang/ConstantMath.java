package io.tenuto.traceql.lang;

/// Arithmetic of constants outside filters: integers stay integers, a float makes floats.
final class ConstantMath {
    private ConstantMath() {}

    static Static negated(Static number) {
        return StaticOps.unary(UnaryOperator.NEGATE, number, number);
    }

    /// `at` is the token that errors are reported at.
    static Static combined(BinaryOperator operator, Static left, Static right, Token at) {
        if (left instanceof Static.Duration || right instanceof Static.Duration) {
            throw at.error("duration cannot be used in scalar arithmetic");
        }
        if (operator == BinaryOperator.DIVIDE && StaticOps.toDouble(right) == 0) throw at.error("division by zero");
        return StaticOps.binary(operator, left, right);
    }
}
