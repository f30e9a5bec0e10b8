package io.tenuto.blocks.segment;

import io.tenuto.traceql.source.PruneCondition;

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

    /// Whether values are held as numbers.
    boolean isNumber() {
        return this == INT || this == DOUBLE || this == BOOLEAN;
    }

    /// Whether a value held so can satisfy the condition at all; of ODD, arrays may hold anything.
    public boolean fits(PruneCondition condition) {
        return switch (condition) {
            case PruneCondition.NumberBetween _ -> this == INT || this == DOUBLE || this == ODD;
            case PruneCondition.StringIn _, PruneCondition.StringMatches _ -> this == STRING || this == ODD;
            case PruneCondition.Present _ -> this != NONE;
        };
    }
}
