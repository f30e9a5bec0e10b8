package io.tenuto.traceql.lang;

import java.util.ArrayList;
import java.util.List;

/// Operators on values: what an expression means, once its attributes are known. Pure.
///
/// Constant folding uses it, and every engine must agree with it. A nil operand, types that do not match, or an
/// operator that a type does not know make the result `false`, without an error. A missing attribute is nil.
/// Source: docs/traceql-differences.md for the choices.
public final class StaticOps {
    private StaticOps() {}

    /// Evaluates `left operator right`.
    ///
    /// @throws TraceQlException on integer division by zero and on operators that arrays do not have
    public static Static binary(BinaryOperator operator, Static left, Static right) {
        if (operator.kind() == BinaryOperator.Kind.LOGICAL) return bool(logical(operator, left, right));
        if (operator.kind() == BinaryOperator.Kind.SET) return bool(membership(operator, left, right));
        if (left.type() == StaticType.NIL || right.type() == StaticType.NIL) return Static.FALSE;
        if (!Typing.match(left.type(), right.type())) return Static.FALSE;
        if (!Typing.allows(left.type(), operator) || !Typing.allows(right.type(), operator)) return Static.FALSE;
        if (left.type().isArray() || right.type().isArray()) return bool(withArray(operator, left, right));
        return scalar(operator, left, right);
    }

    /// Evaluates a unary operator. `!` and `-` of nil are nil.
    ///
    /// @throws TraceQlException if the type does not have the operator; the message names `expression`
    public static Static unary(UnaryOperator operator, Static operand, FieldExpression expression) {
        return switch (operator) {
            case EXISTS -> bool(operand.type() != StaticType.NIL);
            case NOT_EXISTS -> bool(operand.type() == StaticType.NIL);
            case NOT -> inverted(operand, expression);
            case NEGATE -> negated(operand, expression);
        };
    }

    private static Static inverted(Static operand, FieldExpression expression) {
        return switch (operand) {
            case Static.Bool(boolean value) -> bool(!value);
            case Static.Nil _ -> operand;
            default -> throw unexpected("boolean", expression, operand);
        };
    }

    private static Static negated(Static operand, FieldExpression expression) {
        return switch (operand) {
            case Static.Int(long value) -> new Static.Int(-value);
            case Static.Float(double value) -> new Static.Float(-value);
            case Static.Duration(long nanos) -> new Static.Duration(-nanos);
            case Static.Nil _ -> operand;
            default -> throw unexpected("numeric", expression, operand);
        };
    }

    /// Whether two values are equal: numbers across int, float and duration; nil is equal to nothing.
    public static boolean areEqual(Static left, Static right) {
        if (left.type() == StaticType.NIL || right.type() == StaticType.NIL) return false;
        if (left.type().isNumeric() && right.type().isNumeric()) {
            if (left.type() == StaticType.FLOAT || right.type() == StaticType.FLOAT) {
                return toDouble(left) == toDouble(right);
            }
            return toLong(left) == toLong(right);
        }
        return left.equals(right);
    }

    /// Whether two values are unequal: as [#areEqual], nil is unequal to nothing either.
    public static boolean areUnequal(Static left, Static right) {
        if (left.type() == StaticType.NIL || right.type() == StaticType.NIL) return false;
        return !areEqual(left, right);
    }

    /// A total order: numbers by value, equal types by their values (arrays element by element), else by type.
    public static int compare(Static left, Static right) {
        if (left.type().isNumeric() && right.type().isNumeric()) {
            return left.type() == StaticType.FLOAT || right.type() == StaticType.FLOAT
                    ? Double.compare(toDouble(left), toDouble(right))
                    : Long.compare(toLong(left), toLong(right));
        }
        if (left.type() != right.type()) return left.type().compareTo(right.type());
        if (left.type().isArray()) return compareElements(elements(left), elements(right));
        return switch (left) {
            case Static.Text(String text) -> compareText(text, ((Static.Text) right).value());
            case Static.Bool(boolean value) -> Boolean.compare(value, ((Static.Bool) right).value());
            case Static.Status(Static.StatusValue value) -> value.compareTo(((Static.Status) right).value());
            case Static.Kind(Static.KindValue value) -> value.compareTo(((Static.Kind) right).value());
            default -> 0;
        };
    }

    private static int compareElements(List<Static> left, List<Static> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = compare(left.get(i), right.get(i));
            if (order != 0) return order;
        }
        return Integer.compare(left.size(), right.size());
    }

    /// `base` to the power of `exponent` over doubles, cut to an integer; what does not fit is the least integer.
    public static long power(long base, long exponent) {
        double result = Math.pow(base, exponent);
        return result >= -0x1p63 && result < 0x1p63 ? (long) result : Long.MIN_VALUE;
    }

    /// The order of strings: by Unicode code point, which is also the order of their UTF-8 bytes.
    public static int compareText(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a == b) continue;
            // A surrogate stands for a code point above every other char, though its own value is below some.
            boolean aIsSurrogate = Character.isSurrogate(a);
            boolean bIsSurrogate = Character.isSurrogate(b);
            if (aIsSurrogate != bIsSurrogate) return aIsSurrogate ? 1 : -1;
            return Character.compare(a, b);
        }
        return Integer.compare(left.length(), right.length());
    }

    /// The number as a double, nanoseconds for durations.
    public static double toDouble(Static number) {
        return switch (number) {
            case Static.Int(long value) -> value;
            case Static.Float(double value) -> value;
            case Static.Duration(long nanos) -> nanos;
            default -> Double.NaN;
        };
    }

    /// The elements of an array as scalars; a scalar alone.
    public static List<Static> elements(Static value) {
        List<Static> elements = new ArrayList<>();
        switch (value) {
            case Static.Ints(List<Long> values) -> values.forEach(v -> elements.add(new Static.Int(v)));
            case Static.Floats(List<Double> values) -> values.forEach(v -> elements.add(new Static.Float(v)));
            case Static.Texts(List<String> values) -> values.forEach(v -> elements.add(new Static.Text(v)));
            case Static.Bools(List<Boolean> values) -> values.forEach(v -> elements.add(new Static.Bool(v)));
            default -> elements.add(value);
        }
        return elements;
    }

    private static Static bool(boolean value) {
        return value ? Static.TRUE : Static.FALSE;
    }

    private static boolean logical(BinaryOperator operator, Static left, Static right) {
        boolean leftHolds = left.equals(Static.TRUE);
        boolean rightHolds = right.equals(Static.TRUE);
        return operator == BinaryOperator.AND ? leftHolds && rightHolds : leftHolds || rightHolds;
    }

    private static boolean membership(BinaryOperator operator, Static left, Static right) {
        if (left.type() == StaticType.NIL || right.type() == StaticType.NIL) return false;
        if (!right.type().isArray()) throw evaluation("array operators require array on the right side");
        boolean isRegex = operator == BinaryOperator.MATCH_ANY || operator == BinaryOperator.MATCH_NONE;
        if (isRegex && (left.type().element() != StaticType.STRING || right.type() != StaticType.STRINGS)) return false;
        if (!Typing.match(left.type().element(), right.type())) return false;
        BinaryOperator one = isRegex ? BinaryOperator.REGEX : BinaryOperator.EQUAL;
        boolean anyHolds = false;
        for (Static element : elements(left)) {
            for (Static candidate : elements(right)) {
                anyHolds |= scalar(one, element, candidate).equals(Static.TRUE);
            }
        }
        return anyHolds != operator.holdsForAll();
    }

    private static boolean withArray(BinaryOperator operator, Static left, Static right) {
        if (left.type().isArray() && right.type().isArray()) {
            throw evaluation("array operators must consist of a scalar and an array operand");
        }
        if (operator.kind() == BinaryOperator.Kind.ARITHMETIC) throw evaluation("unsupported operation");
        boolean isArrayLeft = left.type().isArray();
        BinaryOperator elementwise = isArrayLeft ? operator : operator.mirrored();
        Static array = isArrayLeft ? left : right;
        Static single = isArrayLeft ? right : left;
        boolean all = true;
        boolean any = false;
        for (Static element : elements(array)) {
            // Of a regex the elements are the texts and the scalar is the pattern, whichever side they stand on.
            boolean holds = scalar(elementwise, element, single).equals(Static.TRUE);
            all &= holds;
            any |= holds;
        }
        return operator.holdsForAll() ? all : any;
    }

    private static Static scalar(BinaryOperator operator, Static left, Static right) {
        return switch (operator.kind()) {
            case EQUALITY -> bool((operator == BinaryOperator.EQUAL) == areEqual(left, right));
            case ORDERING -> bool(ordered(operator, left, right));
            case MATCH -> bool(matches(left, right) == (operator == BinaryOperator.REGEX));
            case ARITHMETIC -> arithmetic(operator, left, right);
            case LOGICAL, SET -> binary(operator, left, right);
        };
    }

    private static boolean matches(Static text, Static pattern) {
        return text instanceof Static.Text(String value)
                && pattern instanceof Static.Text(String regex)
                && Regexes.compile(regex).matches(value);
    }

    private static boolean ordered(BinaryOperator operator, Static left, Static right) {
        if (left instanceof Static.Text(String leftText) && right instanceof Static.Text(String rightText)) {
            return ordered(operator, compareText(leftText, rightText));
        }
        if (left.type() == StaticType.INT && right.type() == StaticType.INT) {
            return ordered(operator, Long.compare(toLong(left), toLong(right)));
        }
        double a = toDouble(left);
        double b = toDouble(right);
        return switch (operator) {
            case LESS -> a < b;
            case LESS_EQUAL -> a <= b;
            case GREATER -> a > b;
            case GREATER_EQUAL -> a >= b;
            default -> false;
        };
    }

    private static boolean ordered(BinaryOperator operator, int order) {
        return switch (operator) {
            case LESS -> order < 0;
            case LESS_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_EQUAL -> order >= 0;
            default -> false;
        };
    }

    private static Static arithmetic(BinaryOperator operator, Static left, Static right) {
        if (left instanceof Static.Int(long a) && right instanceof Static.Int(long b)) {
            return new Static.Int(
                    switch (operator) {
                        case ADD -> a + b;
                        case SUBTRACT -> a - b;
                        case MULTIPLY -> a * b;
                        case DIVIDE -> a / nonZero(b, "division by zero");
                        case MODULO -> a % nonZero(b, "modulo by zero");
                        default -> power(a, b);
                    });
        }
        double a = toDouble(left);
        double b = toDouble(right);
        return new Static.Float(
                switch (operator) {
                    case ADD -> a + b;
                    case SUBTRACT -> a - b;
                    case MULTIPLY -> a * b;
                    case DIVIDE -> a / b;
                    case MODULO -> a % b;
                    default -> Math.pow(a, b);
                });
    }

    private static long nonZero(long divisor, String message) {
        if (divisor == 0) throw evaluation(message);
        return divisor;
    }

    private static long toLong(Static number) {
        return switch (number) {
            case Static.Int(long value) -> value;
            case Static.Duration(long nanos) -> nanos;
            default -> 0;
        };
    }

    private static TraceQlException unexpected(String wanted, FieldExpression expression, Static got) {
        return evaluation("expression (%s) expected a %s, but got %s"
                .formatted(expression.canonical(), wanted, got.type().errorText()));
    }

    private static TraceQlException evaluation(String message) {
        return new TraceQlException(TraceQlException.Stage.EVALUATE, message);
    }
}
