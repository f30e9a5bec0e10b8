package io.tenuto.traceql.lang;

/// Which types may meet in an expression; the same rules hold for validation and at run time.
final class Typing {
    private Typing() {}

    static StaticType impliedType(FieldExpression expression) {
        return switch (expression) {
            case Static value -> value.type();
            case Attribute _ -> StaticType.ATTRIBUTE;
            case IntrinsicField intrinsic -> intrinsic.type();
            case FieldExpression.Binary(BinaryOperator operator, FieldExpression left, FieldExpression right) -> {
                if (operator.isBoolean()) yield StaticType.BOOL;
                StaticType type = impliedType(left);
                yield type == StaticType.ATTRIBUTE ? impliedType(right) : type;
            }
            case FieldExpression.Unary(UnaryOperator operator, FieldExpression operand) ->
                switch (operator) {
                    case EXISTS, NOT_EXISTS -> StaticType.BOOL;
                    case NEGATE, NOT -> impliedType(operand);
                };
        };
    }

    /// Whether operands of these types may stand on the two sides of one operator.
    static boolean match(StaticType left, StaticType right) {
        if (left == StaticType.ATTRIBUTE || right == StaticType.ATTRIBUTE) return true;
        if (left == right) return true;
        if (left == StaticType.NIL || right == StaticType.NIL) return true;
        if (left.isArray() && right.isArray()) return false;
        StaticType leftElement = left.element();
        StaticType rightElement = right.element();
        return leftElement == rightElement || (leftElement.isNumeric() && rightElement.isNumeric());
    }

    /// Whether an operand of this type may stand beside `operator`.
    static boolean allows(StaticType type, BinaryOperator operator) {
        return switch (type) {
            case ATTRIBUTE -> true;
            case NIL, STATUS, KIND -> operator.kind() == BinaryOperator.Kind.EQUALITY;
            case BOOL, BOOLS ->
                operator.kind() == BinaryOperator.Kind.LOGICAL
                        || operator.kind() == BinaryOperator.Kind.EQUALITY
                        || isMembership(operator);
            case INT, FLOAT, DURATION, INTS, FLOATS ->
                operator.kind() == BinaryOperator.Kind.ARITHMETIC
                        || operator.kind() == BinaryOperator.Kind.EQUALITY
                        || operator.kind() == BinaryOperator.Kind.ORDERING
                        || isMembership(operator);
            case STRING, STRINGS ->
                operator.kind() != BinaryOperator.Kind.ARITHMETIC && operator.kind() != BinaryOperator.Kind.LOGICAL;
        };
    }

    static boolean allows(StaticType type, UnaryOperator operator) {
        return switch (operator) {
            case EXISTS, NOT_EXISTS -> true;
            case NEGATE -> type == StaticType.ATTRIBUTE || type.isNumeric();
            case NOT -> type == StaticType.ATTRIBUTE || type == StaticType.BOOL;
        };
    }

    private static boolean isMembership(BinaryOperator operator) {
        return operator == BinaryOperator.IN || operator == BinaryOperator.NOT_IN;
    }
}
