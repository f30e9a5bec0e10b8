package io.tenuto.parquet;

/// What a leaf's values mean to a reader; only for writing, our reader goes by physical types.
public enum Annotation {
    NONE,
    UTF8,
    TIMESTAMP_NANOS,
    UINT32,
    UINT64,
    INT32,
    INT64
}
