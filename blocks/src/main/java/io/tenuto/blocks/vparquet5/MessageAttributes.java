package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;

/// Writes attributes into a message of a resource or a scope.
final class MessageAttributes implements AttributeList.Sink {
    private final ProtoWriter out;
    private final int field;

    MessageAttributes(ProtoWriter out, int field) {
        this.out = out;
        this.field = field;
    }

    @Override
    public void string(ByteSlice key, byte[] bytes, int from, int to) {
        int pair = begin(key);
        int value = out.begin(OtlpFields.VALUE);
        out.bytes(OtlpFields.VALUE_STRING, bytes, from, to - from);
        out.end(value);
        out.end(pair);
    }

    @Override
    public void number(ByteSlice key, int kind, long number) {
        int pair = begin(key);
        int value = out.begin(OtlpFields.VALUE);
        if (kind == OtlpFields.VALUE_DOUBLE) out.fixed64(kind, number);
        else out.varint(kind, number);
        out.end(value);
        out.end(pair);
    }

    @Override
    public void encoded(ByteSlice key, ByteSlice anyValue) {
        int pair = begin(key);
        out.bytes(OtlpFields.VALUE, anyValue);
        out.end(pair);
    }

    private int begin(ByteSlice key) {
        int pair = out.begin(field);
        out.bytesIfSet(OtlpFields.KEY, key);
        return pair;
    }
}
