package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;

/// Values of one column without the absent ones, or entry by entry where a method says so. Arrays may be longer than
/// `count`, are shared, and are read, never written.
public sealed interface Values {
    int count();

    /// BOOLEAN: bit i of the words is value i.
    record Booleans(long[] words, int count) implements Values {}

    /// INT32 (sign-extended) and INT64.
    record Longs(long[] values, int count) implements Values {}

    /// DOUBLE and FLOAT.
    record Doubles(double[] values, int count) implements Values {}

    /// BYTE_ARRAY: value i is `heap[starts[i], starts[i + 1])`.
    record Bytes(byte[] heap, int[] starts, int count) implements Values {
        public ByteSlice value(int index) {
            return ByteSlice.of(heap, starts[index], starts[index + 1] - starts[index]);
        }
    }

    /// FIXED and INT96: value i is `width` bytes from `offset + i * width`.
    record Fixed(byte[] heap, int offset, int width, int count) implements Values {}

    /// Value i is value `ids[i]` of the dictionary.
    record Coded(int[] ids, int count, Values dictionary) implements Values {}
}
