package io.tenuto.traceql.lang;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Finds where a quoted literal ends and what it says, by the rules of Go's literals.
final class StringScanner {
    private final String text;
    private String content = "";
    private String error = "";

    StringScanner(String text) {
        this.text = text;
    }

    /// What the literal that [#endOf] saw last means.
    String content() {
        return content;
    }

    /// What is wrong with the literal that [#endOf] saw last; "" if nothing.
    String error() {
        return error;
    }

    /// The index after the literal whose opening quote stands at `start`.
    int endOf(int start) {
        content = "";
        error = "";
        char quote = text.charAt(start);
        if (quote == '`') return rawEnd(start);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = start + 1;
        int characters = 0;
        while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
            characters++;
            if (text.charAt(at) == '\\') {
                at = escape(at + 1, quote, bytes);
            } else {
                int c = text.codePointAt(at);
                append(bytes, c);
                at += Character.charCount(c);
            }
        }
        content = bytes.toString(StandardCharsets.UTF_8);
        if (at >= text.length() || text.charAt(at) != quote) {
            error = "literal not terminated";
            return Math.min(at, text.length());
        }
        if (quote == '\'' && characters != 1 && error.isEmpty()) error = "invalid char literal";
        return at + 1;
    }

    private int rawEnd(int start) {
        int end = text.indexOf('`', start + 1);
        if (end < 0) {
            error = "literal not terminated";
            return text.length();
        }
        content = text.substring(start + 1, end);
        return end + 1;
    }

    /// Appends what an escape stands for; returns the index after it.
    private int escape(int at, char quote, ByteArrayOutputStream bytes) {
        char c = at < text.length() ? text.charAt(at) : 0;
        switch (c) {
            case 'a' -> bytes.write(7);
            case 'b' -> bytes.write(8);
            case 'f' -> bytes.write(12);
            case 'n' -> bytes.write(10);
            case 'r' -> bytes.write(13);
            case 't' -> bytes.write(9);
            case 'v' -> bytes.write(11);
            case '\\' -> bytes.write('\\');
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return number(at, 3, 8, true, bytes);
            }
            case 'x' -> {
                return number(at + 1, 2, 16, true, bytes);
            }
            case 'u' -> {
                return number(at + 1, 4, 16, false, bytes);
            }
            case 'U' -> {
                return number(at + 1, 8, 16, false, bytes);
            }
            default -> {
                if (c != quote) {
                    if (error.isEmpty()) error = "invalid char escape";
                    return at;
                }
                bytes.write(quote);
            }
        }
        return at + 1;
    }

    private int number(int from, int digits, int base, boolean isByte, ByteArrayOutputStream bytes) {
        int at = from;
        long value = 0;
        while (at < from + digits) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), base) : -1;
            if (digit < 0) {
                if (error.isEmpty()) error = "invalid char escape";
                return at;
            }
            value = value * base + digit;
            at++;
        }
        if (isByte) {
            if (value > 255 && error.isEmpty()) error = "invalid char escape";
            bytes.write((int) value);
        } else if (value > Character.MAX_CODE_POINT || (value >= 0xD800 && value < 0xE000)) {
            if (error.isEmpty()) error = "invalid char escape";
        } else {
            append(bytes, (int) value);
        }
        return at;
    }

    private static void append(ByteArrayOutputStream bytes, int codePoint) {
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    }
}
