package io.tenuto.traceql.engine;

import io.tenuto.traceql.source.TraceTable;
import java.util.Arrays;
import java.util.Comparator;

/// Orders traces by their start, the newest first; those that start together by identifier. Pure.
final class NewestFirst {
    private NewestFirst() {}

    /// Sorts `traces`, which are ordinals of the table, in place.
    static void sort(int[] traces, TraceTable table) {
        int count = traces.length;
        if (count < 2) return;
        long oldest = Long.MAX_VALUE;
        long newest = Long.MIN_VALUE;
        for (int trace : traces) {
            oldest = Math.min(oldest, table.startUnixNanos(trace));
            newest = Math.max(newest, table.startUnixNanos(trace));
        }
        // An age and a place share a long, so that nothing is boxed. Clocks that are wrong by years may leave no room.
        int placeBits = Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
        long span = newest - oldest;
        if (span < 0 || span >= Long.MAX_VALUE >> placeBits) {
            sortBoxed(traces, table);
            return;
        }
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) keys[i] = newest - table.startUnixNanos(traces[i]) << placeBits | i;
        Arrays.sort(keys);
        int[] before = traces.clone();
        for (int i = 0; i < count; i++) traces[i] = before[(int) (keys[i] & (1L << placeBits) - 1)];
        for (int from = 0; from < count; ) {
            int to = from + 1;
            while (to < count && keys[to] >> placeBits == keys[from] >> placeBits) to++;
            if (to - from > 1) sortTogether(traces, from, to, table);
            from = to;
        }
    }

    private static void sortTogether(int[] traces, int from, int to, TraceTable table) {
        int[] together = Arrays.copyOfRange(traces, from, to);
        sortBoxed(together, table);
        System.arraycopy(together, 0, traces, from, together.length);
    }

    private static void sortBoxed(int[] traces, TraceTable table) {
        int[] sorted = Arrays.stream(traces)
                .boxed()
                .sorted(Comparator.comparingLong((Integer trace) -> table.startUnixNanos(trace))
                        .reversed()
                        .thenComparing(table::id))
                .mapToInt(Integer::intValue)
                .toArray();
        System.arraycopy(sorted, 0, traces, 0, traces.length);
    }
}
