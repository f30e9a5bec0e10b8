package io.tenuto.model;

import java.util.Comparator;

/// An attribute's scope and name, exact and case-sensitive.
public record AttributeKey(AttributeScope scope, String name) implements Comparable<AttributeKey> {
    private static final Comparator<AttributeKey> ORDER =
            Comparator.comparing(AttributeKey::scope).thenComparing(AttributeKey::name);

    public static final AttributeKey SERVICE_NAME = new AttributeKey(AttributeScope.RESOURCE, "service.name");

    @Override
    public int compareTo(AttributeKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return scope.label() + "." + name;
    }
}
