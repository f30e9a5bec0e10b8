package io.tenuto.blocks.segment;

import java.util.Arrays;

/// One int per entry, 0 by default; takes no memory while all are 0. Appended by one thread.
public final class IntColumn {
    /// Few: a segment has some twenty columns, and a small tenant's a row or two.
    private static final int FIRST_COUNT = 8;

    private int[] values = {};

    /// Sets entry `index`, the highest so far.
    void set(int index, int value) {
        if (value == 0 && values.length == 0) return;
        if (index >= values.length)
            values = Arrays.copyOf(
                    values, Math.max(Math.max(FIRST_COUNT, index + 1), values.length + values.length / 2));
        values[index] = value;
    }

    /// The values; indexes behind the array's end are 0.
    int[] view() {
        return values;
    }

    public static int at(int[] values, int index) {
        return index < values.length ? values[index] : 0;
    }

    long memoryBytes() {
        return 4L * values.length;
    }
}
