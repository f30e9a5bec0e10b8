package io.tenuto.traceql.lang;

/// An operator on one value.
public enum UnaryOperator {
    /// `-x`, numbers only.
    NEGATE,
    /// `!x`, booleans only.
    NOT,
    /// `x != nil`.
    EXISTS,
    /// `x = nil`.
    NOT_EXISTS
}
