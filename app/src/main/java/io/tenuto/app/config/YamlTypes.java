package io.tenuto.app.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// What a YAML scalar is as a value of a type, in the form in which settings keep it.
final class YamlTypes {
    private static final int SHOWN_WHOLE = 10;
    private static final int SHOWN_OF_LONG = 7;

    private YamlTypes() {}

    static boolean isNull(Node node) {
        return node instanceof ScalarNode && node.getTag().getValue().endsWith(":null");
    }

    /// The scalar as a value of `type`; empty if it is none.
    static Optional<String> convert(ScalarNode scalar, String type) {
        String text = scalar.getValue();
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        return switch (type) {
            case "bool" -> plain ? bool(text) : Optional.empty();
            case "int", "int64" -> plain ? whole(text, false) : Optional.empty();
            case "uint32", "uint64" -> plain ? whole(text, true) : Optional.empty();
            case "float64" -> plain && isNumber(text) ? Optional.of(text.replace("_", "")) : Optional.empty();
            case "time.Duration" -> goDuration(text, plain);
            case "model.Duration" -> Values.promDurationNanos(text).map(nanos -> text);
            default -> Optional.of(text);
        };
    }

    private static Optional<String> goDuration(String text, boolean plain) {
        if (plain && whole(text, false).isPresent()) return whole(text, false);
        return Values.goDurationNanos(text).map(nanos -> text);
    }

    private static Optional<String> bool(String text) {
        return switch (text) {
            case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON", "y", "Y" -> Optional.of("true");
            case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF", "n", "N" -> Optional.of("false");
            default -> Optional.empty();
        };
    }

    private static Optional<String> whole(String text, boolean unsigned) {
        String digits = text.replace("_", "");
        if (unsigned && digits.startsWith("-")) return Optional.empty();
        try {
            if (digits.matches("[-+]?[0-9]+")) return Optional.of(Long.toString(Long.parseLong(digits)));
            if (digits.matches("0[xX][0-9a-fA-F]+")) return Optional.of(Long.toString(Long.decode(digits)));
            if (isNumber(digits)) {
                double value = Double.parseDouble(digits);
                if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                    return Optional.of(Long.toString((long) value));
                }
            }
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isNumber(String text) {
        return text.matches("[-+]?([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?\\.(inf|Inf|INF)");
    }

    /// The message's words for a node that is no value of the type.
    static String misfit(Node node, String typeName) {
        if (!(node instanceof ScalarNode scalar)) {
            return "cannot unmarshal %s into %s".formatted(node instanceof MappingNode ? "!!map" : "!!seq", typeName);
        }
        String text = scalar.getValue();
        String shown = text.length() > SHOWN_WHOLE ? text.substring(0, SHOWN_OF_LONG) + "..." : text;
        return "cannot unmarshal %s `%s` into %s".formatted(shortTag(scalar), shown, typeName);
    }

    private static String shortTag(ScalarNode scalar) {
        String tag = scalar.getTag().getValue();
        return "!!" + tag.substring(tag.lastIndexOf(':') + 1);
    }
}
