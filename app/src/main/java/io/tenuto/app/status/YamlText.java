package io.tenuto.app.status;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Writes trees of maps, lists and finished scalars as YAML in block style.
///
/// A scalar is a text that stands as it is; [#scalar] makes one of any text.
final class YamlText {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9_./\\\\(<$^+%~][^#:\"'\\n]*(?::[^ #\"'\\n]+[^#\"'\\n:]*)*");
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "(?i)true|false|yes|no|on|off|null|~|[-+]?[0-9][0-9_]*(\\.[0-9]*)?(e[-+]?[0-9]+)?|0x[0-9a-f]+");

    private final String step;
    private final boolean listsIndented;

    /// @param step the indentation of one level
    /// @param listsIndented whether a list's dashes stand deeper than its key
    YamlText(String step, boolean listsIndented) {
        this.step = step;
        this.listsIndented = listsIndented;
    }

    /// How deep a line stands, and how much deeper the next level: within a list always two.
    private record Place(String indent, String step) {
        Place deeper() {
            return new Place(indent + step, step);
        }
    }

    /// A text as a YAML scalar that reads as that text.
    static String scalar(String text) {
        if (text.isEmpty()) return "\"\"";
        boolean plain = PLAIN.matcher(text).matches()
                && !AMBIGUOUS.matcher(text).matches()
                && !text.endsWith(" ")
                && !text.endsWith(":");
        if (plain) return text;
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    String render(Map<String, ?> tree) {
        if (tree.isEmpty()) return "{}\n";
        var out = new StringBuilder();
        map(out, tree, new Place("", step), false);
        return out.toString();
    }

    private void map(StringBuilder out, Map<String, ?> tree, Place place, boolean firstInline) {
        boolean inline = firstInline;
        for (Map.Entry<String, ?> entry : tree.entrySet()) {
            if (!inline) out.append(place.indent());
            inline = false;
            out.append(scalar(entry.getKey())).append(':');
            value(out, entry.getValue(), place);
        }
    }

    private void value(StringBuilder out, Object value, Place place) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
            case Map<?, ?> map -> {
                out.append('\n');
                map(out, texts(map), place.deeper(), false);
            }
            case List<?> list when list.isEmpty() -> out.append(" []\n");
            case List<?> list -> {
                out.append('\n');
                for (Object member : list) member(out, member, listsIndented ? place.deeper() : place);
            }
            default -> out.append(' ').append(value).append('\n');
        }
    }

    private void member(StringBuilder out, Object member, Place place) {
        out.append(place.indent()).append("- ");
        if (member instanceof Map<?, ?> map && !map.isEmpty())
            map(out, texts(map), new Place(place.indent() + "  ", "  "), true);
        else if (member instanceof List<?> || member instanceof Map<?, ?>) out.append("[]\n");
        else out.append(member).append('\n');
    }

    @SuppressWarnings("unchecked") // The keys of all trees here are texts.
    private static Map<String, ?> texts(Map<?, ?> map) {
        return (Map<String, ?>) map;
    }
}
