package io.tenuto.app;

import io.tenuto.wire.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/// One log line of named values, in logfmt or as JSON.
final class LogLine {
    private final Map<String, String> values = new LinkedHashMap<>();

    static LogLine of(String level, String message) {
        return new LogLine().with("level", level).with("msg", message);
    }

    LogLine with(String name, String value) {
        values.put(name, value);
        return this;
    }

    String logfmt() {
        var out = new StringBuilder();
        values.forEach((name, value) -> {
            if (!out.isEmpty()) out.append(' ');
            out.append(name).append('=');
            boolean bare = !value.isEmpty() && value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=' && c < 127);
            out.append(bare ? value : quoted(value));
        });
        return out.toString();
    }

    String json() {
        var out = new JsonWriter().beginObject();
        values.forEach(out::field);
        return out.endObject().toString();
    }

    private static String quoted(String value) {
        var out = new StringBuilder("\"");
        value.chars().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
