package io.tenuto.wire;

import io.tenuto.base.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Writes compact JSON as the query API has it: 64-bit integers as strings, `<`, `>` and `&` escaped, bytes as base64.
///
/// Commas are put by themselves. What is written lies in pieces of UTF-8 of a bounded size; [#take] hands out what
/// there is, so that a long text need never be whole. Used by one thread.
public final class JsonWriter {
    /// Size of a full piece.
    public static final int PIECE_BYTES = 64 << 10;

    private static final int FIRST_BYTES = 1024;
    /// Below this every whole number is written without an exponent and fits into a `long`.
    private static final double WHOLE_MAX = 1e15;
    /// Most bytes of a character.
    private static final int CHARACTER_BYTES_MAX = 4;
    /// Most digits of a `long`, with its sign.
    private static final int DIGITS_MAX = 20;

    private static final boolean[] PLAIN = plain();

    /// Full pieces, in order; what follows them is in `bytes`.
    private final List<byte[]> full = new ArrayList<>();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private boolean needsComma;

    public JsonWriter beginObject() {
        separate();
        put('{');
        needsComma = false;
        return this;
    }

    public JsonWriter endObject() {
        put('}');
        needsComma = true;
        return this;
    }

    public JsonWriter beginArray() {
        separate();
        put('[');
        needsComma = false;
        return this;
    }

    public JsonWriter endArray() {
        put(']');
        needsComma = true;
        return this;
    }

    public JsonWriter key(String name) {
        separate();
        quote(name);
        put(':');
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
        digits(value);
        needsComma = true;
        return this;
    }

    /// A 64-bit integer, as a string.
    public JsonWriter bigNumber(long value) {
        separate();
        put('"');
        digits(value);
        put('"');
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
        if (value == (long) value && Math.abs(value) < WHOLE_MAX && (value != 0 || 1 / value > 0)) digits((long) value);
        else ascii(GoNumbers.shortest(value));
        needsComma = true;
        return this;
    }

    public JsonWriter bool(boolean value) {
        separate();
        ascii(value ? "true" : "false");
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
        characters(json, 0, json.length());
        needsComma = true;
        return this;
    }

    /// JSON that is already written, as UTF-8.
    public JsonWriter raw(byte[] json) {
        separate();
        copy(json);
        needsComma = true;
        return this;
    }

    /// The beginning of JSON that is already written, as UTF-8, up to where a value is due.
    public JsonWriter rawUpToValue(byte[] json) {
        raw(json);
        needsComma = false;
        return this;
    }

    private void copy(byte[] utf8) {
        int from = 0;
        while (from < utf8.length) {
            ensure(1);
            int some = Math.min(utf8.length - from, bytes.length - length);
            System.arraycopy(utf8, from, bytes, length, some);
            from += some;
            length += some;
        }
    }

    private void separate() {
        if (needsComma) put(',');
        needsComma = false;
    }

    /// Most texts have little to escape; what lies between is taken as it is.
    private void quote(String value) {
        put('"');
        int plainFrom = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < PLAIN.length ? PLAIN[c] : isPlain(c)) continue;
            if (Character.isSurrogate(c) && isPaired(value, i)) continue;
            characters(value, plainFrom, i);
            plainFrom = i + 1;
            escapeShort(c);
        }
        characters(value, plainFrom, value.length());
        put('"');
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
            case '"' -> ascii("\\\"");
            case '\\' -> ascii("\\\\");
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            case '\b' -> ascii("\\b");
            case '\f' -> ascii("\\f");
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
        ascii("\\u");
        String hex = Integer.toHexString(c);
        ascii("0000".substring(hex.length()));
        ascii(hex);
    }

    private void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    private void ascii(String text) {
        characters(text, 0, text.length());
    }

    /// Without any escape; surrogates stand in pairs.
    private void characters(String text, int from, int to) {
        int i = from;
        while (i < to) {
            ensure(1);
            int end = Math.min(to, i + bytes.length - length);
            while (i < end && text.charAt(i) < 0x80) bytes[length++] = (byte) text.charAt(i++);
            if (i < end) i += Character.charCount(encode(text.codePointAt(i)));
        }
    }

    /// Writes what is not ASCII; returns it.
    private int encode(int c) {
        ensure(CHARACTER_BYTES_MAX);
        if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | c >> 6);
        } else {
            if (c < 0x10000) {
                bytes[length++] = (byte) (0xe0 | c >> 12);
            } else {
                bytes[length++] = (byte) (0xf0 | c >> 18);
                bytes[length++] = (byte) (0x80 | c >> 12 & 0x3f);
            }
            bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
        }
        bytes[length++] = (byte) (0x80 | c & 0x3f);
        return c;
    }

    private void digits(long value) {
        ensure(DIGITS_MAX);
        // Negative numbers reach one further.
        long rest = value < 0 ? value : -value;
        if (value < 0) bytes[length++] = '-';
        int count = 1;
        for (long more = rest / 10; more != 0; more /= 10) count++;
        for (int i = length + count - 1; i >= length; i--, rest /= 10) bytes[i] = (byte) ('0' - rest % 10);
        length += count;
    }

    /// Makes room for so many bytes in the current piece, or begins the next.
    private void ensure(int more) {
        if (length + more <= bytes.length) return;
        if (bytes.length < PIECE_BYTES) {
            bytes = Arrays.copyOf(bytes, bytes.length * 4);
            return;
        }
        full.add(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
        bytes = new byte[PIECE_BYTES];
        length = 0;
    }

    /// How many bytes are written and not taken.
    public long length() {
        long sum = length;
        for (byte[] piece : full) sum += piece.length;
        return sum;
    }

    /// What was written since this was last asked for: pieces in order, none of them empty. They are the caller's.
    public List<byte[]> take() {
        var taken = new ArrayList<>(full);
        if (length > 0) taken.add(Arrays.copyOf(bytes, length));
        forget();
        return taken;
    }

    /// As [#take], in one.
    public byte[] takeAll() {
        byte[] taken = toUtf8();
        forget();
        return taken;
    }

    private void forget() {
        full.clear();
        length = 0;
    }

    @Override
    public String toString() {
        return new String(toUtf8(), StandardCharsets.UTF_8);
    }

    public byte[] toUtf8() {
        byte[] all = new byte[Math.toIntExact(length())];
        int at = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(bytes, 0, all, at, length);
        return all;
    }
}
