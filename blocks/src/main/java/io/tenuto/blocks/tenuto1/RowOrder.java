package io.tenuto.blocks.tenuto1;

import io.tenuto.blocks.segment.IntColumn;
import io.tenuto.blocks.segment.SegmentData;
import io.tenuto.blocks.segment.TraceFacts;
import java.util.Arrays;
import java.util.Comparator;

/// The order of a block's rows and what follows from it.
///
/// Traces are ordered by the bucket of their start and then by identifier, so that both time and identifier prune;
/// the rows of a trace follow each other in the order of its tree.
///
/// @param traces new position of a trace to its ordinal in the segment
/// @param firstRows by position of the trace its first row; one more at the end
/// @param oldRows new row to the segment's row
/// @param parentRows by new row the row of its parent, or -1
/// @param arrival by new row its place among the spans of its trace as they came in
record RowOrder(
        int[] traces,
        int[] firstRows,
        int[] oldRows,
        int[] parentRows,
        int[] left,
        int[] right,
        int[] childCount,
        int[] arrival) {
    /// Long enough that a trace identifier's place is found among few buckets, short enough that a query over the last
    /// minutes skips most row groups of a longer block.
    static final long BUCKET_NANOS = 300_000_000_000L;

    static RowOrder of(SegmentData data) {
        int[] traces = sortedTraces(data.traces());
        int rows = data.rowCount();
        var order = new RowOrder(
                traces,
                new int[traces.length + 1],
                new int[rows],
                new int[rows],
                new int[rows],
                new int[rows],
                new int[rows],
                new int[rows]);
        order.arrange(data);
        return order;
    }

    private static int[] sortedTraces(TraceFacts traces) {
        Integer[] order = new Integer[traces.count()];
        Arrays.setAll(order, i -> i);
        Comparator<Integer> byBucket = Comparator.comparingLong(i -> bucket(traces.start()[i]));
        Arrays.sort(order, byBucket.thenComparing((a, b) -> compareIds(traces, a, b)));
        int[] sorted = new int[order.length];
        for (int i = 0; i < sorted.length; i++) sorted[i] = order[i];
        return sorted;
    }

    static long bucket(long startNanos) {
        return Math.floorDiv(startNanos, BUCKET_NANOS);
    }

    private static int compareIds(TraceFacts traces, int a, int b) {
        int byHigh = Long.compareUnsigned(traces.high()[a], traces.high()[b]);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(traces.low()[a], traces.low()[b]);
    }

    private void arrange(SegmentData data) {
        var tree = new TreeOrder();
        int[] rows = new int[64];
        long[] spanIds = new long[64];
        long[] parentIds = new long[64];
        int[] kinds = new int[64];
        int next = 0;
        for (int t = 0; t < traces.length; t++) {
            firstRows[t] = next;
            int count = data.traces().spanCount()[traces[t]];
            if (rows.length < count) {
                rows = new int[count];
                spanIds = new long[count];
                parentIds = new long[count];
                kinds = new int[count];
            }
            int row = data.traces().headRow()[traces[t]];
            for (int i = 0; i < count; i++, row = data.traces().nextRow()[row]) {
                rows[i] = row;
                spanIds[i] = data.spanIds()[row];
                parentIds[i] = data.parentIds()[row];
                kinds[i] = IntColumn.at(data.kinds(), row);
            }
            tree.arrange(spanIds, parentIds, kinds, count);
            for (int i = 0; i < count; i++) {
                oldRows[next + i] = rows[tree.order[i]];
                arrival[next + i] = tree.order[i];
                parentRows[next + i] = tree.parent[i] < 0 ? -1 : next + tree.parent[i];
                left[next + i] = tree.left[i];
                right[next + i] = tree.right[i];
                childCount[next + i] = tree.childCount[i];
            }
            next += count;
        }
        firstRows[traces.length] = next;
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
