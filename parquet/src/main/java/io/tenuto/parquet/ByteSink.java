package io.tenuto.parquet;

/// Takes a file's bytes in order. The array may be changed by the caller afterwards.
@FunctionalInterface
public interface ByteSink {
    void write(byte[] bytes, int offset, int length);
}
