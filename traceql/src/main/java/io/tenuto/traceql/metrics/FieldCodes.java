package io.tenuto.traceql.metrics;

import io.tenuto.traceql.engine.BatchView;
import io.tenuto.traceql.engine.FieldColumns;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Numbers the values of one field by which spans are grouped, from 0, so that spans find their group without an object
/// for each. An entry of a dictionary, a number or a trace is looked up once. Used by one thread.
final class FieldCodes {
    /// Beyond this many values the numbering begins anew with the next batch.
    private static final int VALUES_MAX = 1 << 16;
    /// Beyond this many entries dictionaries are forgotten: remembering one keeps it in memory.
    private static final int ENTRIES_MAX = 1 << 16;

    private static final int UNKNOWN = -1;

    private final FieldReference field;
    private final Predicate<Static> isLeftOut;
    private final List<Static> values = new ArrayList<>();
    private final Map<Static, Integer> codes = new HashMap<>();
    /// By entry of a dictionary its number, or UNKNOWN.
    private final Map<Dictionary, int[]> byEntry = new IdentityHashMap<>();

    private final NumberCodes byNumber = new NumberCodes();
    private int entries;
    /// The number that all values share which are left out from their first sight on, or UNKNOWN while there is none.
    private int leftOut = UNKNOWN;
    /// The traces whose ordinals `byNumber` knows: null before the first batch.
    private @Nullable TraceTable traces;

    /// @param isLeftOut whether nothing is counted for a value, which then is so for good: all such values are one
    FieldCodes(FieldReference field, Predicate<Static> isLeftOut) {
        this.field = field;
        this.isLeftOut = isLeftOut;
    }

    /// Makes ready for a batch; says whether all numbers given so far have lost their meaning.
    boolean beginBatch() {
        if (entries > ENTRIES_MAX) {
            byEntry.clear();
            entries = 0;
        }
        if (values.size() <= VALUES_MAX) return false;
        values.clear();
        codes.clear();
        byEntry.clear();
        byNumber.forget();
        entries = 0;
        leftOut = UNKNOWN;
        return true;
    }

    /// How many numbers there are.
    int count() {
        return values.size();
    }

    Static value(int code) {
        return values.get(code);
    }

    /// Sets `into[i]` to the number of the value that `rows[i]` is grouped by, for the first `count` rows.
    void read(BatchView view, int[] rows, int count, int[] into) {
        switch (field) {
            case Attribute _ -> {
                if (FieldColumns.kindOf(field) == RowKind.SPAN) readColumns(view, rows, count, into);
                else readEach(view, rows, count, into);
            }
            case IntrinsicField intrinsic -> {
                switch (intrinsic) {
                    case NAME, STATUS_MESSAGE, INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION ->
                        readColumns(view, rows, count, into);
                    case STATUS -> readNumbers(view, Intrinsic.STATUS, rows, count, into);
                    case KIND -> readNumbers(view, Intrinsic.KIND, rows, count, into);
                    case DURATION -> readNumbers(view, Intrinsic.DURATION, rows, count, into);
                    case TRACE_ID, TRACE_DURATION, TRACE_ROOT_NAME, TRACE_ROOT_SERVICE -> {
                        // Ordinals mean something within one source only.
                        if (traces != view.traces()) byNumber.forget();
                        traces = view.traces();
                        readNumbers(view, Intrinsic.TRACE_ORDINAL, rows, count, into);
                    }
                    case SPAN_ID,
                            PARENT_SPAN_ID,
                            CHILD_COUNT,
                            NESTED_SET_LEFT,
                            NESTED_SET_RIGHT,
                            NESTED_SET_PARENT,
                            EVENT_NAME,
                            EVENT_TIME_SINCE_START,
                            LINK_SPAN_ID,
                            LINK_TRACE_ID,
                            PARENT -> readEach(view, rows, count, into);
                }
            }
        }
    }

    private int code(Static value) {
        Integer known = codes.get(value);
        if (known != null) return known;
        boolean isOut = isLeftOut.test(value);
        if (isOut && leftOut >= 0) return leftOut;
        int made = values.size();
        values.add(value);
        codes.put(value, made);
        if (isOut) leftOut = made;
        return made;
    }

    private void readEach(BatchView view, int[] rows, int count, int[] into) {
        for (int i = 0; i < count; i++) into[i] = code(GroupCells.value(view, field, rows[i]));
    }

    /// Of several vectors the first that has a value decides.
    private void readColumns(BatchView view, int[] rows, int count, int[] into) {
        Arrays.fill(into, 0, count, UNKNOWN);
        boolean isComplete = false;
        for (ColumnKey key : FieldColumns.of(field)) {
            for (Vector vector : view.batch().column(key).vectors()) {
                switch (vector) {
                    case Vector.Strings strings -> addTexts(strings, rows, count, into);
                    case Vector.Longs longs -> addLongs(longs, rows, count, into);
                    case Vector.Doubles _, Vector.Booleans _, Vector.Arrays _ ->
                        addEach(view, vector.presence(), rows, count, into);
                }
                isComplete |= vector.presence().isAll();
            }
        }
        if (!isComplete) addMissing(view, rows, count, into);
    }

    private void addTexts(Vector.Strings strings, int[] rows, int count, int[] into) {
        Dictionary dictionary = strings.dictionary();
        int[] known = byEntry.get(dictionary);
        if (known == null) {
            known = new int[dictionary.size()];
            Arrays.fill(known, UNKNOWN);
            byEntry.put(dictionary, known);
            entries += known.length;
        }
        int[] ids = strings.ids();
        Presence presence = strings.presence();
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (into[i] >= 0 || !presence.has(row)) continue;
            int code = known[ids[row]];
            if (code < 0) {
                code = code(new Static.Text(dictionary.value(ids[row]).toUtf8()));
                known[ids[row]] = code;
            }
            into[i] = code;
        }
    }

    private void addLongs(Vector.Longs longs, int[] rows, int count, int[] into) {
        long[] numbers = longs.values();
        Presence presence = longs.presence();
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (into[i] >= 0 || !presence.has(row)) continue;
            int code = byNumber.find(numbers[row]);
            if (code < 0) {
                code = code(new Static.Int(numbers[row]));
                byNumber.remember(numbers[row], code);
            }
            into[i] = code;
        }
    }

    private void addEach(BatchView view, Presence presence, int[] rows, int count, int[] into) {
        for (int i = 0; i < count; i++) {
            if (into[i] < 0 && presence.has(rows[i])) into[i] = code(GroupCells.value(view, field, rows[i]));
        }
    }

    /// What stands for no value is the same for all spans.
    private void addMissing(BatchView view, int[] rows, int count, int[] into) {
        int missing = UNKNOWN;
        for (int i = 0; i < count; i++) {
            if (into[i] >= 0) continue;
            if (missing < 0) missing = code(GroupCells.value(view, field, rows[i]));
            into[i] = missing;
        }
    }

    /// A column of numbers that stand for values.
    private void readNumbers(BatchView view, Intrinsic intrinsic, int[] rows, int count, int[] into) {
        long[] numbers = GroupCells.longs(view, intrinsic);
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            int code = byNumber.find(numbers[row]);
            if (code < 0) {
                code = code(GroupCells.value(view, field, row));
                byNumber.remember(numbers[row], code);
            }
            into[i] = code;
        }
    }
}
