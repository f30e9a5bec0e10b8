package io.tenuto.blocks.tenuto1;

import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.parquet.Values;
import java.util.Arrays;

/// Which values of one sparse column a row group has, and at which of its entries. Reused from group to group.
final class Collected {
    private final SparseColumn column;
    int[] entries = new int[16];
    int[] places = new int[16];
    int count;

    Collected(SparseColumn column) {
        this.column = column;
    }

    void clear() {
        count = 0;
    }

    void add(int entry, int place) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, count * 2);
            places = Arrays.copyOf(places, count * 2);
        }
        entries[count] = entry;
        places[count++] = place;
    }

    /// Whether the last value was of this entry: then another one of the same entry goes elsewhere.
    boolean hasLast(int entry) {
        return count > 0 && entries[count - 1] == entry;
    }

    Values values(NumberCoder coder) {
        return values(column, places, count, coder);
    }

    /// Values `places[0, count)` of a column.
    static Values values(SparseColumn column, int[] places, int count, NumberCoder coder) {
        return switch (column.type()) {
            case STRING, ODD, NONE -> {
                int[] ids = new int[count];
                for (int i = 0; i < count; i++) ids[i] = column.ids()[places[i]];
                var dictionary = column.dictionary();
                yield new Values.Coded(
                        ids, count, new Values.Bytes(dictionary.heap(), dictionary.starts(), dictionary.size()));
            }
            case INT -> coder.longs(numbers(column, places, count), count);
            case DOUBLE -> coder.doubles(numbers(column, places, count), count);
            case BOOLEAN -> {
                long[] words = new long[Math.max(1, (count + 63) >> 6)];
                for (int i = 0; i < count; i++) if (column.numbers()[places[i]] != 0) words[i >> 6] |= 1L << i;
                yield new Values.Booleans(words, count);
            }
        };
    }

    private static long[] numbers(SparseColumn column, int[] places, int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) numbers[i] = column.numbers()[places[i]];
        return numbers;
    }
}
