package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;

/// Writes Thrift's compact protocol. Fields of a struct come in ascending order of their ids.
final class ThriftWriter {
    private final GrowingBytes out;
    private int lastField;

    ThriftWriter(GrowingBytes out) {
        this.out = out;
    }

    /// Begins a struct that is a field; returns what [#end] needs.
    int beginStruct(int id) {
        header(id, ThriftReader.STRUCT);
        return beginStructElement();
    }

    /// Begins a struct that is the whole message or an element of a list.
    int beginStructElement() {
        int outer = lastField;
        lastField = 0;
        return outer;
    }

    void end(int outerField) {
        out.put(0);
        lastField = outerField;
    }

    void emptyStruct(int id) {
        end(beginStruct(id));
    }

    void number(int id, int value) {
        header(id, ThriftReader.I32);
        zigZag(value);
    }

    void number16(int id, int value) {
        header(id, ThriftReader.I16);
        zigZag(value);
    }

    void number8(int id, int value) {
        header(id, ThriftReader.BYTE);
        out.put(value);
    }

    void number64(int id, long value) {
        header(id, ThriftReader.I64);
        zigZag(value);
    }

    void flag(int id, boolean value) {
        header(id, value ? ThriftReader.TRUE : ThriftReader.FALSE);
    }

    void binary(int id, ByteSlice value) {
        header(id, ThriftReader.BINARY);
        binaryElement(value);
    }

    void text(int id, String value) {
        binary(id, ByteSlice.utf8(value));
    }

    void list(int id, int elementType, int size) {
        header(id, ThriftReader.LIST);
        if (size < 15) {
            out.put(size << 4 | elementType);
        } else {
            out.put(0xF0 | elementType);
            out.putVarLong(size);
        }
    }

    void numberElement(int value) {
        zigZag(value);
    }

    void textElement(String value) {
        binaryElement(ByteSlice.utf8(value));
    }

    private void binaryElement(ByteSlice value) {
        out.putVarLong(value.length());
        out.write(value.array(), value.offset(), value.length());
    }

    private void header(int id, int type) {
        int delta = id - lastField;
        if (delta > 0 && delta <= 15) {
            out.put(delta << 4 | type);
        } else {
            out.put(type);
            zigZag(id);
        }
        lastField = id;
    }

    private void zigZag(long value) {
        out.putVarLong((value << 1) ^ (value >> 63));
    }
}
