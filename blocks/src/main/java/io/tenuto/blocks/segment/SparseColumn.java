package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Values of one type for those rows that have one. What it shows is immutable; what is known of it grows.
///
/// @param name the attribute's key as text
/// @param key the same as it came, for giving it back
/// @param type how values are held
/// @param rows ascending row of each value; a row may repeat when a key is repeated within it
/// @param numbers INT as they are, DOUBLE as raw bits, BOOLEAN as 0 or 1; empty for the others
/// @param ids STRING and ODD: which entry of `dictionary`; empty for the others
/// @param dictionary STRING: the values; ODD: encoded AnyValue messages
/// @param count how many entries are valid
/// @param known what can be told without looking at each value
public record SparseColumn(
        String name,
        ByteSlice key,
        ColumnType type,
        int[] rows,
        long[] numbers,
        int[] ids,
        Dictionary dictionary,
        int count,
        ColumnKnowledge known)
        implements ColumnSummary {

    private static final long[] NO_NUMBERS = {};

    /// A column of which nothing is known but its values.
    public SparseColumn(
            String name,
            ByteSlice key,
            ColumnType type,
            int[] rows,
            long[] numbers,
            int[] ids,
            Dictionary dictionary,
            int count) {
        this(name, key, type, rows, numbers, ids, dictionary, count, ColumnKnowledge.NONE);
    }

    @Override
    public boolean mayReach(double min, double max) {
        return known.range().reaches(min, max);
    }

    @Override
    public boolean mayHold(List<ByteSlice> texts) {
        return known.filter().mayHold(dictionary, texts);
    }

    @Override
    public Optional<Dictionary> texts(int sizeMax) {
        boolean areFew = type == ColumnType.STRING && dictionary.size() <= sizeMax;
        return areFew ? Optional.of(dictionary) : Optional.empty();
    }

    @Override
    public Dictionary texts() {
        return dictionary;
    }

    @Override
    public Optional<long[]> distinctNumbers() {
        return type.isNumber() ? known.distinct().of(numbers, count) : Optional.of(NO_NUMBERS);
    }

    /// Index of the first value whose row is `row` or later.
    public int firstFrom(int row) {
        if (count == 0 || rows[0] >= row) return 0;
        if (rows[count - 1] < row) return count;
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows[middle] < row) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// Number of distinct rows that have a value.
    int rowCount() {
        int distinct = 0;
        for (int i = 0; i < count; i++) if (i == 0 || rows[i] != rows[i - 1]) distinct++;
        return distinct;
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return name + ":" + type + "×" + count + Arrays.toString(Arrays.copyOf(rows, Math.min(count, 4)));
    }
}
