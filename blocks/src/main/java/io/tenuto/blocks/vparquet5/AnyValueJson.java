package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Turns the JSON form of an AnyValue, in which foreign blocks keep what their columns cannot, into protobuf.
final class AnyValueJson {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private AnyValueJson() {}

    /// The encoded value; empty (a value without a kind) where the text is damaged, as its owner reads it.
    static ByteSlice toProto(ByteSlice json) {
        var out = new ProtoWriter(128);
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json.toUtf8())) {
            if (in.nextToken() != JsonToken.START_OBJECT) return ByteSlice.EMPTY;
            value(in, out);
        } catch (JacksonException | CorruptDataException | IllegalArgumentException e) {
            return ByteSlice.EMPTY;
        }
        return out.toSlice();
    }

    private static void value(JsonParser in, ProtoWriter out) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String kind = in.currentName();
            in.nextToken();
            switch (kind) {
                case "stringValue" -> out.text(OtlpFields.VALUE_STRING, in.getString());
                case "boolValue" -> out.bool(OtlpFields.VALUE_BOOL, in.getBooleanValue());
                case "intValue" -> out.varint(OtlpFields.VALUE_INT, Long.parseLong(in.getString()));
                case "doubleValue" -> out.doubleValue(OtlpFields.VALUE_DOUBLE, real(in));
                case "bytesValue" -> {
                    byte[] bytes = Base64.getDecoder().decode(in.getString());
                    out.bytes(OtlpFields.VALUE_BYTES, bytes, 0, bytes.length);
                }
                case "arrayValue" -> values(in, out, OtlpFields.VALUE_ARRAY, false);
                case "kvlistValue" -> values(in, out, OtlpFields.VALUE_KVLIST, true);
                default -> in.skipChildren();
            }
        }
    }

    private static double real(JsonParser in) {
        return in.currentToken() == JsonToken.VALUE_STRING
                ? switch (in.getString()) {
                    case "NaN" -> Double.NaN;
                    case "Infinity" -> Double.POSITIVE_INFINITY;
                    case "-Infinity" -> Double.NEGATIVE_INFINITY;
                    default -> Double.parseDouble(in.getString());
                }
                : in.getDoubleValue();
    }

    /// `{"values":[…]}` of values or of key-value pairs.
    private static void values(JsonParser in, ProtoWriter out, int field, boolean pairs) {
        int mark = out.begin(field);
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isList = in.currentName().equals("values");
            if (in.nextToken() != JsonToken.START_ARRAY || !isList) {
                in.skipChildren();
                continue;
            }
            while (in.nextToken() == JsonToken.START_OBJECT) {
                int element = out.begin(OtlpFields.VALUES);
                if (pairs) pair(in, out);
                else value(in, out);
                out.end(element);
            }
        }
        out.end(mark);
    }

    private static void pair(JsonParser in, ProtoWriter out) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String field = in.currentName();
            in.nextToken();
            if (field.equals("key")) {
                out.text(OtlpFields.KEY, in.getString());
            } else if (field.equals("value") && in.currentToken() == JsonToken.START_OBJECT) {
                int mark = out.begin(OtlpFields.VALUE);
                value(in, out);
                out.end(mark);
            } else {
                in.skipChildren();
            }
        }
    }
}
