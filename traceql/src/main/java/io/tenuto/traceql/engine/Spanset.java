package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.List;

/// Spans of one trace, as ascending source rows, with what `by` and aggregates added.
record Spanset(int[] rows, List<Attribute> attributes) {
    /// A named value of a spanset.
    public record Attribute(String name, Static value) {}

    Spanset {
        attributes = List.copyOf(attributes);
    }

    Spanset with(String name, Static value) {
        var more = new ArrayList<>(attributes);
        more.add(new Attribute(name, value));
        return new Spanset(rows, more);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
