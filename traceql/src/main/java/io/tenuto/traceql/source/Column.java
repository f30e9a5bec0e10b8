package io.tenuto.traceql.source;

import io.tenuto.base.Check;
import java.util.List;

/// The values of one key over the entries of a batch. An entry has at most one value, in one of the vectors.
///
/// A key that occurs with several types has one vector for each; a missing value is absent from all of them. Of a key
/// repeated within one span, the first value counts. Values that cannot be queried (empty and mixed arrays, key-value
/// lists, bytes) are absent. An array of one element is a scalar.
public record Column(int entryCount, List<Vector> vectors) {
    public Column {
        vectors = List.copyOf(vectors);
        for (Vector vector : vectors) {
            Check.invariant(
                    vector.entryCount() == entryCount,
                    "vector of %s entries in a column of %s",
                    vector.entryCount(),
                    entryCount);
        }
    }

    public static Column absent(int entryCount) {
        return new Column(entryCount, List.of());
    }

    public boolean isAbsent() {
        return vectors.isEmpty();
    }
}
