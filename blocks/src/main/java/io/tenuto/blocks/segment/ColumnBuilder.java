package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Grows one sparse column. Appended by one thread; a view stays right while it grows.
public final class ColumnBuilder {
    private static final Dictionary NO_VALUES = new Dictionary(new byte[0], new int[1], 0);
    private static final long[] NO_NUMBERS = {};
    /// Of columns that hold none: never appended to.
    private static final StringTable NO_STRINGS = new StringTable(false);

    /// What a column takes besides its arrays, with what a view adds: what HeldMemoryTest finds on the heap.
    private static final long OBJECT_BYTES = 560;

    private static final int[] NO_IDS = {};

    private final ByteSlice key;
    private final String name;
    private final ColumnType type;
    private final StringTable strings;
    private int[] rows = new int[4];
    private long[] numbers = NO_NUMBERS;
    private int[] ids = NO_IDS;
    private int count;
    /// Of `numbers`, NaN left out.
    private double min = Double.POSITIVE_INFINITY;

    private double max = Double.NEGATIVE_INFINITY;
    private final TextFilter filter;
    private final DistinctNumbers distinct;

    public ColumnBuilder(ByteSlice key, ColumnType type) {
        this(key, type, new AtomicLong());
    }

    /// @param learnedBytes takes the bytes that questions to the column make
    ColumnBuilder(ByteSlice key, ColumnType type, AtomicLong learnedBytes) {
        this.key = key;
        this.name = key.toUtf8();
        this.type = type;
        this.strings = isText() ? new StringTable(true) : NO_STRINGS;
        this.filter = type == ColumnType.STRING ? new TextFilter(learnedBytes) : TextFilter.NONE;
        this.distinct = type.isNumber() ? new DistinctNumbers(learnedBytes) : DistinctNumbers.NOT_KEPT;
        if (isText()) ids = new int[4];
        else numbers = new long[4];
    }

    private boolean isText() {
        return type == ColumnType.STRING || type == ColumnType.ODD;
    }

    public void addNumber(int row, long value) {
        int at = reserve(row);
        numbers[at] = value;
        double number = type == ColumnType.DOUBLE ? Double.longBitsToDouble(value) : value;
        if (number < min) min = number;
        if (number > max) max = number;
    }

    public void addBytes(int row, byte[] bytes, int from, int to) {
        int at = reserve(row);
        ids[at] = strings.intern(bytes, from, to);
    }

    private int reserve(int row) {
        if (count == rows.length) {
            int capacity = count < 1 << 16 ? count * 2 : count + count / 2;
            rows = Arrays.copyOf(rows, capacity);
            if (isText()) ids = Arrays.copyOf(ids, capacity);
            else numbers = Arrays.copyOf(numbers, capacity);
        }
        rows[count] = row;
        return count++;
    }

    public SparseColumn view() {
        return new SparseColumn(
                name,
                key,
                type,
                rows,
                numbers,
                ids,
                isText() ? strings.dictionary() : NO_VALUES,
                count,
                new ColumnKnowledge(range(), filter, distinct));
    }

    private NumberRange range() {
        return type.isNumber() ? new NumberRange(min, max) : NumberRange.ALL;
    }

    long memoryBytes() {
        long values = 4L * rows.length + 8L * numbers.length + 4L * ids.length;
        return values + OBJECT_BYTES + (isText() ? strings.memoryBytes() : 0);
    }
}
