package io.tenuto.traceql.source;

/// What one entry of a column belongs to.
public enum RowKind {
    SPAN,
    EVENT,
    LINK
}
