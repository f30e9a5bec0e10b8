package io.tenuto.server;

import io.tenuto.base.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Pairs in logfmt, `key=value key2="value 2"`, each key once; a key alone has the empty value.
///
/// What is wrong is told with its place in the line, in bytes from 1.
final class Logfmt {
    private final String line;
    private final Map<String, String> pairs;
    private int at;

    private Logfmt(String line, Map<String, String> pairs) {
        this.line = line;
        this.pairs = pairs;
    }

    /// @throws RequestException with the text that clients know
    static Map<String, String> parse(String text) {
        var pairs = new LinkedHashMap<String, String>();
        for (String line : text.split("\n", -1)) new Logfmt(line, pairs).parse();
        return pairs;
    }

    private void parse() {
        while (skipsToPair()) {
            String key = key();
            String value = at < line.length() && line.charAt(at) == '=' ? value() : "";
            if (pairs.put(key, value) != null) {
                throw RequestException.invalid("invalid tags: tag " + key + " has been set twice");
            }
        }
    }

    /// To the next character that is no space, if there is one.
    private boolean skipsToPair() {
        while (at < line.length() && line.charAt(at) <= ' ') at++;
        return at < line.length();
    }

    private String key() {
        int start = at;
        while (at < line.length() && line.charAt(at) > ' ' && line.charAt(at) != '=') {
            if (line.charAt(at) == '"') throw unexpected();
            at++;
        }
        if (at == start) throw unexpected();
        return line.substring(start, at);
    }

    private String value() {
        at++;
        if (at < line.length() && line.charAt(at) == '"') return quoted();
        int start = at;
        while (at < line.length() && line.charAt(at) > ' ') {
            if (line.charAt(at) == '=' || line.charAt(at) == '"') throw unexpected();
            at++;
        }
        return line.substring(start, at);
    }

    /// As JSON writes strings.
    private String quoted() {
        var value = new StringBuilder();
        boolean isWrong = false;
        for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
            if (line.charAt(at) != '\\') {
                value.append(line.charAt(at));
                continue;
            }
            at++;
            if (at < line.length()) isWrong |= !escape(value);
        }
        if (at >= line.length()) {
            at = line.length();
            throw wrong("unterminated quoted value");
        }
        at++;
        if (isWrong) throw wrong("invalid quoted value");
        return value.toString();
    }

    /// Appends what the escape at this place stands for; false if there is no such escape.
    private boolean escape(StringBuilder value) {
        int known = "\"\\/'bfnrt".indexOf(line.charAt(at));
        if (known >= 0) {
            value.append("\"\\/'\b\f\n\r\t".charAt(known));
            return true;
        }
        boolean isUnicode = line.charAt(at) == 'u'
                && at + 4 < line.length()
                && line.substring(at + 1, at + 5).matches("[0-9a-fA-F]{4}");
        if (!isUnicode) return false;
        value.append((char) Integer.parseInt(line, at + 1, at + 5, 16));
        at += 4;
        return true;
    }

    private RequestException unexpected() {
        return wrong("unexpected '" + line.charAt(at) + "'");
    }

    private RequestException wrong(String problem) {
        int bytes = line.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
        return RequestException.invalid("invalid tags: " + problem + " at pos " + (bytes + 1));
    }
}
