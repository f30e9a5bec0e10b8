package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import java.util.Arrays;

/// Bytes appended in memory; a file that stays there. Not thread safe.
public final class GrowingBytes implements ByteSink {
    private byte[] bytes;
    private int length;

    public GrowingBytes(int capacity) {
        this.bytes = new byte[Math.max(16, capacity)];
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    void put(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    void putIntLittleEndian(int value) {
        put(value);
        put(value >>> 8);
        put(value >>> 16);
        put(value >>> 24);
    }

    void putLongLittleEndian(long value) {
        putIntLittleEndian((int) value);
        putIntLittleEndian((int) (value >>> 32));
    }

    void putVarLong(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    public int length() {
        return length;
    }

    /// The array behind; only the first [#length()] bytes count.
    byte[] array() {
        return bytes;
    }

    public void clear() {
        length = 0;
    }

    /// What was written so far, sharing the array: valid until the next write.
    public ByteSlice slice() {
        return ByteSlice.of(bytes, 0, length);
    }

    /// Room for `count` more bytes.
    void ensure(int count) {
        if (bytes.length - length >= count) return;
        int wanted = Math.addExact(length, count);
        bytes = Arrays.copyOf(bytes, Math.max(wanted, (int) Math.min(Integer.MAX_VALUE - 16L, bytes.length * 2L)));
    }

    /// Counts `count` bytes that were put straight into [#array()].
    void advance(int count) {
        length += count;
    }
}
