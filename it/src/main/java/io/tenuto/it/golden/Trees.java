package io.tenuto.it.golden;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Comparisons of JSON trees.
final class Trees {
    static final JsonMapper JSON = new JsonMapper();
    /// Before what is missing of an array; texts are all listed.
    static final String MISSING = "[]: missing ";

    private static final double TOLERANCE = 1e-8;

    private Trees() {}

    /// Where the trees differ first; "" if nowhere. Numbers may differ by one part in 10^8 if `isTolerant`.
    static String difference(JsonNode expected, JsonNode actual, boolean isTolerant) {
        return difference("", expected, actual, isTolerant);
    }

    private static String difference(String path, JsonNode expected, JsonNode actual, boolean isTolerant) {
        if (expected.isObject() && actual.isObject()) return objects(path, expected, actual, isTolerant);
        if (expected.isArray() && actual.isArray()) {
            for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
                String found = difference(path + "[" + i + "]", expected.path(i), actual.path(i), isTolerant);
                if (!found.isEmpty()) return found;
            }
            boolean isSame = expected.size() == actual.size();
            return isSame ? "" : path + ": " + expected.size() + " entries expected, got " + actual.size();
        }
        boolean isSame = expected.isNumber() && actual.isNumber()
                ? isClose(expected.asDouble(), actual.asDouble(), isTolerant)
                : expected.equals(actual);
        return isSame ? "" : path + ": expected " + brief(expected) + ", got " + brief(actual);
    }

    private static String objects(String path, JsonNode expected, JsonNode actual, boolean isTolerant) {
        TreeSet<String> names = new TreeSet<>(expected.propertyNames());
        names.addAll(actual.propertyNames());
        for (String name : names) {
            String at = path + "." + name;
            if (!actual.has(name)) return at + ": missing, expected " + brief(expected.path(name));
            if (!expected.has(name)) return at + ": not expected: " + brief(actual.path(name));
            String found = difference(at, expected.path(name), actual.path(name), isTolerant);
            if (!found.isEmpty()) return found;
        }
        return "";
    }

    private static boolean isClose(double expected, double actual, boolean isTolerant) {
        if (expected == actual) return true;
        return isTolerant && Math.abs(expected - actual) <= TOLERANCE * Math.max(Math.abs(expected), Math.abs(actual));
    }

    static String brief(JsonNode node) {
        String text = node.toString();
        return text.length() <= 300 ? text : text.substring(0, 300) + "...";
    }

    /// A copy in which the arrays that `isUnordered` accepts, by their property name, are sorted.
    static JsonNode sorted(JsonNode node, Predicate<String> isUnordered) {
        return sorted("", node, isUnordered);
    }

    private static JsonNode sorted(String name, JsonNode node, Predicate<String> isUnordered) {
        if (node.isObject()) {
            ObjectNode copy = JSON.createObjectNode();
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                copy.set(property.getKey(), sorted(property.getKey(), property.getValue(), isUnordered));
            }
            return copy;
        }
        if (!node.isArray()) return node;
        List<JsonNode> elements = new ArrayList<>();
        for (JsonNode element : node) elements.add(sorted(name, element, isUnordered));
        if (isUnordered.test(name)) elements.sort(Comparator.comparing(Trees::sortKey));
        ArrayNode copy = JSON.createArrayNode();
        elements.forEach(copy::add);
        return copy;
    }

    /// Text that is the same for nodes that are the same: properties by name, numbers by their first six digits.
    private static String sortKey(JsonNode node) {
        StringBuilder key = new StringBuilder();
        appendSortKey(node, key);
        return key.toString();
    }

    private static void appendSortKey(JsonNode node, StringBuilder key) {
        if (node.isObject()) {
            key.append('{');
            for (String name : new TreeSet<>(node.propertyNames())) {
                key.append(name).append(':');
                appendSortKey(node.path(name), key);
            }
            key.append('}');
        } else if (node.isArray()) {
            key.append('[');
            for (JsonNode element : node) appendSortKey(element, key);
            key.append(']');
        } else if (node.isFloatingPointNumber()) {
            key.append(String.format("%.5e", node.asDouble()));
        } else {
            key.append(node).append(',');
        }
    }

    /// What of `expected` is not in `actual`; "" if all is. Arrays are sets; their objects are told apart by `name`.
    static String missing(JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            for (Map.Entry<String, JsonNode> property : expected.properties()) {
                String found = missing(property.getValue(), actual.path(property.getKey()));
                if (!found.isEmpty()) return "." + property.getKey() + found;
            }
            return "";
        }
        if (expected.isArray()) return missingElements(expected, actual);
        return expected.equals(actual) ? "" : ": expected " + brief(expected) + ", got " + brief(actual);
    }

    private static String missingElements(JsonNode expected, JsonNode actual) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : expected) {
            boolean isThere = false;
            for (JsonNode candidate : actual)
                isThere |= missing(element, candidate).isEmpty();
            if (isThere) continue;
            if (element.isString()) {
                texts.add(element.toString());
                continue;
            }
            for (JsonNode candidate : actual) {
                boolean isNamesake = element.has("name") && element.path("name").equals(candidate.path("name"));
                if (isNamesake) return "[" + element.path("name").asString() + "]" + missing(element, candidate);
            }
            return MISSING + brief(element);
        }
        return texts.isEmpty() ? "" : MISSING + String.join(", ", texts);
    }

    /// Where the property names or the types of values differ; "" if nowhere. An array has the shapes of its elements.
    static String shapeDifference(JsonNode expected, JsonNode actual) {
        TreeSet<String> wanted = new TreeSet<>();
        TreeSet<String> found = new TreeSet<>();
        collectShape("", expected, wanted);
        collectShape("", actual, found);
        for (String path : wanted) {
            if (!found.contains(path)) return "shape: missing " + path;
        }
        return "";
    }

    private static void collectShape(String path, JsonNode node, TreeSet<String> shape) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                // Maps by service or by name have keys of their own making.
                boolean isMap = path.endsWith(".serviceStats");
                collectShape(path + "." + (isMap ? "*" : property.getKey()), property.getValue(), shape);
            }
        } else if (node.isArray()) {
            shape.add(path + " array");
            for (JsonNode element : node) collectShape(path + "[]", element, shape);
        } else {
            shape.add(path + " "
                    + (node.isNumber() ? "number" : node.isString() ? "text" : node.isBoolean() ? "bool" : "null"));
        }
    }
}
