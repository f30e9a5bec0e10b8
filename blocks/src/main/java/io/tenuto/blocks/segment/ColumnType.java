package io.tenuto.blocks.segment;

/// How a segment holds an attribute's value.
public enum ColumnType {
    STRING,
    INT,
    DOUBLE,
    BOOLEAN,
    /// Everything else, as the encoded AnyValue: arrays, key-value lists, bytes, values without a kind.
    ODD,
    /// A key without any value.
    NONE;

    static final ColumnType[] ALL = values();
}
