package io.tenuto.blocks.tenuto1;

import io.tenuto.parquet.Values;
import java.util.Arrays;

/// Gives numbers of few distinct values a dictionary. Used by one thread; arrays are reused.
final class NumberCoder {
    private static final int DISTINCT_MAX = 4096;

    private final long[] keys = new long[4 * DISTINCT_MAX];
    private final int[] slots = new int[4 * DISTINCT_MAX];
    private final long[] entries = new long[DISTINCT_MAX];

    /// The numbers, with a dictionary if there are few of them. The array is taken over.
    Values longs(long[] numbers, int count) {
        int[] ids = new int[count];
        int distinct = code(numbers, count, ids);
        if (distinct < 0) return new Values.Longs(numbers, count);
        return new Values.Coded(ids, count, new Values.Longs(Arrays.copyOf(entries, distinct), distinct));
    }

    /// Doubles given as their bits.
    Values doubles(long[] bits, int count) {
        int[] ids = new int[count];
        int distinct = code(bits, count, ids);
        int size = distinct < 0 ? count : distinct;
        double[] values = new double[size];
        for (int i = 0; i < size; i++) values[i] = Double.longBitsToDouble(distinct < 0 ? bits[i] : entries[i]);
        var doubles = new Values.Doubles(values, size);
        return distinct < 0 ? doubles : new Values.Coded(ids, count, doubles);
    }

    /// Fills ids and entries; the number of entries, or -1 if there are too many to be worth it.
    private int code(long[] numbers, int count, int[] ids) {
        int max = Math.min(DISTINCT_MAX, Math.max(16, count / 8));
        Arrays.fill(slots, 0);
        int mask = slots.length - 1;
        int size = 0;
        for (int i = 0; i < count; i++) {
            long number = numbers[i];
            long mixed = number * 0x9E3779B97F4A7C15L;
            int slot = (int) (mixed >>> 40) & mask;
            while (slots[slot] != 0 && keys[slot] != number) slot = (slot + 1) & mask;
            if (slots[slot] == 0) {
                if (size == max) return -1;
                keys[slot] = number;
                entries[size++] = number;
                slots[slot] = size;
            }
            ids[i] = slots[slot] - 1;
        }
        return size;
    }
}
