package io.tenuto.blocks.tenuto1;

import io.tenuto.blocks.segment.SegmentData;
import io.tenuto.blocks.segment.TraceFacts;
import io.tenuto.blocks.segment.TraceServices;
import java.util.Arrays;

/// Facts of the traces of rows that were read back: rows of a trace follow each other. Services are not counted again.
final class RowFacts {
    private RowFacts() {}

    static TraceFacts of(
            int rows,
            int traces,
            long[] highs,
            long[] lows,
            int[] ordinals,
            long[] starts,
            long[] durations,
            long[] parentIds,
            int[] statuses) {
        long[] first = new long[traces];
        long[] last = new long[traces];
        int[] root = new int[traces];
        int[] spans = new int[traces];
        int[] errors = new int[traces];
        int[] head = new int[traces];
        int[] next = new int[rows];
        Arrays.fill(first, Long.MAX_VALUE);
        Arrays.fill(last, Long.MIN_VALUE);
        Arrays.fill(root, -1);
        for (int row = 0; row < rows; row++) {
            int trace = ordinals[row];
            if (spans[trace]++ == 0) head[trace] = row;
            next[row] = row + 1 < rows && ordinals[row + 1] == trace ? row + 1 : -1;
            first[trace] = Math.min(first[trace], starts[row]);
            last[trace] = Math.max(last[trace], starts[row] + durations[row]);
            if (parentIds[row] == 0) root[trace] = row;
            if ((statuses[row] & ~SegmentData.HAS_STATUS) == 2) errors[trace]++;
        }
        int[] none = new int[traces];
        Arrays.fill(none, -1);
        var services = new TraceServices(none, new int[0], new int[0], new int[0], new int[0]);
        return new TraceFacts(
                traces,
                Arrays.copyOf(highs, traces),
                Arrays.copyOf(lows, traces),
                first,
                last,
                root,
                spans,
                errors,
                head,
                next,
                services);
    }
}
