package io.tenuto.it.golden;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Attributes of OTLP in JSON by what queries can do with their values.
final class OtlpValues {
    private static final Set<String> SCALARS = Set.of("stringValue", "boolValue", "intValue", "doubleValue");

    private final Set<String> comparable = new TreeSet<>();
    private final Set<String> others = new TreeSet<>();

    /// Takes in all attributes anywhere below `node`.
    void add(JsonNode node) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                if (property.getKey().equals("attributes")) property.getValue().forEach(this::addAttribute);
                else add(property.getValue());
            }
        } else if (node.isArray()) {
            node.forEach(this::add);
        }
    }

    private void addAttribute(JsonNode attribute) {
        Set<String> names = isComparable(attribute.path("value")) ? comparable : others;
        names.add(attribute.path("key").asString());
    }

    /// Scalars, and arrays of one type of them.
    private static boolean isComparable(JsonNode value) {
        if (SCALARS.stream().anyMatch(value::has)) return true;
        Set<String> types = new TreeSet<>();
        value.path("arrayValue").path("values").forEach(element -> types.addAll(element.propertyNames()));
        return types.size() == 1 && SCALARS.containsAll(types);
    }

    /// Names none of whose values can be compared.
    Set<String> neverComparable() {
        Set<String> names = new TreeSet<>(others);
        names.removeAll(comparable);
        return names;
    }
}
