package io.tenuto.traceql.metrics;

import io.tenuto.traceql.engine.BatchView;
import io.tenuto.traceql.engine.FieldColumns;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the group of each span of a batch: numbers of its values, numbers of their combinations, then cells. Used by
/// one thread.
final class GroupCells {
    private final List<FieldReference> by;
    private final FieldCodes[] fields;
    private final PairCodes[] pairs;
    private final Groups groups;
    /// By number of the combination; null where the group has not been met.
    private @Nullable Cells[] known = new Cells[64];

    private int[][] codes;
    private int[] combined = {};

    GroupCells(List<FieldReference> by, Groups groups) {
        this.by = by;
        this.groups = groups;
        this.fields = new FieldCodes[by.size()];
        // What follows the first value is not known yet when it is met.
        Arrays.setAll(fields, f -> new FieldCodes(by.get(f), f == 0 ? groups::leavesOut : value -> false));
        this.pairs = new PairCodes[Math.max(0, fields.length - 1)];
        Arrays.setAll(pairs, i -> new PairCodes());
        this.codes = new int[fields.length][0];
    }

    /// Reads the groups of the first `count` of these rows. Valid until the next call.
    void read(BatchView view, int[] rows, int count) {
        boolean isNew = false;
        for (FieldCodes field : fields) isNew |= field.beginBatch();
        for (PairCodes pair : pairs) isNew |= pair.isFull();
        if (isNew) forget();
        if (fields.length > 0 && codes[0].length < count) codes = new int[fields.length][count];
        for (int f = 0; f < fields.length; f++) fields[f].read(view, rows, count, codes[f]);
        combine(count);
    }

    private void forget() {
        for (PairCodes pair : pairs) pair.clear();
        Arrays.fill(known, null);
    }

    private void combine(int count) {
        if (fields.length == 0) {
            if (combined.length < count) combined = new int[count];
            return;
        }
        int[] first = codes[0];
        if (pairs.length > 0 && combined.length < count) combined = new int[count];
        for (int f = 1; f < fields.length; f++) {
            pairs[f - 1].combine(first, codes[f], count, combined);
            first = combined;
        }
        if (pairs.length == 0) combined = first;
    }

    /// Numbers of the rows' groups, from 0.
    int[] numbers() {
        return combined;
    }

    /// The cells of row `i` of those read last.
    Cells cells(int i) {
        int number = combined[i];
        if (number >= known.length) known = Arrays.copyOf(known, Math.max(known.length * 2, number + 1));
        Cells there = known[number];
        if (there == null) {
            there = groups.of(key(i));
            known[number] = there;
        }
        return there;
    }

    private List<Static> key(int i) {
        var key = new ArrayList<Static>(fields.length);
        for (int f = 0; f < fields.length; f++) key.add(fields[f].value(codes[f][i]));
        return named(key);
    }

    /// The group of one span, without a batch.
    List<Static> key(BatchView view, int row) {
        var key = new ArrayList<Static>(by.size());
        for (FieldReference field : by) key.add(value(view, field, row));
        return named(key);
    }

    /// A group without any value has the label `nil`, and so is that of the spans whose value is this text.
    private static List<Static> named(List<Static> key) {
        if (key.isEmpty()) return key;
        for (Static value : key) if (value != Static.NIL) return key;
        var named = new ArrayList<>(key);
        named.set(0, SeriesBuilder.NIL_TEXT);
        return named;
    }

    /// What a span is grouped by. Of events and links the first that has a value decides.
    static Static value(BatchView view, FieldReference field, int row) {
        RowKind kind = FieldColumns.kindOf(field);
        if (kind == RowKind.SPAN) return view.value(field, row, BatchView.NO_CHILD, BatchView.NO_CHILD);
        int[] starts = view.batch().childStarts(kind);
        for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
            Static value = view.value(field, row, entry, entry);
            if (value != Static.NIL) return value;
        }
        return field == IntrinsicField.EVENT_NAME ? new Static.Text("") : Static.NIL;
    }

    static long[] longs(BatchView view, Intrinsic intrinsic) {
        Column column = view.batch().column(ColumnKey.of(intrinsic));
        return column.isAbsent()
                ? new long[column.entryCount()]
                : ((Vector.Longs) column.vectors().getFirst()).values();
    }
}
