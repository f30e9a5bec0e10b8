package io.tenuto.server;

import io.tenuto.base.Check;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Finds the first JSON value of a text, and tells of texts that begin with none in the words that clients know. What
/// follows the value is of no interest.
final class GoJson {
    private static final int DEPTH_MAX = 10_000;

    // Bytes as characters: the words name bytes.
    private final String text;
    private final StringBuilder open = new StringBuilder();
    private int at;

    private GoJson(byte[] text) {
        this.text = new String(text, StandardCharsets.ISO_8859_1);
    }

    /// Where the first value ends, in bytes.
    ///
    /// @throws IllegalArgumentException with what is wrong
    static int end(byte[] text) {
        var json = new GoJson(text);
        json.skipSpace();
        if (json.at >= text.length) throw new IllegalArgumentException("EOF");
        json.value();
        while (!json.open.isEmpty()) json.next();
        return json.at;
    }

    /// A value up to the first one in it that holds no others.
    private void value() {
        skipSpace();
        while (current() == '{' || current() == '[') {
            if (!begins(current())) return;
            skipSpace();
        }
        char c = current();
        switch (c) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (c != '-' && !isDigit(c)) throw unexpected("looking for beginning of value");
                number();
            }
        }
    }

    /// Whether a value follows the bracket: nothing holds others if it ends at once.
    private boolean begins(char bracket) {
        if (open.length() >= DEPTH_MAX) throw new IllegalArgumentException("exceeded max depth");
        at++;
        skipSpace();
        if (current() == (bracket == '{' ? '}' : ']')) {
            at++;
            return false;
        }
        open.append(bracket);
        if (bracket == '{') key();
        return true;
    }

    /// Goes on behind an element of the innermost open value.
    private void next() {
        boolean isObject = open.charAt(open.length() - 1) == '{';
        skipSpace();
        char c = current();
        if (c == (isObject ? '}' : ']')) {
            at++;
            open.setLength(open.length() - 1);
            return;
        }
        if (c != ',') throw unexpected(isObject ? "after object key:value pair" : "after array element");
        at++;
        if (isObject) key();
        value();
    }

    private void key() {
        skipSpace();
        if (current() != '"') throw unexpected("looking for beginning of object key string");
        string();
        skipSpace();
        if (current() != ':') throw unexpected("after object key");
        at++;
    }

    private void string() {
        for (at++; current() != '"'; at++) {
            if (current() < ' ') throw unexpected("in string literal");
            if (current() == '\\') escape();
        }
        at++;
    }

    private void escape() {
        at++;
        if (current() != 'u') {
            if ("bfnrt\\/\"".indexOf(current()) < 0) throw unexpected("in string escape code");
            return;
        }
        for (int i = 0; i < 4; i++) {
            at++;
            if (Character.digit(current(), 16) < 0) throw unexpected("in \\u hexadecimal character escape");
        }
    }

    private void literal(String literal) {
        for (int i = 1; i < literal.length(); i++) {
            at++;
            if (current() != literal.charAt(i)) {
                throw unexpected("in literal %s (expecting '%s')".formatted(literal, literal.charAt(i)));
            }
        }
        at++;
    }

    private void number() {
        if (current() == '-') {
            at++;
            if (!isDigit(current())) throw unexpected("in numeric literal");
        }
        if (current() == '0') at++;
        else digits();
        if (isAt('.')) {
            at++;
            if (!isDigit(current())) throw unexpected("after decimal point in numeric literal");
            digits();
        }
        if (isAt('e') || isAt('E')) {
            at++;
            if (isAt('+') || isAt('-')) at++;
            if (!isDigit(current())) throw unexpected("in exponent of numeric literal");
            digits();
        }
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) at++;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
    }

    private boolean isAt(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private char current() {
        if (at >= text.length()) throw new IllegalArgumentException("unexpected EOF");
        return text.charAt(at);
    }

    private IllegalArgumentException unexpected(String place) {
        return new IllegalArgumentException("invalid character " + quoted(current()) + " " + place);
    }

    private static String quoted(char c) {
        Check.argument(c <= 0xff, "bytes only, not %s", (int) c);
        return switch (c) {
            case '\'' -> "'\\''";
            case '\\' -> "'\\\\'";
            case '\n' -> "'\\n'";
            case '\r' -> "'\\r'";
            case '\t' -> "'\\t'";
            default -> {
                boolean isControl = c < ' ' || c == 0x7f;
                boolean isHidden = c >= 0x80 && c < 0xa1 || c == 0xad;
                if (isControl) yield "'\\x%02x'".formatted((int) c);
                yield isHidden ? "'\\u%04x'".formatted((int) c).toLowerCase(Locale.ROOT) : "'" + c + "'";
            }
        };
    }
}
