package io.tenuto.traceql.metrics;

import java.util.Arrays;

/// Numbers pairs of numbers from 0. Used by one thread.
final class PairCodes {
    /// With this many pairs the numbering should begin anew.
    private static final int PAIRS_MAX = 1 << 18;

    private static final int FIRST_SLOTS = 256;

    private long[] pairs = new long[FIRST_SLOTS];
    /// The number plus one; 0 where the slot is free.
    private int[] numbers = new int[FIRST_SLOTS];

    private int count;

    boolean isFull() {
        return count >= PAIRS_MAX;
    }

    void clear() {
        Arrays.fill(numbers, 0);
        count = 0;
    }

    /// Sets `into[i]` to the number of the pair `(first[i], second[i])`; `into` may be `first`.
    void combine(int[] first, int[] second, int size, int[] into) {
        long lastPair = 0;
        int last = -1;
        for (int i = 0; i < size; i++) {
            long pair = (long) first[i] << 32 | second[i];
            // Neighbours are mostly alike.
            if (last < 0 || pair != lastPair) {
                last = number(pair);
                lastPair = pair;
            }
            into[i] = last;
        }
    }

    private int number(long pair) {
        int slot = slot(pair);
        if (numbers[slot] != 0) return numbers[slot] - 1;
        if (count * 2 >= pairs.length) {
            grow();
            slot = slot(pair);
        }
        pairs[slot] = pair;
        numbers[slot] = ++count;
        return count - 1;
    }

    private int slot(long pair) {
        int mask = pairs.length - 1;
        long mixed = pair * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed ^ mixed >>> 32) & mask;
        while (numbers[slot] != 0 && pairs[slot] != pair) slot = (slot + 1) & mask;
        return slot;
    }

    private void grow() {
        long[] oldPairs = pairs;
        int[] oldNumbers = numbers;
        pairs = new long[oldPairs.length * 2];
        numbers = new int[pairs.length];
        for (int i = 0; i < oldPairs.length; i++) {
            if (oldNumbers[i] == 0) continue;
            int slot = slot(oldPairs[i]);
            pairs[slot] = oldPairs[i];
            numbers[slot] = oldNumbers[i];
        }
    }
}
