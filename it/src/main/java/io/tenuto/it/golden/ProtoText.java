package io.tenuto.it.golden;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Protobuf bytes as text, without a schema: fields by number, repeated ones sorted, what parses as a message as one.
final class ProtoText {
    private ProtoText() {}

    /// Equal for messages that differ only in the order of fields and of repeated values.
    ///
    /// @param without number of a field of the message itself that is not looked at; 0 for none
    static String comparable(byte[] message, int without) {
        return fields(message, 0)
                .map(fields -> {
                    fields.removeIf(field -> field.startsWith(without + "="));
                    return joined(fields);
                })
                .orElseGet(() -> text(message));
    }

    private static String joined(List<String> fields) {
        Collections.sort(fields);
        return "{" + String.join(" ", fields) + "}";
    }

    private static Optional<List<String>> fields(byte[] message, int depth) {
        List<String> fields = new ArrayList<>();
        CodedInputStream input = CodedInputStream.newInstance(message);
        try {
            while (!input.isAtEnd()) {
                int tag = input.readTag();
                int number = WireFormat.getTagFieldNumber(tag);
                switch (WireFormat.getTagWireType(tag)) {
                    case WireFormat.WIRETYPE_VARINT -> fields.add(number + "=" + input.readRawVarint64());
                    case WireFormat.WIRETYPE_FIXED64 -> fields.add(number + "=" + input.readFixed64());
                    case WireFormat.WIRETYPE_FIXED32 -> fields.add(number + "=" + input.readFixed32());
                    case WireFormat.WIRETYPE_LENGTH_DELIMITED ->
                        fields.add(number + "=" + bytes(input.readByteArray(), depth + 1));
                    default -> {
                        return Optional.empty();
                    }
                }
            }
        } catch (IOException _) {
            return Optional.empty();
        }
        return Optional.of(fields);
    }

    private static String bytes(byte[] value, int depth) {
        if (value.length == 0) return "\"\"";
        if (isText(value)) return text(value);
        return fields(value, depth).map(ProtoText::joined).orElseGet(() -> text(value));
    }

    private static boolean isText(byte[] value) {
        for (byte b : value) {
            if (b >= 0 && b < 0x20) return false;
        }
        return true;
    }

    private static String text(byte[] value) {
        return isText(value)
                ? '"' + new String(value, StandardCharsets.UTF_8) + '"'
                : Base64.getEncoder().encodeToString(value);
    }
}
