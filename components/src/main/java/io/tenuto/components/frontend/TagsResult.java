package io.tenuto.components.frontend;

import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.source.ValueType;
import java.util.SortedSet;
import java.util.TreeSet;

/// Distinct keys or values, sorted. Immutable by agreement.
public record TagsResult(SortedSet<AttributeKey> keys, SortedSet<Value> values, long inspectedBytes) {
    /// A value as text with its type.
    public record Value(String text, ValueType type) implements Comparable<Value> {
        @Override
        public int compareTo(Value other) {
            int byText = text.compareTo(other.text);
            return byText != 0 ? byText : type.compareTo(other.type);
        }
    }

    public static TagsResult none() {
        return new TagsResult(new TreeSet<>(), new TreeSet<>(), 0);
    }

    public TagsResult plus(TagsResult other) {
        var allKeys = new TreeSet<>(keys);
        allKeys.addAll(other.keys);
        var allValues = new TreeSet<>(values);
        allValues.addAll(other.values);
        return new TagsResult(allKeys, allValues, inspectedBytes + other.inspectedBytes);
    }
}
