package io.tenuto.parquet;

import io.tenuto.base.Check;

/// How the values of a leaf are stored; the order is that of the format's own numbers.
public enum PhysicalType {
    BOOLEAN,
    INT32,
    INT64,
    INT96,
    FLOAT,
    DOUBLE,
    BYTE_ARRAY,
    FIXED;

    private static final PhysicalType[] ALL = values();

    static PhysicalType of(int code) {
        Check.data(code >= 0 && code < ALL.length, "physical type %s", code);
        return ALL[code];
    }
}
