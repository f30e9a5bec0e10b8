package io.tenuto.blocks.segment;

import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Spreads sparse values over the rows of a batch.
public final class DenseColumns {
    private DenseColumns() {}

    /// The vectors of one column over `rows`; none when no row has a value. Of a repeated row the first value counts.
    static List<Vector> spread(SparseColumn column, Rows rows) {
        int count = rows.count();
        int[] valueOf = valueIndexes(column, rows);
        return valueOf.length == 0 ? List.of() : vectors(column, valueOf, count);
    }

    /// The vectors of a column whose rows are entries (resources, scopes) to which `entryOf` maps each row.
    public static List<Vector> spreadEntries(SparseColumn column, int[] firstValueOfEntry, int[] entryOf) {
        int[] valueOf = new int[entryOf.length];
        int highest = -1;
        int lowest = 0;
        for (int i = 0; i < entryOf.length; i++) {
            valueOf[i] = firstValueOfEntry[entryOf[i]];
            highest = Math.max(highest, valueOf[i]);
            lowest = Math.min(lowest, valueOf[i]);
        }
        if (column.type() == ColumnType.STRING && lowest >= 0 && highest >= 0) {
            // All rows have a text, as they mostly do of a resource's.
            int[] from = column.ids();
            for (int i = 0; i < valueOf.length; i++) valueOf[i] = from[valueOf[i]];
            return List.of(new Vector.Strings(valueOf, column.dictionary(), valueOf.length, Presence.ALL));
        }
        return highest >= 0 ? vectors(column, valueOf, entryOf.length) : List.of();
    }

    /// For each entry the index of its first value, or -1.
    public static int[] firstValues(SparseColumn column, int entryCount) {
        int[] first = new int[entryCount];
        Arrays.fill(first, -1);
        for (int i = column.count() - 1; i >= 0; i--) {
            if (column.rows()[i] < entryCount) first[column.rows()[i]] = i;
        }
        return first;
    }

    /// For each row of the batch the index of its value or -1; empty when there is none at all.
    private static int[] valueIndexes(SparseColumn column, Rows rows) {
        int count = rows.count();
        if (count == 0) return new int[0];
        int last = rows.row(count - 1);
        int at = column.firstFrom(rows.from());
        if (at == column.count() || column.rows()[at] > last) return new int[0];
        int[] valueOf = new int[count];
        Arrays.fill(valueOf, -1);
        boolean any = rows.isRange() ? fillRange(column, rows, at, valueOf) : fillList(column, rows, at, valueOf);
        return any ? valueOf : new int[0];
    }

    private static boolean fillRange(SparseColumn column, Rows rows, int start, int[] valueOf) {
        int from = rows.from();
        int to = from + rows.count();
        int[] columnRows = column.rows();
        for (int at = start; at < column.count() && columnRows[at] < to; at++) {
            int index = columnRows[at] - from;
            if (valueOf[index] < 0) valueOf[index] = at;
        }
        return true;
    }

    private static boolean fillList(SparseColumn column, Rows rows, int start, int[] valueOf) {
        int[] columnRows = column.rows();
        int count = column.count();
        int at = start;
        boolean any = false;
        for (int i = 0; i < valueOf.length && at < count; i++) {
            int row = rows.row(i);
            at = gallop(columnRows, at, count, row);
            if (at < count && columnRows[at] == row) {
                valueOf[i] = at;
                any = true;
            }
        }
        return any;
    }

    /// The first index from `at` on whose row is `row` or later: cheap when near, logarithmic when far.
    private static int gallop(int[] rows, int at, int count, int row) {
        int step = 1;
        int low = at;
        while (low + step < count && rows[low + step] < row) {
            low += step;
            step <<= 1;
        }
        int high = Math.min(count, low + step + 1);
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows[middle] < row) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static List<Vector> vectors(SparseColumn column, int[] valueOf, int count) {
        return switch (column.type()) {
            case STRING -> List.of(strings(column, valueOf, count));
            case INT -> List.of(new Vector.Longs(ValueType.INT, numbers(column, valueOf), count, presence(valueOf)));
            case DOUBLE -> List.of(doubles(column, valueOf, count));
            case BOOLEAN -> List.of(booleans(column, valueOf, count));
            case NONE -> List.of();
            case ODD -> new ArrayList<>(OddValues.vectors(column, valueOf));
        };
    }

    private static Vector strings(SparseColumn column, int[] valueOf, int count) {
        int[] ids = new int[count];
        int[] from = column.ids();
        for (int i = 0; i < count; i++) if (valueOf[i] >= 0) ids[i] = from[valueOf[i]];
        return new Vector.Strings(ids, column.dictionary(), count, presence(valueOf));
    }

    private static long[] numbers(SparseColumn column, int[] valueOf) {
        long[] values = new long[valueOf.length];
        long[] from = column.numbers();
        for (int i = 0; i < valueOf.length; i++) if (valueOf[i] >= 0) values[i] = from[valueOf[i]];
        return values;
    }

    private static Vector doubles(SparseColumn column, int[] valueOf, int count) {
        double[] values = new double[count];
        long[] from = column.numbers();
        for (int i = 0; i < count; i++) if (valueOf[i] >= 0) values[i] = Double.longBitsToDouble(from[valueOf[i]]);
        return new Vector.Doubles(values, count, presence(valueOf));
    }

    private static Vector booleans(SparseColumn column, int[] valueOf, int count) {
        long[] words = new long[Math.max(1, (count + 63) >> 6)];
        long[] from = column.numbers();
        for (int i = 0; i < count; i++) {
            if (valueOf[i] >= 0 && from[valueOf[i]] != 0) words[i >> 6] |= 1L << i;
        }
        return new Vector.Booleans(words, count, presence(valueOf));
    }

    public static Presence presence(int[] valueOf) {
        long[] words = new long[Math.max(1, (valueOf.length + 63) >> 6)];
        boolean all = true;
        for (int start = 0; start < valueOf.length; start += 64) {
            int end = Math.min(valueOf.length, start + 64);
            long word = 0;
            for (int i = start; i < end; i++) word |= (valueOf[i] >= 0 ? 1L : 0L) << i;
            words[start >> 6] = word;
            all &= Long.bitCount(word) == end - start;
        }
        return all ? Presence.ALL : Presence.of(words);
    }
}
