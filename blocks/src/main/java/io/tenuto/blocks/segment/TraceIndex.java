package io.tenuto.blocks.segment;

import io.tenuto.base.ByteHash;
import java.util.Arrays;

/// Traces of a growing segment: identifiers to ordinals, rows of each, running facts. Appended by one thread.
final class TraceIndex {
    private long[] high = new long[16];
    private long[] low = new long[16];
    private long[] start = new long[16];
    private long[] end = new long[16];
    private int[] rootRow = new int[16];
    private int[] spanCount = new int[16];
    private int[] errorCount = new int[16];
    private int[] headRow = new int[16];
    private int[] tailRow = new int[16];
    private int[] firstService = new int[16];
    private int[] slots = new int[32];
    private int count;

    /// Per row, the trace's next row, or -1.
    private int[] nextRow = new int[16];

    /// Per (trace, service) met: a list linked from `firstService`, in order of first appearance.
    private int[] serviceId = new int[16];

    private int[] serviceSpans = new int[16];
    private int[] serviceErrors = new int[16];
    private int[] serviceNext = new int[16];
    private int services;

    int count() {
        return count;
    }

    /// The ordinal of the trace, new if it has not been seen.
    int ordinal(long idHigh, long idLow) {
        int mask = slots.length - 1;
        int slot = slotOf(idHigh, idLow, mask);
        while (slots[slot] != 0) {
            int ordinal = slots[slot] - 1;
            if (high[ordinal] == idHigh && low[ordinal] == idLow) return ordinal;
            slot = (slot + 1) & mask;
        }
        int ordinal = add(idHigh, idLow);
        slots[slot] = ordinal + 1;
        if (count * 2 > slots.length) rehash();
        return ordinal;
    }

    static int slotOf(long idHigh, long idLow, int mask) {
        long mixed = ByteHash.mix(idHigh * 31 + idLow);
        return (int) (mixed ^ mixed >>> 32) & mask;
    }

    private int add(long idHigh, long idLow) {
        if (count == high.length) grow(count + count / 2);
        high[count] = idHigh;
        low[count] = idLow;
        start[count] = Long.MAX_VALUE;
        end[count] = Long.MIN_VALUE;
        rootRow[count] = -1;
        headRow[count] = -1;
        firstService[count] = -1;
        return count++;
    }

    private void grow(int capacity) {
        high = Arrays.copyOf(high, capacity);
        low = Arrays.copyOf(low, capacity);
        start = Arrays.copyOf(start, capacity);
        end = Arrays.copyOf(end, capacity);
        rootRow = Arrays.copyOf(rootRow, capacity);
        spanCount = Arrays.copyOf(spanCount, capacity);
        errorCount = Arrays.copyOf(errorCount, capacity);
        headRow = Arrays.copyOf(headRow, capacity);
        tailRow = Arrays.copyOf(tailRow, capacity);
        firstService = Arrays.copyOf(firstService, capacity);
    }

    private void rehash() {
        slots = table(high, low, count, slots.length * 2);
    }

    /// A table in which each trace is found with few probes.
    static int[] lookupTable(long[] high, long[] low, int count) {
        return table(high, low, count, Integer.highestOneBit(Math.max(16, count)) * 4);
    }

    /// An open-addressing table of ordinals plus one.
    static int[] table(long[] high, long[] low, int count, int capacity) {
        int[] slots = new int[capacity];
        for (int ordinal = 0; ordinal < count; ordinal++) {
            int slot = slotOf(high[ordinal], low[ordinal], capacity - 1);
            while (slots[slot] != 0) slot = (slot + 1) & (capacity - 1);
            slots[slot] = ordinal + 1;
        }
        return slots;
    }

    /// Notes row `row`, the highest so far, of trace `ordinal`.
    void addRow(int ordinal, int row, long startNanos, long endNanos, boolean isRoot) {
        if (row >= nextRow.length)
            nextRow = Arrays.copyOf(nextRow, Math.max(row + 1, nextRow.length + nextRow.length / 2));
        nextRow[row] = -1;
        if (headRow[ordinal] < 0) headRow[ordinal] = row;
        else nextRow[tailRow[ordinal]] = row;
        tailRow[ordinal] = row;
        spanCount[ordinal]++;
        start[ordinal] = Math.min(start[ordinal], startNanos);
        end[ordinal] = Math.max(end[ordinal], endNanos);
        if (isRoot) rootRow[ordinal] = row;
    }

    void countService(int ordinal, int service, boolean isError) {
        if (isError) errorCount[ordinal]++;
        int entry = firstService[ordinal];
        int last = -1;
        while (entry >= 0 && serviceId[entry] != service) {
            last = entry;
            entry = serviceNext[entry];
        }
        if (entry < 0) {
            entry = addService(service);
            if (last < 0) firstService[ordinal] = entry;
            else serviceNext[last] = entry;
        }
        serviceSpans[entry]++;
        if (isError) serviceErrors[entry]++;
    }

    private int addService(int service) {
        if (services == serviceId.length) {
            int capacity = services + services / 2;
            serviceId = Arrays.copyOf(serviceId, capacity);
            serviceSpans = Arrays.copyOf(serviceSpans, capacity);
            serviceErrors = Arrays.copyOf(serviceErrors, capacity);
            serviceNext = Arrays.copyOf(serviceNext, capacity);
        }
        serviceId[services] = service;
        serviceSpans[services] = 0;
        serviceErrors[services] = 0;
        serviceNext[services] = -1;
        return services++;
    }

    /// What is there now: facts are copied, row links are shared since rows behind the view are passed over.
    TraceFacts view() {
        return new TraceFacts(
                count,
                high,
                low,
                Arrays.copyOf(start, count),
                Arrays.copyOf(end, count),
                Arrays.copyOf(rootRow, count),
                Arrays.copyOf(spanCount, count),
                Arrays.copyOf(errorCount, count),
                Arrays.copyOf(headRow, count),
                nextRow,
                new TraceServices(
                        Arrays.copyOf(firstService, count),
                        Arrays.copyOf(serviceId, services),
                        Arrays.copyOf(serviceSpans, services),
                        Arrays.copyOf(serviceErrors, services),
                        Arrays.copyOf(serviceNext, services)));
    }

    long memoryBytes() {
        return 56L * high.length + 4L * slots.length + 4L * nextRow.length + 16L * serviceId.length;
    }
}
