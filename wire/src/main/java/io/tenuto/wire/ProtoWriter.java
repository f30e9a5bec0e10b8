package io.tenuto.wire;

import io.tenuto.base.ByteSlice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes protobuf into a growing buffer. Used by one thread; the buffer may be reused after [#clear].
///
/// Nested messages: `int mark = writer.begin(field); …; writer.end(mark)`. The length gets one byte at first; messages
/// of 128 bytes and more are moved once to make room.
public final class ProtoWriter {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] array;
    private int size;

    public ProtoWriter() {
        this(1024);
    }

    public ProtoWriter(int capacity) {
        array = new byte[Math.max(16, capacity)];
    }

    public void clear() {
        size = 0;
    }

    public int size() {
        return size;
    }

    /// The bytes written so far, as a copy.
    public ByteSlice toSlice() {
        return ByteSlice.of(Arrays.copyOf(array, size));
    }

    /// The bytes written so far, valid until the next write or clear.
    public ByteSlice view() {
        return ByteSlice.of(array, 0, size);
    }

    public void varint(int field, long value) {
        tag(field, ProtoReader.VARINT);
        rawVarint(value);
    }

    /// Leaves the field out when it has its default value.
    public void varintIfSet(int field, long value) {
        if (value != 0) varint(field, value);
    }

    public void bool(int field, boolean value) {
        varint(field, value ? 1 : 0);
    }

    public void fixed64(int field, long value) {
        tag(field, ProtoReader.FIXED64);
        reserve(8);
        LONGS.set(array, size, value);
        size += 8;
    }

    public void fixed64IfSet(int field, long value) {
        if (value != 0) fixed64(field, value);
    }

    public void fixed32(int field, int value) {
        tag(field, ProtoReader.FIXED32);
        reserve(4);
        INTS.set(array, size, value);
        size += 4;
    }

    public void doubleValue(int field, double value) {
        fixed64(field, Double.doubleToRawLongBits(value));
    }

    public void bytes(int field, byte[] source, int offset, int length) {
        tag(field, ProtoReader.BYTES);
        rawVarint(length);
        raw(source, offset, length);
    }

    public void bytes(int field, ByteSlice value) {
        bytes(field, value.array(), value.offset(), value.length());
    }

    public void bytesIfSet(int field, ByteSlice value) {
        if (!value.isEmpty()) bytes(field, value);
    }

    public void text(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        bytes(field, utf8, 0, utf8.length);
    }

    public void textIfSet(int field, String value) {
        if (!value.isEmpty()) text(field, value);
    }

    /// Bytes that are already protobuf.
    public void raw(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
    }

    public void raw(ByteSlice encoded) {
        raw(encoded.array(), encoded.offset(), encoded.length());
    }

    /// Begins a nested message; hand the result to [#end].
    public int begin(int field) {
        tag(field, ProtoReader.BYTES);
        reserve(5);
        size += 1;
        return size;
    }

    /// Ends the message that began at `mark`.
    public void end(int mark) {
        int length = size - mark;
        int lengthBytes = varintSize(length);
        if (lengthBytes > 1) {
            reserve(lengthBytes - 1);
            System.arraycopy(array, mark, array, mark + lengthBytes - 1, length);
            size += lengthBytes - 1;
        }
        int at = mark - 1;
        int rest = length;
        while (rest > 0x7F) {
            array[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[at] = (byte) rest;
    }

    private void tag(int field, int wireType) {
        rawVarint((long) field << 3 | wireType);
    }

    private void rawVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    private static int varintSize(int value) {
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    private void reserve(int more) {
        if (array.length - size < more) array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
    }
}
