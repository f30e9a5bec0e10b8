package io.tenuto.traceql.engine;

import io.tenuto.base.ByteSlice;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A batch with all that expressions may ask of it: columns, trace facts, structure. Used by one thread.
public final class BatchView {
    /// Binds no event or no link.
    public static final int NO_CHILD = -1;

    private static final Static EMPTY = new Static.Text("");
    private static final HexFormat HEX = HexFormat.of();
    private static final int[] NO_STARTS = {};
    private static final AttributeKey NO_KEY = new AttributeKey(AttributeScope.SPAN, "");

    private final SpanBatch batch;
    private final TraceTable traces;
    private final Structure structure;
    /// The attribute asked for last: whoever asks row by row finds its column without a search.
    private AttributeKey lastKey = NO_KEY;

    private ColumnKey lastColumnKey = new ColumnKey.Attribute(NO_KEY);
    private Column lastColumn = Column.absent(0);
    private int[] eventStarts = NO_STARTS;
    private int[] linkStarts = NO_STARTS;
    /// Who takes the failures of single rows; empty while a failure is one of the whole evaluation.
    private Optional<RowFailures> failures = Optional.empty();

    public BatchView(SpanBatch batch, TraceTable traces, Structure structure) {
        this.batch = batch;
        this.traces = traces;
        this.structure = structure;
    }

    /// Hands failures of single rows to `receiver` from now on, instead of throwing them.
    void deferFailures(RowFailures receiver) {
        failures = Optional.of(receiver);
    }

    /// Throws failures of single rows from now on.
    void throwFailures() {
        failures = Optional.empty();
    }

    /// Takes note that no value could be computed for a row, or throws.
    void failed(int row, TraceQlException failure) {
        failures.orElseThrow(() -> failure).failed(batch.sourceRow(row), failure);
    }

    public int rowCount() {
        return batch.rowCount();
    }

    public SpanBatch batch() {
        return batch;
    }

    public TraceTable traces() {
        return traces;
    }

    Structure structure() {
        return structure;
    }

    /// Ordinals of the rows' traces.
    long[] ordinals() {
        return longs(Intrinsic.TRACE_ORDINAL);
    }

    long[] longs(Intrinsic intrinsic) {
        Column column = batch.column(ColumnKey.of(intrinsic));
        return column.isAbsent()
                ? new long[column.entryCount()]
                : ((Vector.Longs) column.vectors().getFirst()).values();
    }

    int[] childStarts(RowKind kind) {
        if (kind == RowKind.EVENT) {
            if (eventStarts.length == 0) eventStarts = batch.childStarts(kind);
            return eventStarts;
        }
        if (linkStarts.length == 0) linkStarts = batch.childStarts(kind);
        return linkStarts;
    }

    /// The value of `field` for a row, with one event and one link bound ([#NO_CHILD] for none).
    public Static value(FieldReference field, int row, int event, int link) {
        Static value = stored(field, row, event, link);
        return value == Static.NIL && FieldColumns.isEmptyWhenMissing(field) ? EMPTY : value;
    }

    private Static stored(FieldReference field, int row, int event, int link) {
        return switch (field) {
            case Attribute.Scoped(AttributeKey key) -> {
                if (key != lastKey) {
                    lastKey = key;
                    lastColumnKey = new ColumnKey.Attribute(key);
                    lastColumn = batch.column(lastColumnKey);
                }
                int entry = entry(lastColumnKey.rowKind(), row, event, link);
                yield entry < 0 ? Static.NIL : value(lastColumn, entry);
            }
            case Attribute.Unscoped unscoped -> unscoped(unscoped, row);
            case Attribute.OfParent _ -> Static.NIL;
            case IntrinsicField intrinsic -> intrinsic(intrinsic, row, event, link);
        };
    }

    private Static unscoped(Attribute.Unscoped field, int row) {
        for (ColumnKey column : FieldColumns.of(field)) {
            Static value = value(batch.column(column), row);
            if (value != Static.NIL) return value;
        }
        return Static.NIL;
    }

    private static int entry(RowKind kind, int row, int event, int link) {
        return switch (kind) {
            case SPAN -> row;
            case EVENT -> event;
            case LINK -> link;
        };
    }

    private Static intrinsic(IntrinsicField field, int row, int event, int link) {
        return switch (field) {
            case DURATION -> new Static.Duration(longs(Intrinsic.DURATION)[row]);
            case STATUS -> new Static.Status(Static.StatusValue.ofOtlp(longs(Intrinsic.STATUS)[row]));
            case KIND -> new Static.Kind(Static.KindValue.ofOtlp(longs(Intrinsic.KIND)[row]));
            case SPAN_ID -> new Static.Text(HEX.toHexDigits(longs(Intrinsic.SPAN_ID)[row]));
            case PARENT_SPAN_ID -> new Static.Text(HEX.toHexDigits(longs(Intrinsic.PARENT_SPAN_ID)[row]));
            case CHILD_COUNT, NESTED_SET_LEFT, NESTED_SET_RIGHT, NESTED_SET_PARENT ->
                new Static.Int(structural(field, row));
            case TRACE_ID, TRACE_DURATION, TRACE_ROOT_NAME, TRACE_ROOT_SERVICE ->
                traceValue(field, (int) ordinals()[row]);
            case NAME, STATUS_MESSAGE, INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION ->
                value(batch.column(FieldColumns.of(field).getFirst()), row);
            case EVENT_NAME -> event < 0 ? Static.NIL : value(batch.column(ColumnKey.of(Intrinsic.EVENT_NAME)), event);
            case EVENT_TIME_SINCE_START ->
                event < 0 ? Static.NIL : new Static.Duration(longs(Intrinsic.EVENT_TIME_SINCE_START)[event]);
            case LINK_SPAN_ID ->
                link < 0 ? Static.NIL : new Static.Text(HEX.toHexDigits(longs(Intrinsic.LINK_SPAN_ID)[link]));
            case LINK_TRACE_ID -> link < 0 ? Static.NIL : new Static.Text(linkTraceId(link));
            case PARENT -> Static.NIL;
        };
    }

    private String linkTraceId(int link) {
        long high = longs(Intrinsic.LINK_TRACE_ID_HIGH)[link];
        long low = longs(Intrinsic.LINK_TRACE_ID_LOW)[link];
        return new TraceId(high, low).toShortHex();
    }

    /// A nested-set number or the number of children.
    public long structural(IntrinsicField field, int row) {
        // Where a source stores them they are columns like others, of which only these rows need be read.
        if (structure.isStored()) return longs(intrinsicOf(field))[row];
        int sourceRow = batch.sourceRow(row);
        return switch (field) {
            case NESTED_SET_LEFT -> structure.left(sourceRow);
            case NESTED_SET_RIGHT -> structure.right(sourceRow);
            case NESTED_SET_PARENT -> structure.parent(sourceRow);
            case CHILD_COUNT -> structure.childCount(sourceRow);
            default -> throw new IllegalArgumentException("not structural: " + field);
        };
    }

    private static Intrinsic intrinsicOf(IntrinsicField field) {
        return switch (field) {
            case NESTED_SET_LEFT -> Intrinsic.NESTED_SET_LEFT;
            case NESTED_SET_RIGHT -> Intrinsic.NESTED_SET_RIGHT;
            case NESTED_SET_PARENT -> Intrinsic.NESTED_SET_PARENT;
            case CHILD_COUNT -> Intrinsic.CHILD_COUNT;
            default -> throw new IllegalArgumentException("not structural: " + field);
        };
    }

    /// A field of the whole trace.
    Static traceValue(IntrinsicField field, int trace) {
        return switch (field) {
            case TRACE_ID -> new Static.Text(traces.id(trace).toShortHex());
            case TRACE_DURATION -> new Static.Duration(traces.endUnixNanos(trace) - traces.startUnixNanos(trace));
            case TRACE_ROOT_NAME ->
                new Static.Text(traces.rootName(trace).orElse(ByteSlice.EMPTY).toUtf8());
            case TRACE_ROOT_SERVICE ->
                new Static.Text(
                        traces.rootService(trace).orElse(ByteSlice.EMPTY).toUtf8());
            default -> throw new IllegalArgumentException("not of the trace: " + field);
        };
    }

    /// The value of one entry, nil if it has none.
    public static Static value(Column column, int entry) {
        for (Vector vector : column.vectors()) if (vector.presence().has(entry)) return value(vector, entry);
        return Static.NIL;
    }

    private static Static value(Vector vector, int entry) {
        return switch (vector) {
            case Vector.Longs longs ->
                longs.type() == ValueType.DURATION
                        ? new Static.Duration(longs.values()[entry])
                        : new Static.Int(longs.values()[entry]);
            case Vector.Doubles doubles -> new Static.Float(doubles.values()[entry]);
            case Vector.Booleans booleans -> booleans.value(entry) ? Static.TRUE : Static.FALSE;
            case Vector.Strings strings ->
                new Static.Text(strings.dictionary().value(strings.ids()[entry]).toUtf8());
            case Vector.Arrays arrays -> array(arrays, entry);
        };
    }

    private static Static array(Vector.Arrays arrays, int entry) {
        var elements = new ArrayList<Static>();
        for (int i = arrays.starts()[entry]; i < arrays.starts()[entry + 1]; i++)
            elements.add(value(arrays.elements(), i));
        return switch (elements.getFirst()) {
            case Static.Int _ ->
                new Static.Ints(
                        elements.stream().map(e -> ((Static.Int) e).value()).toList());
            case Static.Float _ ->
                new Static.Floats(
                        elements.stream().map(e -> ((Static.Float) e).value()).toList());
            case Static.Bool _ ->
                new Static.Bools(
                        elements.stream().map(e -> ((Static.Bool) e).value()).toList());
            case Static.Text _ -> new Static.Texts(texts(elements));
            default -> Static.NIL;
        };
    }

    private static List<String> texts(List<Static> elements) {
        return elements.stream().map(e -> ((Static.Text) e).value()).toList();
    }
}
