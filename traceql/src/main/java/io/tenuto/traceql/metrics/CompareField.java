package io.tenuto.traceql.metrics;

import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.engine.BatchView;
import io.tenuto.traceql.engine.FieldColumns;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.IdentityHashMap;
import java.util.Map;

/// Counts one field of compared spans. Whatever stands for a value (an entry of a dictionary, a number, a bit) is
/// looked up once and then only counted, without an object per span. Used by one thread.
final class CompareField {
    /// The spans of a batch, and for each whether it is selected.
    record Spans(BatchView view, LeafRange.Counted counted, boolean[] isSelected) {}

    /// Dictionaries up to this size are remembered however few spans point into them.
    private static final int REMEMBERED_MIN = 4096;
    /// Entries of dictionaries that are remembered.
    private static final int ENTRIES_MAX = 1 << 15;

    /// Numbers whose places are remembered on each side.
    private static final int NUMBERS = 256;

    private static final int[][] NOTHING_KNOWN = {};
    private static final int UNKNOWN = -1;

    private final FieldReference field;
    private final ColumnKey column;
    /// Whether spans may have a value where nothing is stored.
    private final boolean mayStandForNothing;
    /// By side: baseline, selection.
    private final Comparison.Counts[] sides;

    /// By side and entry a place + 1; 0 where none is known.
    private final Map<Dictionary, int[][]> byEntry = new IdentityHashMap<>();

    private int entries;
    /// By side places of ordinals, of codes and of numbers.
    private final NumberCodes[] byNumber = {new NumberCodes(NUMBERS), new NumberCodes(NUMBERS)};

    CompareField(FieldReference field, Comparison.Counts[] sides) {
        this.field = field;
        this.sides = sides;
        this.column = FieldColumns.of(field).getFirst();
        this.mayStandForNothing = field instanceof IntrinsicField && field != IntrinsicField.NAME
                || field instanceof Attribute.Scoped(AttributeKey key) && key.equals(AttributeKey.SERVICE_NAME);
    }

    void add(Spans spans) {
        if (sides[0].isLeftOut()) return;
        if (field == IntrinsicField.CHILD_COUNT) {
            addChildCounts(spans);
            return;
        }
        Column values = spans.view().batch().column(column);
        // Ordinals of traces count within one source.
        if (field instanceof IntrinsicField) for (NumberCodes codes : byNumber) codes.forget();
        for (Vector vector : values.vectors()) {
            switch (vector) {
                case Vector.Strings strings -> addTexts(strings, spans);
                case Vector.Longs longs -> addLongs(longs, spans);
                case Vector.Doubles doubles -> addDoubles(doubles, spans);
                case Vector.Booleans booleans -> addBooleans(booleans, spans);
                case Vector.Arrays arrays -> addArrays(arrays, spans);
            }
        }
        boolean isAlwaysStored =
                values.vectors().stream().anyMatch(vector -> vector.presence().isAll());
        if (mayStandForNothing && !isAlwaysStored) addMissing(values, spans);
    }

    private void addTexts(Vector.Strings strings, Spans spans) {
        if (sides[0].isOverfull() && sides[1].isOverfull()) {
            addTotals(strings.presence(), spans);
            return;
        }
        Dictionary dictionary = strings.dictionary();
        // Texts of which each stands in its own entry are met once: nothing is gained by remembering their places.
        boolean isRemembered =
                dictionary.size() <= Math.max(REMEMBERED_MIN, spans.counted().count());
        int[][] known = isRemembered ? known(dictionary) : NOTHING_KNOWN;
        LeafRange.Counted counted = spans.counted();
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            if (!strings.presence().has(row)) continue;
            int side = spans.isSelected()[i] ? 1 : 0;
            Comparison.Counts counts = sides[side];
            counts.total.add(counted.intervals()[i], counted.weights()[i]);
            if (counts.isOverfull()) continue;
            int id = strings.ids()[row];
            int place = isRemembered ? known[side][id] - 1 : UNKNOWN;
            if (place < 0) {
                place = counts.values().ofText(dictionary, id);
                if (isRemembered) known[side][id] = place + 1;
            }
            counts.add(place, counted.intervals()[i], counted.weights()[i]);
        }
    }

    private void addTotals(Presence presence, Spans spans) {
        LeafRange.Counted counted = spans.counted();
        for (int i = 0; i < counted.count(); i++) {
            if (!presence.has(counted.rows()[i])) continue;
            sides[spans.isSelected()[i] ? 1 : 0].total.add(counted.intervals()[i], counted.weights()[i]);
        }
    }

    private int[][] known(Dictionary dictionary) {
        int[][] known = byEntry.get(dictionary);
        if (known != null) return known;
        // Each row group has dictionaries of its own, and remembering one keeps it in memory.
        if (entries > ENTRIES_MAX) {
            byEntry.clear();
            entries = 0;
        }
        int[][] made = new int[sides.length][dictionary.size()];
        byEntry.put(dictionary, made);
        entries += dictionary.size();
        return made;
    }

    /// Of an attribute the value itself, of a trace its ordinal, of a kind or status its code.
    private void addLongs(Vector.Longs longs, Spans spans) {
        // Durations are not compared.
        if (longs.type() == ValueType.DURATION) return;
        LeafRange.Counted counted = spans.counted();
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            if (longs.presence().has(row)) addCode(longs.values()[row], i, spans);
        }
    }

    private void addDoubles(Vector.Doubles doubles, Spans spans) {
        LeafRange.Counted counted = spans.counted();
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            if (!doubles.presence().has(row)) continue;
            int side = spans.isSelected()[i] ? 1 : 0;
            int place =
                    sides[side].isOverfull() ? UNKNOWN : sides[side].values().ofFloat(doubles.values()[row]);
            count(side, place, i, counted);
        }
    }

    private void addBooleans(Vector.Booleans booleans, Spans spans) {
        LeafRange.Counted counted = spans.counted();
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            if (!booleans.presence().has(row)) continue;
            countValue(booleans.value(row) ? Static.TRUE : Static.FALSE, i, spans);
        }
    }

    /// Arrays cannot be labels: they count as one value that says nothing.
    private void addArrays(Vector.Arrays arrays, Spans spans) {
        LeafRange.Counted counted = spans.counted();
        for (int i = 0; i < counted.count(); i++) {
            if (arrays.presence().has(counted.rows()[i])) countValue(SeriesBuilder.NIL_TEXT, i, spans);
        }
    }

    private void addChildCounts(Spans spans) {
        LeafRange.Counted counted = spans.counted();
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            addCode(spans.view().structural(IntrinsicField.CHILD_COUNT, row), i, spans);
        }
    }

    /// Some fields have a value where nothing is stored.
    private void addMissing(Column values, Spans spans) {
        LeafRange.Counted counted = spans.counted();
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            boolean isStored = false;
            for (Vector vector : values.vectors()) isStored |= vector.presence().has(row);
            if (isStored) continue;
            Static value = spans.view().value(field, row, BatchView.NO_CHILD, BatchView.NO_CHILD);
            if (value != Static.NIL) countValue(value, i, spans);
        }
    }

    private void addCode(long code, int i, Spans spans) {
        int side = spans.isSelected()[i] ? 1 : 0;
        int place = UNKNOWN;
        if (!sides[side].isOverfull()) {
            place = byNumber[side].find(code);
            if (place < 0) {
                place = place(side, code, i, spans);
                byNumber[side].remember(code, place);
            }
        }
        count(side, place, i, spans.counted());
    }

    private int place(int side, long code, int i, Spans spans) {
        ValueCounts values = sides[side].values();
        if (!(field instanceof IntrinsicField) || field == IntrinsicField.CHILD_COUNT) return values.ofInt(code);
        int row = spans.counted().rows()[i];
        return values.of(spans.view().value(field, row, BatchView.NO_CHILD, BatchView.NO_CHILD));
    }

    private void countValue(Static value, int i, Spans spans) {
        int side = spans.isSelected()[i] ? 1 : 0;
        int place = sides[side].isOverfull() ? UNKNOWN : sides[side].values().of(value);
        count(side, place, i, spans.counted());
    }

    /// The place has no meaning where only totals are kept.
    private void count(int side, int place, int i, LeafRange.Counted counted) {
        Comparison.Counts counts = sides[side];
        counts.total.add(counted.intervals()[i], counted.weights()[i]);
        if (!counts.isOverfull()) counts.add(place, counted.intervals()[i], counted.weights()[i]);
    }
}
