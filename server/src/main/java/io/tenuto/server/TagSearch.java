package io.tenuto.server;

import io.tenuto.base.RequestException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// The old search by `tags=key=value key2="value 2"`, as a TraceQL filter.
final class TagSearch {
    private TagSearch() {}

    static String toTraceQl(Parameters parameters) {
        var conditions = new StringJoiner(" && ", "{ ", " }");
        parse(parameters.text("tags")).forEach((key, value) -> conditions.add(condition(key, value)));
        if (parameters.has("minDuration")) conditions.add("traceDuration >= " + parameters.text("minDuration"));
        if (parameters.has("maxDuration")) conditions.add("traceDuration <= " + parameters.text("maxDuration"));
        return conditions.toString();
    }

    private static String condition(String key, String value) {
        String quoted = quote(value);
        return switch (key) {
            case "name" -> "name = " + quoted;
            case "status.code" -> "status = " + value;
            case "error" -> "status = error";
            case "root.service.name" -> "rootServiceName = " + quoted;
            case "root.name" -> "rootName = " + quoted;
            default -> ".\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\" = " + quoted;
        };
    }

    private static String quote(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /// Pairs in logfmt.
    static Map<String, String> parse(String text) {
        var pairs = new LinkedHashMap<String, String>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) <= ' ') {
                at++;
                continue;
            }
            int equals = at;
            while (equals < text.length() && text.charAt(equals) != '=' && text.charAt(equals) > ' ') equals++;
            String key = text.substring(at, equals);
            if (key.isEmpty()) throw RequestException.invalid("invalid tags: unexpected '=' at pos " + (at + 1));
            var value = new StringBuilder();
            at = equals;
            if (equals < text.length() && text.charAt(equals) == '=') at = value(text, equals + 1, value);
            if (pairs.put(key, value.toString()) != null) {
                throw RequestException.invalid("invalid tags: tag " + key + " has been set twice");
            }
        }
        return pairs;
    }

    private static int value(String text, int from, StringBuilder value) {
        int at = from;
        if (at >= text.length() || text.charAt(at) != '"') {
            while (at < text.length() && text.charAt(at) > ' ') value.append(text.charAt(at++));
            return at;
        }
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) at++;
            value.append(text.charAt(at));
        }
        if (at >= text.length())
            throw RequestException.invalid("invalid tags: unterminated quoted value at pos " + text.length());
        return at + 1;
    }
}
