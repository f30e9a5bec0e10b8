package io.tenuto.blocks.tenuto1;

import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Attribute keys of spans, events and links to their attributes' indexes.
record AttributeMap(Map<AttributeKey, int[]> byKey) {
    private static final int[] NONE = {};

    static AttributeMap of(CoreIndex index) {
        var byKey = new HashMap<AttributeKey, int[]>();
        add(byKey, AttributeScope.SPAN, index.spans());
        add(byKey, AttributeScope.EVENT, index.events());
        add(byKey, AttributeScope.LINK, index.links());
        return new AttributeMap(byKey);
    }

    private static void add(Map<AttributeKey, int[]> into, AttributeScope scope, List<AttributeColumn> attributes) {
        var indexes = new TreeMap<String, List<Integer>>();
        for (int i = 0; i < attributes.size(); i++) {
            indexes.computeIfAbsent(attributes.get(i).key().toUtf8(), key -> new ArrayList<>())
                    .add(i);
        }
        indexes.forEach((name, list) -> into.put(
                new AttributeKey(scope, name),
                list.stream().mapToInt(Integer::intValue).toArray()));
    }

    int[] indexes(AttributeKey key) {
        return byKey.getOrDefault(key, NONE);
    }

    /// Which part of the residual list belongs to a scope.
    static int owner(AttributeScope scope) {
        return switch (scope) {
            case SPAN -> Residue.SPAN;
            case EVENT -> Residue.EVENT;
            case LINK -> Residue.LINK;
            case RESOURCE, INSTRUMENTATION -> throw new IllegalArgumentException("scope " + scope);
        };
    }
}
