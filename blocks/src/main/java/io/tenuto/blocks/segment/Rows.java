package io.tenuto.blocks.segment;

import java.util.Arrays;

/// Ascending row numbers: a range, or a list.
final class Rows {
    private static final int[] NO_LIST = {};

    private final int from;
    private final int count;
    private final int[] list;

    private Rows(int from, int count, int[] list) {
        this.from = from;
        this.count = count;
        this.list = list;
    }

    static Rows range(int from, int to) {
        return new Rows(from, to - from, NO_LIST);
    }

    static Rows list(int[] rows) {
        return rows.length == 0 ? range(0, 0) : new Rows(rows[0], rows.length, rows);
    }

    int count() {
        return count;
    }

    boolean isRange() {
        return list.length == 0;
    }

    int from() {
        return from;
    }

    int row(int index) {
        return list.length == 0 ? from + index : list[index];
    }

    /// `values` of these rows; behind the array's end there is 0.
    long[] pick(long[] values) {
        if (isRange()) return Arrays.copyOfRange(values, from, from + count);
        long[] picked = new long[count];
        for (int i = 0; i < count; i++) picked[i] = values[list[i]];
        return picked;
    }

    long[] pickLongs(int[] values) {
        long[] picked = new long[count];
        if (isRange()) {
            int end = Math.min(count, values.length - from);
            for (int i = 0; i < end; i++) picked[i] = values[from + i];
        } else {
            for (int i = 0; i < count; i++) picked[i] = IntColumn.at(values, list[i]);
        }
        return picked;
    }

    int[] pickInts(int[] values) {
        int[] picked = new int[count];
        if (isRange()) {
            int end = Math.min(count, values.length - from);
            if (end > 0) System.arraycopy(values, from, picked, 0, end);
        } else {
            for (int i = 0; i < count; i++) picked[i] = IntColumn.at(values, list[i]);
        }
        return picked;
    }
}
