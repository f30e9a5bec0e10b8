package io.tenuto.blocks.segment;

import io.tenuto.base.BugException;
import io.tenuto.blocks.segment.SegmentColumns.Ints;
import io.tenuto.blocks.segment.SegmentColumns.Longs;
import io.tenuto.blocks.segment.SegmentColumns.Texts;
import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Some rows of a segment with their columns, made when asked for. Used by one thread.
final class SegmentBatch implements SpanBatch {
    private final SegmentColumns source;
    private final Rows rows;
    private final Map<ColumnKey, Column> columns = new HashMap<>();
    private Optional<Rows> eventRows = Optional.empty();
    private Optional<Rows> linkRows = Optional.empty();

    SegmentBatch(SegmentColumns source, Rows rows) {
        this.source = source;
        this.rows = rows;
    }

    @Override
    public int rowCount() {
        return rows.count();
    }

    @Override
    public int sourceRow(int index) {
        return rows.row(index);
    }

    @Override
    public Column column(ColumnKey key) {
        return columns.computeIfAbsent(key, this::make);
    }

    private Column make(ColumnKey key) {
        return switch (key) {
            case ColumnKey.Attribute(AttributeKey attribute) -> attribute(attribute);
            case ColumnKey.Of(Intrinsic intrinsic) -> intrinsic(intrinsic);
        };
    }

    private Column attribute(AttributeKey key) {
        Rows entries = entries(
                switch (key.scope()) {
                    case EVENT -> RowKind.EVENT;
                    case LINK -> RowKind.LINK;
                    case SPAN, RESOURCE, INSTRUMENTATION -> RowKind.SPAN;
                });
        List<SparseColumn> sparse = source.columnsOf(key, entries);
        if (sparse.isEmpty()) return Column.absent(entries.count());
        var vectors = new ArrayList<Vector>();
        for (SparseColumn column : sparse) {
            switch (key.scope()) {
                case SPAN, EVENT, LINK -> vectors.addAll(DenseColumns.spread(column, entries));
                case RESOURCE -> vectors.addAll(spreadEntries(column, source.resources(), Ints.RESOURCE));
                case INSTRUMENTATION -> vectors.addAll(spreadEntries(column, source.scopes(), Ints.SCOPE));
            }
        }
        return new Column(entries.count(), vectors);
    }

    private List<Vector> spreadEntries(SparseColumn column, Entries entries, Ints entryIds) {
        int[] first = source.firstValues(column, entries.count());
        return DenseColumns.spreadEntries(column, first, source.ints(entryIds, rows));
    }

    private Column intrinsic(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case TRACE_ORDINAL -> longs(ValueType.INT, source.widened(Ints.TRACE_ORDINAL, rows));
            case SPAN_ID -> longs(ValueType.INT, source.longs(Longs.SPAN_ID, rows));
            case PARENT_SPAN_ID -> longs(ValueType.INT, source.longs(Longs.PARENT_ID, rows));
            case START -> longs(ValueType.INT, source.longs(Longs.START, rows));
            case DURATION -> longs(ValueType.DURATION, source.longs(Longs.DURATION, rows));
            case CONTENT_HASH ->
                source.contentHashes(rows)
                        .map(hashes -> longs(ValueType.INT, hashes))
                        .orElseGet(() -> Column.absent(rows.count()));
            case KIND -> longs(ValueType.INT, source.widened(Ints.KIND, rows));
            case STATUS -> longs(ValueType.INT, statusCodes());
            case NAME -> strings(source.names(rows), Presence.ALL);
            case STATUS_MESSAGE -> orEmpty(source.statusMessages(rows));
            case TRACE_STATE -> orEmpty(source.traceStates(rows));
            case INSTRUMENTATION_NAME -> scopeText(source.scopes().serviceIds());
            case INSTRUMENTATION_VERSION -> scopeText(source.scopes().versionIds());
            case EVENT_NAME -> strings(source.eventNames(entries(RowKind.EVENT)), Presence.ALL);
            case EVENT_TIME_SINCE_START ->
                longs(ValueType.DURATION, source.longs(Longs.EVENT_TIME, entries(RowKind.EVENT)));
            case LINK_TRACE_ID_HIGH -> longs(ValueType.INT, source.longs(Longs.LINK_TRACE_HIGH, entries(RowKind.LINK)));
            case LINK_TRACE_ID_LOW -> longs(ValueType.INT, source.longs(Longs.LINK_TRACE_LOW, entries(RowKind.LINK)));
            case LINK_SPAN_ID -> longs(ValueType.INT, source.longs(Longs.LINK_SPAN_ID, entries(RowKind.LINK)));
            case NESTED_SET_LEFT, NESTED_SET_RIGHT, NESTED_SET_PARENT, CHILD_COUNT -> Column.absent(rows.count());
        };
    }

    private long[] statusCodes() {
        long[] codes = source.widened(Ints.STATUS, rows);
        for (int i = 0; i < codes.length; i++) codes[i] &= SegmentData.HAS_STATUS - 1;
        return codes;
    }

    private Column scopeText(int[] textIds) {
        int[] scopes = source.ints(Ints.SCOPE, rows);
        int[] ids = new int[scopes.length];
        int[] present = new int[scopes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = textIds[scopes[i]];
            present[i] = ids[i] == 0 ? -1 : 0;
        }
        return strings(new Texts(ids, source.scopeTexts()), DenseColumns.presence(present));
    }

    /// Text that most rows lack; those have "".
    private Column orEmpty(SparseColumn sparse) {
        List<Vector> some = DenseColumns.spread(sparse, rows);
        if (some.isEmpty()) return strings(new Texts(new int[rows.count()], EMPTY_TEXT), Presence.ALL);
        var vector = (Vector.Strings) some.getFirst();
        if (vector.presence().isAll()) return new Column(rows.count(), some);
        Dictionary extended = source.withEmpty(sparse.dictionary());
        int[] ids = vector.ids().clone();
        for (int i = 0; i < ids.length; i++) if (!vector.presence().has(i)) ids[i] = extended.size() - 1;
        return strings(new Texts(ids, extended), Presence.ALL);
    }

    private static final Dictionary EMPTY_TEXT = new Dictionary(new byte[0], new int[2], 1);

    private static Column strings(Texts texts, Presence presence) {
        int count = texts.ids().length;
        return new Column(count, List.of(new Vector.Strings(texts.ids(), texts.dictionary(), count, presence)));
    }

    private static Column longs(ValueType type, long[] values) {
        return new Column(values.length, List.of(new Vector.Longs(type, values, values.length, Presence.ALL)));
    }

    @Override
    public int[] childStarts(RowKind kind) {
        int[] starts = new int[rows.count() + 1];
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            int children = source.childEnd(kind, row) - source.childBegin(kind, row);
            starts[i + 1] = starts[i] + children;
        }
        return starts;
    }

    /// The child rows of this batch's rows.
    private Rows entries(RowKind kind) {
        return switch (kind) {
            case SPAN -> rows;
            case EVENT -> {
                if (eventRows.isEmpty()) eventRows = Optional.of(children(RowKind.EVENT));
                yield eventRows.get();
            }
            case LINK -> {
                if (linkRows.isEmpty()) linkRows = Optional.of(children(RowKind.LINK));
                yield linkRows.get();
            }
        };
    }

    private Rows children(RowKind kind) {
        int count = rows.count();
        if (count == 0) return Rows.range(0, 0);
        if (rows.isRange()) {
            int last = rows.row(count - 1);
            return Rows.range(source.childBegin(kind, rows.from()), source.childEnd(kind, last));
        }
        int[] starts = childStarts(kind);
        int[] children = new int[starts[count]];
        for (int i = 0; i < count; i++) {
            int first = source.childBegin(kind, rows.row(i));
            for (int k = starts[i]; k < starts[i + 1]; k++) children[k] = first + k - starts[i];
        }
        if (kind == RowKind.SPAN) throw new BugException("spans are no children");
        return Rows.list(children);
    }
}
