package io.tenuto.blocks.segment;

import io.tenuto.base.BugException;
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
    private final Segment segment;
    private final SegmentData data;
    private final Rows rows;
    private final Map<ColumnKey, Column> columns = new HashMap<>();
    private Optional<Rows> eventRows = Optional.empty();
    private Optional<Rows> linkRows = Optional.empty();

    SegmentBatch(Segment segment, Rows rows) {
        this.segment = segment;
        this.data = segment.data();
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
        List<SparseColumn> sparse = segment.columnsOf(key);
        Rows entries = entries(
                switch (key.scope()) {
                    case EVENT -> RowKind.EVENT;
                    case LINK -> RowKind.LINK;
                    case SPAN, RESOURCE, INSTRUMENTATION -> RowKind.SPAN;
                });
        if (sparse.isEmpty()) return Column.absent(entries.count());
        var vectors = new ArrayList<Vector>();
        for (SparseColumn column : sparse) {
            switch (key.scope()) {
                case SPAN, EVENT, LINK -> vectors.addAll(DenseColumns.spread(column, entries));
                case RESOURCE -> vectors.addAll(spreadEntries(column, data.resources(), data.resourceIds()));
                case INSTRUMENTATION -> vectors.addAll(spreadEntries(column, data.scopes(), data.scopeIds()));
            }
        }
        return new Column(entries.count(), vectors);
    }

    private List<Vector> spreadEntries(SparseColumn column, Entries entries, int[] entryIds) {
        int[] first = segment.firstValues(column, entries.count());
        return DenseColumns.spreadEntries(column, first, rows.pickInts(entryIds));
    }

    private Column intrinsic(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case TRACE_ORDINAL -> longs(ValueType.INT, rows.pickLongs(data.traceOrdinals()));
            case SPAN_ID -> longs(ValueType.INT, rows.pick(data.spanIds()));
            case PARENT_SPAN_ID -> longs(ValueType.INT, rows.pick(data.parentIds()));
            case START -> longs(ValueType.INT, rows.pick(data.starts()));
            case DURATION -> longs(ValueType.DURATION, rows.pick(data.durations()));
            case CONTENT_HASH ->
                data.hasContentHashes() ? longs(ValueType.INT, contentHashes()) : Column.absent(rows.count());
            case KIND -> longs(ValueType.INT, rows.pickLongs(data.kinds()));
            case STATUS -> longs(ValueType.INT, statusCodes());
            case NAME -> strings(rows.pickInts(data.nameIds()), data.names(), Presence.ALL);
            case STATUS_MESSAGE -> orEmpty(data.statusMessages());
            case TRACE_STATE -> orEmpty(data.traceStates());
            case INSTRUMENTATION_NAME -> scopeText(data.scopes().serviceIds());
            case INSTRUMENTATION_VERSION -> scopeText(data.scopes().versionIds());
            case EVENT_NAME -> eventNames();
            case EVENT_TIME_SINCE_START ->
                longs(
                        ValueType.DURATION,
                        entries(RowKind.EVENT).pick(data.events().timesSinceStart()));
            case LINK_TRACE_ID_HIGH ->
                longs(ValueType.INT, entries(RowKind.LINK).pick(data.links().traceHigh()));
            case LINK_TRACE_ID_LOW ->
                longs(ValueType.INT, entries(RowKind.LINK).pick(data.links().traceLow()));
            case LINK_SPAN_ID ->
                longs(ValueType.INT, entries(RowKind.LINK).pick(data.links().spanIds()));
            case NESTED_SET_LEFT, NESTED_SET_RIGHT, NESTED_SET_PARENT, CHILD_COUNT -> Column.absent(rows.count());
        };
    }

    private long[] contentHashes() {
        long[] hashes = new long[rows.count()];
        for (int i = 0; i < hashes.length; i++) hashes[i] = data.contentHash(rows.row(i));
        return hashes;
    }

    private long[] statusCodes() {
        long[] codes = rows.pickLongs(data.statuses());
        for (int i = 0; i < codes.length; i++) codes[i] &= SegmentData.HAS_STATUS - 1;
        return codes;
    }

    private Column eventNames() {
        Rows events = entries(RowKind.EVENT);
        int[] ids = events.pickInts(data.events().nameIds());
        return new Column(
                events.count(), List.of(new Vector.Strings(ids, data.events().names(), events.count(), Presence.ALL)));
    }

    private Column scopeText(int[] textIds) {
        int[] scopes = rows.pickInts(data.scopeIds());
        int[] ids = new int[scopes.length];
        int[] present = new int[scopes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = textIds[scopes[i]];
            present[i] = ids[i] == 0 ? -1 : 0;
        }
        return strings(ids, data.scopeTexts(), DenseColumns.presence(present));
    }

    /// Text that most rows lack; those have "".
    private Column orEmpty(SparseColumn sparse) {
        List<Vector> some = DenseColumns.spread(sparse, rows);
        if (some.isEmpty()) return strings(new int[rows.count()], EMPTY_TEXT, Presence.ALL);
        var vector = (Vector.Strings) some.getFirst();
        if (vector.presence().isAll()) return new Column(rows.count(), some);
        Dictionary extended = segment.withEmpty(sparse.dictionary());
        int[] ids = vector.ids().clone();
        for (int i = 0; i < ids.length; i++) if (!vector.presence().has(i)) ids[i] = extended.size() - 1;
        return strings(ids, extended, Presence.ALL);
    }

    private static final Dictionary EMPTY_TEXT = new Dictionary(new byte[0], new int[2], 1);

    private Column strings(int[] ids, Dictionary dictionary, Presence presence) {
        return new Column(ids.length, List.of(new Vector.Strings(ids, dictionary, ids.length, presence)));
    }

    private static Column longs(ValueType type, long[] values) {
        return new Column(values.length, List.of(new Vector.Longs(type, values, values.length, Presence.ALL)));
    }

    @Override
    public int[] childStarts(RowKind kind) {
        int[] starts = new int[rows.count() + 1];
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.row(i);
            int children = kind == RowKind.EVENT
                    ? data.eventEnd(row) - data.firstEvent(row)
                    : data.linkEnd(row) - data.firstLink(row);
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
            return kind == RowKind.EVENT
                    ? Rows.range(data.firstEvent(rows.from()), data.eventEnd(last))
                    : Rows.range(data.firstLink(rows.from()), data.linkEnd(last));
        }
        int[] starts = childStarts(kind);
        int[] children = new int[starts[count]];
        for (int i = 0; i < count; i++) {
            int first = kind == RowKind.EVENT ? data.firstEvent(rows.row(i)) : data.firstLink(rows.row(i));
            for (int k = starts[i]; k < starts[i + 1]; k++) children[k] = first + k - starts[i];
        }
        if (kind == RowKind.SPAN) throw new BugException("spans are no children");
        return Rows.list(children);
    }
}
