package io.tenuto.wire;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Walks one protobuf message. A cursor over bytes of somebody else; nested messages are walked by other cursors.
///
/// Usage: `while (reader.next()) switch (reader.field()) { case 1 -> reader.bytes(...); default -> reader.skip(); }`.
/// Every method throws [CorruptDataException] where the bytes contradict the format. Used by one thread.
public final class ProtoReader {
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int BYTES = 2;
    public static final int FIXED32 = 5;

    private static final byte[] NOTHING = {};
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] array = NOTHING;
    private int position;
    private int end;
    private int field;
    private int wireType;
    private int tagStart;
    /// Bounds of the last length-delimited value.
    private int valueStart;

    private int valueEnd;

    public ProtoReader() {}

    public ProtoReader(ByteSlice message) {
        reset(message);
    }

    public void reset(ByteSlice message) {
        reset(message.array(), message.offset(), message.offset() + message.length());
    }

    /// Starts over on bytes `[from, to)` of `bytes`.
    public void reset(byte[] bytes, int from, int to) {
        array = bytes;
        position = from;
        end = to;
    }

    /// Starts over on the value that `outer` just read with [#readBytes].
    public void resetToValueOf(ProtoReader outer) {
        reset(outer.array, outer.valueStart, outer.valueEnd);
    }

    /// Reads the next tag; false at the end of the message.
    public boolean next() {
        if (position == end) return false;
        tagStart = position;
        long tag = varint();
        field = (int) (tag >>> 3);
        wireType = (int) tag & 7;
        if (tag >>> 32 != 0 || field == 0) throw corrupt("bad tag " + tag);
        return true;
    }

    public int field() {
        return field;
    }

    public int wireType() {
        return wireType;
    }

    public byte[] array() {
        return array;
    }

    /// Index of the first byte of the present field's tag.
    public int tagStart() {
        return tagStart;
    }

    /// Index behind what has been read.
    public int position() {
        return position;
    }

    public int end() {
        return end;
    }

    /// Start of the value read by [#readBytes], as an index of [#array()].
    public int valueStart() {
        return valueStart;
    }

    public int valueEnd() {
        return valueEnd;
    }

    public int valueLength() {
        return valueEnd - valueStart;
    }

    public ByteSlice value() {
        return ByteSlice.of(array, valueStart, valueEnd - valueStart);
    }

    /// Reads a length-delimited value; its bounds are then [#valueStart()] and [#valueEnd()].
    public void readBytes() {
        expect(BYTES);
        long length = varint();
        if (length < 0 || length > end - position) throw corrupt("length " + length + " of " + (end - position));
        valueStart = position;
        position += (int) length;
        valueEnd = position;
    }

    public ByteSlice readSlice() {
        readBytes();
        return value();
    }

    public long readVarint() {
        expect(VARINT);
        return varint();
    }

    public long readFixed64() {
        expect(FIXED64);
        need(8);
        long value = (long) LONGS.get(array, position);
        position += 8;
        return value;
    }

    public int readFixed32() {
        expect(FIXED32);
        need(4);
        int value = (int) INTS.get(array, position);
        position += 4;
        return value;
    }

    public double readDouble() {
        return Double.longBitsToDouble(readFixed64());
    }

    /// Passes over the present field's value.
    public void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> {
                need(8);
                position += 8;
            }
            case BYTES -> readBytes();
            case FIXED32 -> {
                need(4);
                position += 4;
            }
            default -> throw corrupt("wire type " + wireType);
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position == end) throw corrupt("varint runs past the end");
            byte b = array[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) return value;
        }
        throw corrupt("varint of more than 10 bytes");
    }

    private void need(int bytes) {
        if (end - position < bytes) throw corrupt(bytes + " bytes wanted, " + (end - position) + " left");
    }

    private void expect(int wanted) {
        if (wireType != wanted) throw corrupt("field " + field + " has wire type " + wireType + ", not " + wanted);
    }

    private CorruptDataException corrupt(String what) {
        return new CorruptDataException("protobuf: " + what);
    }
}
