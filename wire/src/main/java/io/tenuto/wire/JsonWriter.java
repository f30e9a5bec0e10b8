package io.tenuto.wire;

import io.tenuto.base.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Writes compact JSON as the query API has it: 64-bit integers as strings, `<`, `>` and `&` escaped, bytes as base64.
///
/// Commas are put by themselves. Used by one thread.
public final class JsonWriter {
    private static final boolean[] PLAIN = plain();

    private final StringBuilder out = new StringBuilder(1024);
    private boolean needsComma;

    public JsonWriter beginObject() {
        separate();
        out.append('{');
        needsComma = false;
        return this;
    }

    public JsonWriter endObject() {
        out.append('}');
        needsComma = true;
        return this;
    }

    public JsonWriter beginArray() {
        separate();
        out.append('[');
        needsComma = false;
        return this;
    }

    public JsonWriter endArray() {
        out.append(']');
        needsComma = true;
        return this;
    }

    public JsonWriter key(String name) {
        separate();
        quote(name);
        out.append(':');
        needsComma = false;
        return this;
    }

    public JsonWriter text(String value) {
        separate();
        quote(value);
        needsComma = true;
        return this;
    }

    public JsonWriter number(long value) {
        separate();
        out.append(value);
        needsComma = true;
        return this;
    }

    /// A 64-bit integer, as a string.
    public JsonWriter bigNumber(long value) {
        separate();
        out.append('"').append(value).append('"');
        needsComma = true;
        return this;
    }

    /// An unsigned 64-bit integer, as a string.
    public JsonWriter unsigned(long value) {
        return value >= 0 ? bigNumber(value) : text(Long.toUnsignedString(value));
    }

    public JsonWriter number(double value) {
        if (Double.isNaN(value)) return text("NaN");
        if (Double.isInfinite(value)) return text(value > 0 ? "Infinity" : "-Infinity");
        separate();
        out.append(GoNumbers.shortest(value));
        needsComma = true;
        return this;
    }

    public JsonWriter bool(boolean value) {
        separate();
        out.append(value);
        needsComma = true;
        return this;
    }

    public JsonWriter base64(ByteSlice bytes) {
        return text(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    public JsonWriter field(String name, String value) {
        return key(name).text(value);
    }

    /// Leaves the field out when it is empty.
    public JsonWriter fieldIfSet(String name, String value) {
        return value.isEmpty() ? this : field(name, value);
    }

    public JsonWriter fieldIfSet(String name, long value) {
        return value == 0 ? this : key(name).number(value);
    }

    /// A 64-bit field, left out when 0.
    public JsonWriter bigFieldIfSet(String name, long value) {
        return value == 0 ? this : key(name).bigNumber(value);
    }

    /// JSON that is already written.
    public JsonWriter raw(String json) {
        separate();
        out.append(json);
        needsComma = true;
        return this;
    }

    private void separate() {
        if (needsComma) out.append(',');
        needsComma = false;
    }

    /// Most texts have nothing to escape and are taken as they are.
    private void quote(String value) {
        out.append('"');
        int plainFrom = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < PLAIN.length ? PLAIN[c] : isPlain(c)) continue;
            if (Character.isSurrogate(c) && isPaired(value, i)) continue;
            out.append(value, plainFrom, i);
            plainFrom = i + 1;
            escapeShort(c);
        }
        if (plainFrom == 0) out.append(value);
        else out.append(value, plainFrom, value.length());
        out.append('"');
    }

    private static boolean isPlain(char c) {
        return switch (c) {
            case '"', '\\', '<', '>', '&', '\u2028', '\u2029' -> false;
            default -> c >= 0x20 && !Character.isSurrogate(c);
        };
    }

    private static boolean[] plain() {
        var plain = new boolean[128];
        for (char c = 0; c < plain.length; c++) plain[c] = isPlain(c);
        return plain;
    }

    private void escapeShort(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> escape(Character.isSurrogate(c) ? '\ufffd' : c);
        }
    }

    private static boolean isPaired(String value, int i) {
        char c = value.charAt(i);
        if (Character.isHighSurrogate(c))
            return i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1));
        return i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }

    private void escape(char c) {
        out.append("\\u");
        String hex = Integer.toHexString(c);
        out.append("0000", 0, 4 - hex.length()).append(hex);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    public byte[] toUtf8() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
