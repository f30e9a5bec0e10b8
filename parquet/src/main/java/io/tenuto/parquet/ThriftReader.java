package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import java.nio.charset.StandardCharsets;

/// Reads Thrift's compact protocol field by field. Every length is checked against the bytes that are left.
///
/// ```
/// int outer = in.beginStruct();
/// while (in.nextField()) switch (in.fieldId()) { case 1 -> x = in.readInt(); default -> in.skip(); }
/// in.endStruct(outer);
/// ```
final class ThriftReader {
    static final int TRUE = 1;
    static final int FALSE = 2;
    static final int BYTE = 3;
    static final int I16 = 4;
    static final int I32 = 5;
    static final int I64 = 6;
    static final int DOUBLE = 7;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int SET = 10;
    static final int MAP = 11;
    static final int STRUCT = 12;

    private static final int DEPTH_MAX = 24;

    private final byte[] bytes;
    private final int start;
    private final int end;
    private int position;
    private int fieldId;
    private int fieldType;
    private int depth;

    ThriftReader(ByteSlice source) {
        this.bytes = source.array();
        this.start = source.offset();
        this.position = source.offset();
        this.end = source.offset() + source.length();
    }

    /// Bytes read so far.
    int consumed() {
        return position - start;
    }

    int beginStruct() {
        Check.data(++depth <= DEPTH_MAX, "thrift structs are nested too deeply");
        int outer = fieldId;
        fieldId = 0;
        return outer;
    }

    void endStruct(int outerFieldId) {
        depth--;
        fieldId = outerFieldId;
    }

    /// Moves to the next field of the struct; false at its end.
    boolean nextField() {
        int header = next();
        if (header == 0) return false;
        fieldType = header & 0x0F;
        int delta = header >>> 4;
        fieldId = delta == 0 ? (int) readZigZag() : fieldId + delta;
        return true;
    }

    int fieldId() {
        return fieldId;
    }

    int readInt() {
        long value = readLong();
        Check.data(value == (int) value, "thrift number %s is not an int", value);
        return (int) value;
    }

    long readLong() {
        return switch (fieldType) {
            case BYTE -> (byte) next();
            case I16, I32, I64 -> readZigZag();
            default -> throw new CorruptDataException("thrift field %d has type %d".formatted(fieldId, fieldType));
        };
    }

    boolean readBoolean() {
        Check.data(fieldType == TRUE || fieldType == FALSE, "thrift field %s has type %s", fieldId, fieldType);
        return fieldType == TRUE;
    }

    ByteSlice readBinary() {
        expect(BINARY);
        return readBinaryElement();
    }

    String readString() {
        return readBinary().toUtf8();
    }

    /// Enters a list field of elements of `elementType`; returns its size, which the bytes left can hold.
    int beginList(int elementType) {
        expect(LIST);
        int header = next();
        int size = header >>> 4;
        if (size == 15) size = readSize();
        int type = header & 0x0F;
        Check.data(size == 0 || type == elementType, "thrift list %s holds type %s", fieldId, type);
        Check.data(size <= end - position, "thrift list %s of %s elements is longer than its bytes", fieldId, size);
        return size;
    }

    int readIntElement() {
        long value = readZigZag();
        Check.data(value == (int) value, "thrift number %s is not an int", value);
        return (int) value;
    }

    String readStringElement() {
        ByteSlice slice = readBinaryElement();
        return new String(slice.array(), slice.offset(), slice.length(), StandardCharsets.UTF_8);
    }

    void expectStruct() {
        expect(STRUCT);
    }

    /// Passes over the value of the current field.
    void skip() {
        if (fieldType != TRUE && fieldType != FALSE) skipValue(fieldType, depth);
    }

    private ByteSlice readBinaryElement() {
        int length = readSize();
        Check.data(length <= end - position, "thrift string of %s bytes is longer than its bytes", length);
        ByteSlice slice = ByteSlice.of(bytes, position, length);
        position += length;
        return slice;
    }

    private void skipValue(int type, int level) {
        Check.data(level <= DEPTH_MAX, "thrift values are nested too deeply");
        switch (type) {
            case TRUE, FALSE, BYTE -> next();
            case I16, I32, I64 -> readZigZag();
            case DOUBLE -> advance(8);
            case BINARY -> readBinaryElement();
            case LIST, SET -> skipList(level);
            case MAP -> skipMap(level);
            case STRUCT -> skipStruct(level);
            default -> throw new CorruptDataException("thrift type %d".formatted(type));
        }
    }

    private void skipList(int level) {
        int header = next();
        int size = header >>> 4;
        if (size == 15) size = readSize();
        Check.data(size <= end - position, "thrift list of %s elements is longer than its bytes", size);
        for (int i = 0; i < size; i++) skipValue(header & 0x0F, level + 1);
    }

    private void skipMap(int level) {
        int size = readSize();
        if (size == 0) return;
        Check.data(size <= end - position, "thrift map of %s entries is longer than its bytes", size);
        int types = next();
        for (int i = 0; i < size; i++) {
            skipValue(types >>> 4, level + 1);
            skipValue(types & 0x0F, level + 1);
        }
    }

    private void skipStruct(int level) {
        while (true) {
            int header = next();
            if (header == 0) return;
            if (header >>> 4 == 0) readZigZag();
            int type = header & 0x0F;
            if (type != TRUE && type != FALSE) skipValue(type, level + 1);
        }
    }

    private void expect(int type) {
        Check.data(fieldType == type, "thrift field %s has type %s, not %s", fieldId, fieldType, type);
    }

    private int readSize() {
        long size = readVarLong();
        Check.data(size >= 0 && size <= Integer.MAX_VALUE, "thrift size %s", size);
        return (int) size;
    }

    private long readZigZag() {
        long value = readVarLong();
        return (value >>> 1) ^ -(value & 1);
    }

    private long readVarLong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = next();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
        throw new CorruptDataException("thrift number is longer than ten bytes");
    }

    private void advance(int count) {
        Check.data(count <= end - position, "thrift bytes end early");
        position += count;
    }

    private int next() {
        if (position >= end) throw new CorruptDataException("thrift bytes end early");
        return bytes[position++] & 0xFF;
    }
}
