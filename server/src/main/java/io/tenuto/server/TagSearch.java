package io.tenuto.server;

import io.tenuto.base.RequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The old search by `tags=key=value key2="value 2"`, as TraceQL: each tag may hold for another span of the trace.
final class TagSearch {
    /// Attributes that are compared as a part of the value. Others must be equal.
    private static final Set<String> BY_PART = Set.of(
            "cluster",
            "namespace",
            "pod",
            "container",
            "k8s.cluster.name",
            "k8s.namespace.name",
            "k8s.pod.name",
            "k8s.container.name",
            "http.method",
            "http.url");

    private TagSearch() {}

    /// The query that tags and durations ask; `{}` if there are none. Both are checked in any case.
    static String toTraceQl(Parameters parameters) {
        var filters = new ArrayList<String>();
        parse(parameters.text("tags")).forEach((key, value) -> filters.add("{ " + condition(key, value) + " }"));
        long min = duration(parameters, "minDuration");
        long max = duration(parameters, "maxDuration");
        if (parameters.has("minDuration")) filters.add("{ traceDuration >= " + min + "ms }");
        if (parameters.has("maxDuration")) {
            if (max <= min) throw RequestException.invalid("invalid maxDuration: must be greater than minDuration");
            filters.add("{ traceDuration <= " + max + "ms }");
        }
        return filters.isEmpty() ? "{}" : String.join(" && ", filters);
    }

    /// Milliseconds, 0 if absent.
    private static long duration(Parameters parameters, String name) {
        String text = parameters.text(name);
        if (text.isEmpty()) return 0;
        try {
            return Durations.checkedGoNanos(text) / 1_000_000;
        } catch (IllegalArgumentException e) {
            throw RequestException.invalid("invalid " + name + ": " + e.getMessage());
        }
    }

    private static String condition(String key, String value) {
        return switch (key) {
            case "name" -> "name =~ " + part(value);
            case "status.code" -> "status = " + (value.equals("ok") || value.equals("error") ? value : "unset");
            case "root.service.name" -> "rootServiceName =~ " + part(value);
            case "root.name" -> "rootName =~ " + part(value);
            case "service.name" -> "resource.service.name =~ " + part(value);
            case "http.status_code" ->
                value.matches("-?\\d{1,18}") ? "span.http.status_code = " + value : anywhere(key, " = " + quote(value));
            default -> anywhere(key, BY_PART.contains(key) ? " =~ " + part(value) : " = " + quote(value));
        };
    }

    private static String anywhere(String key, String comparison) {
        String name = "\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return "span." + name + comparison + " || resource." + name + comparison;
    }

    private static String part(String value) {
        StringBuilder pattern = new StringBuilder(".*");
        value.codePoints().forEach(c -> {
            if ("\\.+*?()|[]{}^$".indexOf(c) >= 0) pattern.append('\\');
            pattern.appendCodePoint(c);
        });
        return quote(pattern.append(".*").toString());
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
            throw RequestException.invalid("invalid tags: unterminated quoted value at pos " + (text.length() + 1));
        return at + 1;
    }
}
