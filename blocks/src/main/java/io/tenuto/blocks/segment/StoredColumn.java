package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.parquet.MembershipFilter;
import io.tenuto.traceql.source.Dictionary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A sparse column in a segment file. Safe for many threads.
///
/// @param numbers of INT, DOUBLE and BOOLEAN; empty for the others
/// @param ids of STRING and ODD; empty for the others
/// @param range of INT, DOUBLE and BOOLEAN; of others everything
/// @param filter of STRING: bits of a membership filter; empty if there is none
/// @param distinct of INT, DOUBLE and BOOLEAN: the distinct numbers; empty if they are too many
record StoredColumn(
        String name,
        ByteSlice key,
        ColumnType type,
        StoredArray rows,
        StoredArray numbers,
        StoredArray ids,
        StoredDictionary dictionary,
        NumberRange range,
        StoredArray filter,
        StoredArray distinct)
        implements ColumnSummary {
    private static final Dictionary NO_VALUES = new Dictionary(new byte[0], new int[1], 0);

    /// Above this many values a row of the column's range, picking row by row is dearer than taking the range.
    private static final int RANGE_PART = 16;

    @Override
    public int count() {
        return rows.count();
    }

    @Override
    public boolean mayReach(double min, double max) {
        return range.reaches(min, max);
    }

    @Override
    public boolean mayHold(List<ByteSlice> texts) {
        if (filter.count() == 0) return true;
        MembershipFilter values = MembershipFilter.of(ByteSlice.of(filter.bytes(0, filter.count())));
        return texts.stream().anyMatch(values::mayContain);
    }

    @Override
    public Optional<Dictionary> texts(int sizeMax) {
        boolean areFew = type == ColumnType.STRING && dictionary.size() <= sizeMax && dictionary.isSmall();
        return areFew ? Optional.of(dictionary.whole()) : Optional.empty();
    }

    @Override
    public Dictionary texts() {
        return dictionary.whole();
    }

    @Override
    public Optional<long[]> distinctNumbers() {
        return type.isNumber() && count() > 0 && distinct.count() == 0
                ? Optional.empty()
                : Optional.of(distinct.longs());
    }

    boolean isText() {
        return type == ColumnType.STRING || type == ColumnType.ODD;
    }

    /// No value.
    SparseColumn none() {
        return column(new int[0], new long[0], new int[0], NO_VALUES);
    }

    /// At least the values of `wanted`, with the rows' numbers as they are.
    SparseColumn part(Rows wanted) {
        if (wanted.count() == 0 || count() == 0) return none();
        int last = wanted.row(wanted.count() - 1);
        int from = rows.firstIntFrom(0, wanted.row(0));
        if (from == count() || rows.intAt(from) > last) return none();
        int to = rows.firstIntFrom(from, last + 1);
        if (wanted.isRange() || to - from <= RANGE_PART * wanted.count()) {
            return withTexts(
                    rows.ints(from, to),
                    type == ColumnType.NONE || isText() ? new long[0] : numbers.longs(from, to),
                    isText() ? ids.ints(from, to) : new int[0]);
        }
        return picked(Rows.list(places(wanted, from)));
    }

    /// Where the values of the rows stand.
    private int[] places(Rows wanted, int from) {
        int[] places = new int[wanted.count()];
        int found = 0;
        int at = from;
        for (int i = 0; i < wanted.count() && at < count(); i++) {
            int row = wanted.row(i);
            at = rows.firstIntFrom(at, row);
            while (at < count() && rows.intAt(at) == row) {
                if (found == places.length) places = Arrays.copyOf(places, found * 2);
                places[found++] = at++;
            }
        }
        return Arrays.copyOf(places, found);
    }

    private SparseColumn picked(Rows places) {
        return withTexts(
                rows.pickInts(places),
                type == ColumnType.NONE || isText() ? new long[0] : numbers.pickLongs(places),
                isText() ? ids.pickInts(places) : new int[0]);
    }

    private SparseColumn withTexts(int[] someRows, long[] someNumbers, int[] someIds) {
        if (!isText()) return column(someRows, someNumbers, someIds, NO_VALUES);
        SegmentColumns.Texts texts = dictionary.texts(someIds);
        return column(someRows, someNumbers, texts.ids(), texts.dictionary());
    }

    private SparseColumn column(int[] someRows, long[] someNumbers, int[] someIds, Dictionary values) {
        return new SparseColumn(name, key, type, someRows, someNumbers, someIds, values, someRows.length);
    }
}
