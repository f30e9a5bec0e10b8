package io.tenuto.it.golden;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// JSON text as its server wrote it: order of properties, form of numbers and escapes, and white space all count. Only
/// the order within `attributes` is made the same, and the top-level `metrics` is cut.
final class RawJson {
    private final String text;
    private int at;

    private RawJson(String text) {
        this.text = text;
    }

    static String comparable(String text) {
        RawJson json = new RawJson(text);
        String value = json.value("", 0);
        return value + text.substring(json.at);
    }

    /// The value that starts here, rewritten, with the white space around it.
    private String value(String name, int depth) {
        String space = space();
        char c = text.charAt(at);
        String value = switch (c) {
            case '{' -> object(depth);
            case '[' -> array(name, depth);
            case '"' -> string();
            default -> scalar();
        };
        return space + value + space();
    }

    private String object(int depth) {
        StringBuilder rewritten = new StringBuilder("{");
        at++;
        if (!space().isEmpty() || text.charAt(at) == '}') {
            at++;
            return "{}";
        }
        while (true) {
            String before = space();
            String name = string();
            String after = space();
            at++;
            String value = value(name, depth + 1);
            boolean isCut = depth == 0 && name.equals("\"metrics\"");
            rewritten.append(before).append(name).append(after).append(':').append(isCut ? "" : value);
            if (text.charAt(at++) == '}') return rewritten.append('}').toString();
            rewritten.append(',');
        }
    }

    private String array(String name, int depth) {
        List<String> elements = new ArrayList<>();
        at++;
        if (text.charAt(at) == ']') {
            at++;
            return "[]";
        }
        do {
            elements.add(value("", depth + 1));
        } while (text.charAt(at++) == ',');
        if (name.equals("\"attributes\"")) Collections.sort(elements);
        return "[" + String.join(",", elements) + "]";
    }

    private String string() {
        int start = at++;
        while (text.charAt(at) != '"') at += text.charAt(at) == '\\' ? 2 : 1;
        at++;
        return text.substring(start, at);
    }

    private String scalar() {
        int start = at;
        while (at < text.length() && ",}] \n\r\t".indexOf(text.charAt(at)) < 0) at++;
        return text.substring(start, at);
    }

    private String space() {
        int start = at;
        while (at < text.length() && " \n\r\t".indexOf(text.charAt(at)) >= 0) at++;
        return text.substring(start, at);
    }
}
