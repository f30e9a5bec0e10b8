package io.tenuto.wire;

import io.tenuto.base.ByteSlice;
import java.util.function.Consumer;

/// Fields of protobuf messages by number, each found by a walk over the message: for answers, not for what comes in.
/// Of a field given several times the last one counts.
public final class MessageFields {
    private MessageFields() {}

    /// Text, bytes or a message; empty if it is not there.
    public static ByteSlice last(ByteSlice message, int field) {
        ByteSlice found = ByteSlice.EMPTY;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() == field) found = reader.readSlice();
            else reader.skip();
        }
        return found;
    }

    /// 0 if it is not there.
    public static long varint(ByteSlice message, int field) {
        long found = 0;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() == field) found = reader.readVarint();
            else reader.skip();
        }
        return found;
    }

    /// 0 if it is not there.
    public static long fixed64(ByteSlice message, int field) {
        long found = 0;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() == field) found = reader.readFixed64();
            else reader.skip();
        }
        return found;
    }
    /// A repeated message as a JSON array, each written by `element`; nothing if there is none.
    public static void array(JsonWriter out, ByteSlice message, int field, String name, Consumer<ByteSlice> element) {
        boolean any = false;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() != field) {
                reader.skip();
                continue;
            }
            if (!any) out.key(name).beginArray();
            any = true;
            element.accept(reader.readSlice());
        }
        if (any) out.endArray();
    }
}
