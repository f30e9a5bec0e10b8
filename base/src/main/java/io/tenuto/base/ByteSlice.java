package io.tenuto.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A range of bytes of an array, not copied. Whoever makes one must not change the bytes while others may read them.
///
/// Equal by content; ordered as unsigned bytes, which for UTF-8 is code point order.
public final class ByteSlice implements Comparable<ByteSlice> {
    public static final ByteSlice EMPTY = new ByteSlice(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private ByteSlice(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// The whole of `array`.
    public static ByteSlice of(byte[] array) {
        return new ByteSlice(array, 0, array.length);
    }

    public static ByteSlice of(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return new ByteSlice(array, offset, length);
    }

    public static ByteSlice utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] array() {
        return array;
    }

    /// Where the slice starts in [#array()].
    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public byte at(int index) {
        return array[offset + Objects.checkIndex(index, length)];
    }

    /// Bytes `[from, to)` of this slice, sharing the array.
    public ByteSlice slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return new ByteSlice(array, offset + from, to - from);
    }

    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /// A slice with an array of its own, for keeping.
    public ByteSlice copy() {
        return of(toByteArray());
    }

    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice();
    }

    /// The bytes as UTF-8 text; malformed input becomes U+FFFD.
    public String toUtf8() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(ByteSlice other) {
        return Arrays.compareUnsigned(
                array, offset, offset + length, other.array, other.offset, other.offset + other.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ByteSlice that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) hash = 31 * hash + array[i];
        return hash;
    }

    @Override
    public String toString() {
        return length <= 64 ? toUtf8() : toUtf8().substring(0, 32) + "… (" + length + " bytes)";
    }
}
