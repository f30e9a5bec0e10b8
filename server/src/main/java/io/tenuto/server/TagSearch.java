package io.tenuto.server;

import io.tenuto.base.RequestException;
import java.util.ArrayList;
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
        Logfmt.parse(parameters.text("tags")).forEach((key, value) -> filters.add("{ " + condition(key, value) + " }"));
        long min = duration(parameters, "minDuration");
        long max = duration(parameters, "maxDuration");
        if (min > 0) filters.add("{ traceDuration >= " + min + "ms }");
        if (parameters.has("maxDuration") && min != 0 && min >= max) {
            throw RequestException.invalid("invalid maxDuration: must be greater than minDuration");
        }
        // Zero is no bound, as clients know it.
        if (max > 0) filters.add("{ traceDuration <= " + max + "ms }");
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
}
