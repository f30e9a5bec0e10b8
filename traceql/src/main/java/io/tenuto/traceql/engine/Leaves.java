package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;

/// Conditions on one field, evaluated on whole columns.
final class Leaves {
    private static final Static EMPTY = new Static.Text("");

    private Leaves() {}

    /// `field operator literal` over rows of the field's own kind: spans, or entries of events or links.
    static long[] compare(FieldReference field, ValueTest test, BatchView view, int entries) {
        return compare(field, test, view, entries, true);
    }

    private static long[] compare(
            FieldReference field, ValueTest test, BatchView view, int entries, boolean withArrays) {
        long[] bits = Bits.none(entries);
        long[] hidden = Bits.none(entries);
        for (ColumnKey key : FieldColumns.of(field)) {
            Column column = view.batch().column(key);
            long[] found = Bits.none(entries);
            for (Vector vector : column.vectors()) {
                if (withArrays || !(vector instanceof Vector.Arrays)) test.addMatches(vector, found);
            }
            for (int i = 0; i < bits.length; i++) bits[i] |= found[i] & ~hidden[i];
            // Of an unscoped field the first scope that has a value decides, whether it satisfies or not.
            hide(column, hidden);
        }
        if (FieldColumns.isEmptyWhenMissing(field) && test.holds(EMPTY)) {
            long[] missing = Bits.andNot(Bits.all(entries), hidden);
            for (int i = 0; i < bits.length; i++) bits[i] |= missing[i];
        }
        return bits;
    }

    private static void hide(Column column, long[] hidden) {
        for (Vector vector : column.vectors()) {
            long[] present = Bits.of(vector.presence(), column.entryCount());
            for (int i = 0; i < hidden.length; i++) hidden[i] |= present[i];
        }
    }

    /// Entries that have a value.
    static long[] present(FieldReference field, BatchView view, int entries) {
        if (FieldColumns.isEmptyWhenMissing(field)) return Bits.all(entries);
        long[] bits = Bits.none(entries);
        for (ColumnKey key : FieldColumns.of(field)) hide(view.batch().column(key), bits);
        return bits;
    }

    /// A comparison on a column of the span.
    record OfColumn(FieldReference field, ValueTest test) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            return Bits.and(mask, compare(field, test, view, view.rowCount()));
        }
    }

    /// Whether the span has the field.
    record Exists(FieldReference field) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            return Bits.and(mask, present(field, view, view.rowCount()));
        }
    }

    /// A bare attribute as a condition: exactly `true`, which no array is.
    static Node bare(FieldReference field) {
        var isTrue = new ValueTest(BinaryOperator.EQUAL, Static.TRUE);
        return (view, mask) -> Bits.and(mask, compare(field, isTrue, view, view.rowCount(), false));
    }

    /// Status or kind against a literal of the same type: OTLP codes are compared.
    record OfCode(Intrinsic intrinsic, long code, boolean equal) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            long[] values = view.longs(intrinsic);
            long[] bits = new long[mask.length];
            int count = view.rowCount();
            for (int start = 0; start < count; start += 64) {
                int end = Math.min(count, start + 64);
                long word = 0;
                for (int i = start; i < end; i++) word |= (normal(values[i]) == code ? 1L : 0L) << i;
                bits[start >> 6] = word;
            }
            return equal ? Bits.and(mask, bits) : Bits.andNot(mask, bits);
        }

        /// Codes that OTLP does not know count as unset and unspecified, both 0.
        private long normal(long value) {
            long max = intrinsic == Intrinsic.STATUS ? 2 : 5;
            return value < 0 || value > max ? 0 : value;
        }
    }

    /// An identifier against 16 lowercase hex digits.
    record OfId(Intrinsic intrinsic, String literal, boolean equal) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            boolean canMatch = literal.length() == 16 && literal.matches("[0-9a-f]{16}");
            if (!canMatch) return equal ? new long[mask.length] : mask;
            long wanted = HexFormat.fromHexDigitsToLong(literal);
            var values = view.longs(intrinsic);
            var vector = new Vector.Longs(ValueType.INT, values, values.length, Presence.ALL);
            long[] bits = new long[mask.length];
            new ValueTest(BinaryOperator.EQUAL, new Static.Int(wanted)).addMatches(vector, bits);
            return equal ? Bits.and(mask, bits) : Bits.andNot(mask, bits);
        }
    }

    /// A nested-set number or child count against a number.
    record OfStructure(IntrinsicField field, BinaryOperator operator, Static literal) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            int count = view.rowCount();
            long[] values = new long[count];
            for (int i = 0; i < count; i++) values[i] = view.structural(field, i);
            long[] bits = new long[mask.length];
            new ValueTest(operator, literal)
                    .addMatches(new Vector.Longs(ValueType.INT, values, count, Presence.ALL), bits);
            return Bits.and(mask, bits);
        }
    }

    /// A field of the trace against a literal: once per trace, then spread over its rows.
    record OfTrace(IntrinsicField field, BinaryOperator operator, Static literal) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            long[] ordinals = view.ordinals();
            long[] bits = new long[mask.length];
            long lastOrdinal = -1;
            boolean lastHolds = false;
            var verdicts = new HashMap<Long, Boolean>();
            for (int row : Bits.toArray(mask)) {
                if (ordinals[row] != lastOrdinal) {
                    lastOrdinal = ordinals[row];
                    lastHolds = verdicts.computeIfAbsent(lastOrdinal, ordinal -> holds(view, (int) (long) ordinal));
                }
                if (lastHolds) Bits.add(bits, row);
            }
            return bits;
        }

        private boolean holds(BatchView view, int trace) {
            Static value = view.traceValue(field, trace);
            return StaticOps.binary(operator, value, normal()).equals(Static.TRUE);
        }

        /// Literals of trace identifiers are compared without leading zeros; patterns are as they are.
        private Static normal() {
            boolean isId = field == IntrinsicField.TRACE_ID && !Evaluation.isPattern(operator);
            return isId ? Evaluation.withoutLeadingZeros(literal) : literal;
        }
    }

    /// Spans of which some event (or link) satisfies all tests.
    record SomeChild(RowKind kind, List<ChildTest> tests) implements Node {
        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            int[] starts = view.childStarts(kind);
            int entries = starts[view.rowCount()];
            long[] found = Bits.all(entries);
            for (ChildTest test : tests) found = Bits.and(found, test.matches(view, entries));
            long[] bits = new long[mask.length];
            if (Bits.isEmpty(found)) return bits;
            for (int row : Bits.toArray(mask)) {
                for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
                    if (Bits.has(found, entry)) {
                        Bits.add(bits, row);
                        break;
                    }
                }
            }
            return bits;
        }
    }

    /// A condition on single events or links.
    interface ChildTest {
        long[] matches(BatchView view, int entries);
    }

    record ChildCompare(FieldReference field, ValueTest test) implements ChildTest {
        @Override
        public long[] matches(BatchView view, int entries) {
            return compare(field, test, view, entries);
        }
    }

    record ChildExists(FieldReference field) implements ChildTest {
        @Override
        public long[] matches(BatchView view, int entries) {
            return present(field, view, entries);
        }
    }

    /// Anything else, row by row: every pair of one event and one link is tried.
    record PerRow(FieldExpression condition, boolean usesEvents, boolean usesLinks) implements Node {
        /// No more pairs are tried for one span.
        private static final int PAIRS_MAX = 100_000;

        @Override
        public long[] evaluate(BatchView view, long[] mask) {
            long[] bits = new long[mask.length];
            for (int row : Bits.toArray(mask)) {
                try {
                    if (holds(view, row)) Bits.add(bits, row);
                } catch (TraceQlException failure) {
                    view.failed(row, failure);
                }
            }
            return bits;
        }

        private boolean holds(BatchView view, int row) {
            int eventFrom = usesEvents ? view.childStarts(RowKind.EVENT)[row] : 0;
            int eventTo = usesEvents ? view.childStarts(RowKind.EVENT)[row + 1] : 0;
            int linkFrom = usesLinks ? view.childStarts(RowKind.LINK)[row] : 0;
            int linkTo = usesLinks ? view.childStarts(RowKind.LINK)[row + 1] : 0;
            int pairs = 0;
            for (int event = eventFrom; event < Math.max(eventTo, eventFrom + 1); event++) {
                for (int link = linkFrom; link < Math.max(linkTo, linkFrom + 1); link++) {
                    if (pairs++ >= PAIRS_MAX) return false;
                    int boundEvent = event < eventTo ? event : BatchView.NO_CHILD;
                    int boundLink = link < linkTo ? link : BatchView.NO_CHILD;
                    Static value = Evaluation.evaluate(condition, view, row, boundEvent, boundLink);
                    if (value.equals(Static.TRUE)) return true;
                }
            }
            return false;
        }
    }

    static boolean isPlain(FieldReference field) {
        return field instanceof Attribute
                || field == IntrinsicField.DURATION
                || field == IntrinsicField.NAME
                || field == IntrinsicField.STATUS_MESSAGE
                || field == IntrinsicField.INSTRUMENTATION_NAME
                || field == IntrinsicField.INSTRUMENTATION_VERSION
                || field == IntrinsicField.EVENT_NAME
                || field == IntrinsicField.EVENT_TIME_SINCE_START;
    }
}
