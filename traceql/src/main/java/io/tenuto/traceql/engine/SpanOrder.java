package io.tenuto.traceql.engine;

import java.util.Arrays;
import java.util.Comparator;

/// The order of the spans of one trace wherever order shows: in nested-set numbers, and in which of several roots names
/// the trace (the last). By start, then identifier, kind and content, so that it does not depend on how spans are
/// stored.
public final class SpanOrder {
    private SpanOrder() {}

    /// `rows` in that order; the values are looked up by row.
    public static int[] sorted(int[] rows, long[] starts, long[] spanIds, long[] kinds, long[] contentHashes) {
        boolean isSorted = true;
        for (int i = 1; i < rows.length && isSorted; i++) isSorted = starts[rows[i - 1]] < starts[rows[i]];
        if (isSorted) return rows;
        Integer[] order = new Integer[rows.length];
        Arrays.setAll(order, i -> rows[i]);
        Arrays.sort(
                order,
                Comparator.<Integer>comparingLong(row -> starts[row])
                        .thenComparingLong(row -> spanIds[row])
                        .thenComparingLong(row -> kinds[row])
                        .thenComparingLong(row -> contentHashes[row]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }
}
