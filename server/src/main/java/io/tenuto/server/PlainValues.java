package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.components.frontend.trace.AttributeValues;
import io.tenuto.wire.JsonWriter;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// Attribute values as the JSON that a person would write: numbers as numbers, bytes in hexadecimal.
final class PlainValues {
    private PlainValues() {}

    /// All attributes of a message as one object in the order of their keys.
    static void object(Map<String, ByteSlice> attributes, JsonWriter out) {
        out.beginObject();
        new TreeMap<>(attributes).forEach((key, value) -> {
            out.key(key);
            value(value, out);
        });
        out.endObject();
    }

    /// An encoded `AnyValue`; null if it has none.
    static void value(ByteSlice value, JsonWriter out) {
        var reader = new ProtoReader(value);
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.VALUE_STRING -> out.text(reader.readSlice().toUtf8());
                case OtlpFields.VALUE_BOOL -> out.bool(reader.readVarint() != 0);
                case OtlpFields.VALUE_INT -> out.number(reader.readVarint());
                case OtlpFields.VALUE_DOUBLE -> out.number(reader.readDouble());
                case OtlpFields.VALUE_BYTES ->
                    out.text(HexFormat.of().formatHex(reader.readSlice().toByteArray()));
                case OtlpFields.VALUE_ARRAY -> array(reader.readSlice(), out);
                case OtlpFields.VALUE_KVLIST -> object(AttributeValues.of(reader.readSlice(), OtlpFields.VALUES), out);
                default -> {
                    reader.skip();
                    continue;
                }
            }
            return;
        }
        out.raw("null");
    }

    private static void array(ByteSlice array, JsonWriter out) {
        out.beginArray();
        var reader = new ProtoReader(array);
        while (reader.next()) {
            if (reader.field() == OtlpFields.VALUES) value(reader.readSlice(), out);
            else reader.skip();
        }
        out.endArray();
    }
}
