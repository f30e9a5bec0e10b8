package io.tenuto.traceql.lang;

import io.tenuto.traceql.lang.Part.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which operators join which parts of a query, how tightly, and what may stand on their right.
final class Operators {
    static final int NONE = 0;
    static final int LOGICAL = 2;
    static final int COMPARISON = 3;
    static final int ADDITIVE = 4;
    private static final int MULTIPLICATIVE = 6;
    private static final int POWER = 7;
    /// Above all operators: none is read.
    static final int NO_OPERATOR = 8;

    private static final Set<Kind> SCALARS = EnumSet.of(Kind.SCALAR, Kind.NUMBER);

    private Operators() {}

    /// How tightly the token binds; NONE if it is no operator.
    static int level(TokenKind kind) {
        return switch (kind) {
            case AND, OR -> LOGICAL;
            case PLUS, MINUS -> ADDITIVE;
            case STAR, SLASH, PERCENT -> MULTIPLICATIVE;
            case CARET -> POWER;
            default -> comparison(kind) != null || spanset(kind) != null ? COMPARISON : NONE;
        };
    }

    /// The level that the right operand must reach.
    static int rightLevel(TokenKind kind) {
        return kind == TokenKind.CARET ? POWER : level(kind) + 1;
    }

    /// What may stand on the right of `operator` after `left`; empty if the operator cannot follow at all.
    static Set<Kind> rightOf(Kind left, TokenKind operator, Set<Kind> allowed) {
        boolean isArithmetic = arithmetic(operator) != null;
        boolean isComparison = comparison(operator) != null;
        boolean isMetricsMath = isArithmetic && operator != TokenKind.PERCENT && operator != TokenKind.CARET;
        return switch (left) {
            case SPANS, WRAPPED -> spanset(operator) != null ? EnumSet.of(left) : EnumSet.noneOf(Kind.class);
            case SCALAR -> {
                boolean mayCompare = isComparison && allowed.contains(Kind.ELEMENT);
                yield isArithmetic || mayCompare ? SCALARS : EnumSet.noneOf(Kind.class);
            }
            case PIPELINE_SCALAR -> {
                if (isComparison && allowed.contains(Kind.PIPELINE_FILTER))
                    yield EnumSet.of(Kind.PIPELINE_SCALAR, Kind.NUMBER);
                yield isArithmetic ? EnumSet.of(Kind.PIPELINE_SCALAR) : EnumSet.noneOf(Kind.class);
            }
            case NUMBER -> {
                Set<Kind> right = EnumSet.noneOf(Kind.class);
                // A constant alone knows four operators; those of scalars join it only with a scalar.
                boolean mayCompute = isMetricsMath || (isArithmetic && allowed.contains(Kind.SCALAR));
                if (mayCompute || (isComparison && allowed.contains(Kind.ELEMENT))) {
                    right.add(Kind.NUMBER);
                    if (allowed.contains(Kind.SCALAR)) right.add(Kind.SCALAR);
                }
                if (isMetricsMath && allowed.contains(Kind.SERIES)) right.add(Kind.SERIES);
                yield right;
            }
            case SERIES -> isMetricsMath ? EnumSet.of(Kind.SERIES, Kind.NUMBER) : EnumSet.noneOf(Kind.class);
            case ELEMENT, PIPELINE_FILTER -> EnumSet.noneOf(Kind.class);
        };
    }

    static @Nullable BinaryOperator arithmetic(TokenKind kind) {
        return switch (kind) {
            case PLUS -> BinaryOperator.ADD;
            case MINUS -> BinaryOperator.SUBTRACT;
            case STAR -> BinaryOperator.MULTIPLY;
            case SLASH -> BinaryOperator.DIVIDE;
            case PERCENT -> BinaryOperator.MODULO;
            case CARET -> BinaryOperator.POWER;
            default -> null;
        };
    }

    static @Nullable BinaryOperator comparison(TokenKind kind) {
        return switch (kind) {
            case EQUAL -> BinaryOperator.EQUAL;
            case NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
            case LESS -> BinaryOperator.LESS;
            case LESS_EQUAL -> BinaryOperator.LESS_EQUAL;
            case GREATER -> BinaryOperator.GREATER;
            case GREATER_EQUAL -> BinaryOperator.GREATER_EQUAL;
            default -> null;
        };
    }

    static @Nullable SpansetOperator spanset(TokenKind kind) {
        return switch (kind) {
            case AND -> SpansetOperator.AND;
            case OR -> SpansetOperator.UNION;
            case GREATER -> SpansetOperator.CHILD;
            case LESS -> SpansetOperator.PARENT;
            case DESCENDANT -> SpansetOperator.DESCENDANT;
            case ANCESTOR -> SpansetOperator.ANCESTOR;
            case TILDE -> SpansetOperator.SIBLING;
            case NOT_CHILD -> SpansetOperator.NOT_CHILD;
            case NOT_PARENT -> SpansetOperator.NOT_PARENT;
            case NOT_DESCENDANT -> SpansetOperator.NOT_DESCENDANT;
            case NOT_ANCESTOR -> SpansetOperator.NOT_ANCESTOR;
            case NOT_TILDE -> SpansetOperator.NOT_SIBLING;
            case UNION_CHILD -> SpansetOperator.UNION_CHILD;
            case UNION_PARENT -> SpansetOperator.UNION_PARENT;
            case UNION_DESCENDANT -> SpansetOperator.UNION_DESCENDANT;
            case UNION_ANCESTOR -> SpansetOperator.UNION_ANCESTOR;
            case UNION_SIBLING -> SpansetOperator.UNION_SIBLING;
            default -> null;
        };
    }
}
