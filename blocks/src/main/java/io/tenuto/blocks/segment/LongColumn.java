package io.tenuto.blocks.segment;

import java.util.Arrays;

/// One long per entry, in order. Appended by one thread; earlier entries never change.
final class LongColumn {
    /// Few: a segment has some ten columns, and a small tenant's a row or two.
    private long[] values = new long[8];
    private int size;

    void add(long value) {
        if (size == values.length) values = Arrays.copyOf(values, size < 1 << 16 ? size * 2 : size + size / 2);
        values[size++] = value;
    }

    long[] view() {
        return values;
    }

    long memoryBytes() {
        return 8L * values.length;
    }
}
