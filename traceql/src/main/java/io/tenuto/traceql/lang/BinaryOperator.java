package io.tenuto.traceql.lang;

/// An operator between two values. The last four come from rewrites only and have a literal array on the right.
public enum BinaryOperator {
    ADD("+", Kind.ARITHMETIC),
    SUBTRACT("-", Kind.ARITHMETIC),
    MULTIPLY("*", Kind.ARITHMETIC),
    DIVIDE("/", Kind.ARITHMETIC),
    MODULO("%", Kind.ARITHMETIC),
    POWER("^", Kind.ARITHMETIC),
    EQUAL("=", Kind.EQUALITY),
    NOT_EQUAL("!=", Kind.EQUALITY),
    LESS("<", Kind.ORDERING),
    LESS_EQUAL("<=", Kind.ORDERING),
    GREATER(">", Kind.ORDERING),
    GREATER_EQUAL(">=", Kind.ORDERING),
    REGEX("=~", Kind.MATCH),
    NOT_REGEX("!~", Kind.MATCH),
    AND("&&", Kind.LOGICAL),
    OR("||", Kind.LOGICAL),
    IN("IN", Kind.SET),
    NOT_IN("NOT IN", Kind.SET),
    MATCH_ANY("MATCH ANY", Kind.SET),
    MATCH_NONE("MATCH NONE", Kind.SET);

    /// What the operator does with its operands.
    public enum Kind {
        ARITHMETIC,
        EQUALITY,
        ORDERING,
        MATCH,
        LOGICAL,
        SET
    }

    private final String symbol;
    private final Kind kind;

    BinaryOperator(String symbol, Kind kind) {
        this.symbol = symbol;
        this.kind = kind;
    }

    public String symbol() {
        return symbol;
    }

    public Kind kind() {
        return kind;
    }

    /// Whether the result is a boolean.
    public boolean isBoolean() {
        return kind != Kind.ARITHMETIC;
    }

    /// For arrays: true when all elements must satisfy it, not just one.
    public boolean holdsForAll() {
        return this == NOT_EQUAL || this == NOT_REGEX || this == NOT_IN || this == MATCH_NONE;
    }

    /// The operator that gives the same answer with the operands swapped, for comparisons.
    public BinaryOperator mirrored() {
        return switch (this) {
            case LESS -> GREATER;
            case LESS_EQUAL -> GREATER_EQUAL;
            case GREATER -> LESS;
            case GREATER_EQUAL -> LESS_EQUAL;
            default -> this;
        };
    }
}
