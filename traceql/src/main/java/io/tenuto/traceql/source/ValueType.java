package io.tenuto.traceql.source;

/// The physical type of a vector's values. Attributes hold INT, DOUBLE, BOOLEAN and STRING only.
public enum ValueType {
    INT,
    DOUBLE,
    BOOLEAN,
    STRING,
    DURATION
}
