package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.parquet.Page;
import io.tenuto.parquet.Values;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All rows of one page as columns, decoded when asked for and kept. Used by one thread.
final class PageColumns {
    private static final Dictionary EMPTY_TEXT = new Dictionary(new byte[0], new int[2], 1);
    private static final int[] NONE = {};

    private final BlockPages block;
    private final GroupPages group;
    private final int page;
    private final int rows;
    private final int firstRow;
    private final Deadline deadline;
    private final Map<ColumnKey, Column> columns = new HashMap<>();
    private final Map<Integer, long[]> flat = new HashMap<>();
    private final PageAttributes attributes;
    private final PageParents parents;
    private int[] eventStarts = NONE;
    private int[] linkStarts = NONE;
    private Optional<PageResidue> residue = Optional.empty();

    PageColumns(BlockPages block, GroupPages group, int page, Deadline deadline) {
        this.block = block;
        this.group = group;
        this.page = page;
        this.rows = group.rowsOf(page);
        this.firstRow = group.group().firstRow() + page * block.file().index().pageRows();
        this.deadline = deadline;
        this.attributes = new PageAttributes(block.file(), group, this);
        this.parents = new PageParents(block, group, this);
    }

    GroupPages group() {
        return group;
    }

    /// Its number within the row group.
    int page() {
        return page;
    }

    int rows() {
        return rows;
    }

    int firstRow() {
        return firstRow;
    }

    Column column(ColumnKey key) {
        Column known = columns.get(key);
        if (known != null) return known;
        Column made = switch (key) {
            case ColumnKey.Attribute(AttributeKey attribute) -> attributes.read(attribute);
            case ColumnKey.Of(Intrinsic intrinsic) -> intrinsic(intrinsic);
        };
        columns.put(key, made);
        return made;
    }

    PageParents parents() {
        return parents;
    }

    int[] childStarts(RowKind kind) {
        if (kind == RowKind.EVENT) {
            if (eventStarts.length == 0) eventStarts = starts(FixedLeaf.EVENT_TIME);
            return eventStarts;
        }
        if (linkStarts.length == 0) linkStarts = starts(FixedLeaf.LINK_SPAN_ID);
        return linkStarts;
    }

    private int[] starts(FixedLeaf leaf) {
        if (!group.hasValues(leaf.ordinal())) return new int[rows + 1];
        return Leaves.childStarts(group.page(leaf.ordinal(), page), rows);
    }

    int entries(RowKind kind) {
        return kind == RowKind.SPAN ? rows : childStarts(kind)[rows];
    }

    PageResidue residue() {
        if (residue.isEmpty()) residue = Optional.of(new PageResidue(group, page, rows));
        return residue.get();
    }

    /// Numbers of a flat column, one for each row, 0 where absent.
    long[] flatLongs(int leaf) {
        return flat.computeIfAbsent(leaf, index -> Leaves.longs(group.page(index, page)));
    }

    /// Numbers of a flat column at some rows, 0 where absent: cheaper than all of them where few are wanted.
    ///
    /// @param picks positions within the page, ascending
    void longsAt(int leaf, int[] picks, long[] into, int at) {
        long[] known = flat.get(leaf);
        if (known == null && Leaves.pick(group.page(leaf, page), picks, into, at)) return;
        if (known == null) known = flatLongs(leaf);
        for (int i = 0; i < picks.length; i++) into[at + i] = known[picks[i]];
    }

    /// Traces of some rows, as above.
    void ordinalsAt(int[] picks, long[] into, int at) {
        StoredTraces traces = block.file().traces(deadline);
        int trace = -1;
        int end = Integer.MIN_VALUE;
        for (int i = 0; i < picks.length; i++) {
            int row = firstRow + picks[i];
            if (row >= end) {
                trace = traces.traceOf(row);
                end = traces.firstRow(trace) + traces.spanCount(trace);
            }
            into[at + i] = trace;
        }
    }

    /// Resource or scope of each row.
    int[] entryIds(FixedLeaf leaf, int count) {
        long[] ids = flatLongs(leaf.ordinal());
        int[] entries = new int[rows];
        for (int i = 0; i < rows; i++) {
            Check.data(ids[i] >= 0 && ids[i] < count, "%s %s of %s", leaf, ids[i], count);
            entries[i] = (int) ids[i];
        }
        return entries;
    }

    private Column intrinsic(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case TRACE_ORDINAL -> numbers(ValueType.INT, traceOrdinals());
            case SPAN_ID, START, DURATION, KIND, STATUS, NESTED_SET_LEFT, NESTED_SET_RIGHT, CHILD_COUNT, CONTENT_HASH ->
                numbers(
                        intrinsic.type(),
                        flatLongs(FixedLeaf.ofNumbers(intrinsic).orElseThrow().ordinal()));
            case PARENT_SPAN_ID -> numbers(ValueType.INT, parents.ids());
            case NESTED_SET_PARENT -> numbers(ValueType.INT, parents.nestedSets());
            case NAME -> new Column(rows, List.of(names()));
            case STATUS_MESSAGE -> textOrEmpty(FixedLeaf.STATUS_MESSAGE);
            case TRACE_STATE -> textOrEmpty(FixedLeaf.TRACE_STATE);
            case INSTRUMENTATION_NAME ->
                scopeText(block.file().core().scopes().entries().serviceIds());
            case INSTRUMENTATION_VERSION ->
                scopeText(block.file().core().scopes().entries().versionIds());
            case EVENT_NAME -> childTexts();
            case EVENT_TIME_SINCE_START -> childNumbers(FixedLeaf.EVENT_TIME, RowKind.EVENT, ValueType.DURATION, 0);
            case LINK_TRACE_ID_HIGH -> childNumbers(FixedLeaf.LINK_TRACE_ID, RowKind.LINK, ValueType.INT, 0);
            case LINK_TRACE_ID_LOW -> childNumbers(FixedLeaf.LINK_TRACE_ID, RowKind.LINK, ValueType.INT, 8);
            case LINK_SPAN_ID -> childNumbers(FixedLeaf.LINK_SPAN_ID, RowKind.LINK, ValueType.INT, 0);
        };
    }

    private Column numbers(ValueType type, long[] values) {
        return new Column(rows, List.of(new Vector.Longs(type, values, rows, Presence.ALL)));
    }

    private long[] traceOrdinals() {
        StoredTraces traces = block.file().traces(deadline);
        long[] ordinals = new long[rows];
        int trace = traces.traceOf(firstRow);
        for (int from = 0; from < rows; trace++) {
            int to = Math.min(rows, traces.firstRow(trace) + traces.spanCount(trace) - firstRow);
            Arrays.fill(ordinals, from, to, trace);
            from = to;
        }
        return ordinals;
    }

    private Vector names() {
        int leaf = FixedLeaf.NAME.ordinal();
        Page names = group.page(leaf, page);
        Leaves.Texts texts = Leaves.texts(names.values(), group.textDictionary(leaf));
        return new Vector.Strings(texts.ids(), texts.dictionary(), rows, Presence.ALL);
    }

    /// Text that most rows lack; those have "".
    private Column textOrEmpty(FixedLeaf leaf) {
        Vector vector = new Vector.Strings(new int[rows], EMPTY_TEXT, rows, Presence.ALL);
        if (group.hasValues(leaf.ordinal())) {
            Page some = group.page(leaf.ordinal(), page);
            Leaves.Texts texts = Leaves.texts(some.values(), group.textDictionary(leaf.ordinal()));
            int[] places = Leaves.places(some);
            Dictionary plain = texts.dictionary();
            int[] starts = Arrays.copyOf(plain.starts(), plain.size() + 2);
            starts[plain.size() + 1] = starts[plain.size()];
            int[] ids = new int[rows];
            for (int i = 0; i < rows; i++) ids[i] = places[i] < 0 ? plain.size() : texts.ids()[places[i]];
            var extended = new Dictionary(plain.heap(), starts, plain.size() + 1);
            vector = new Vector.Strings(ids, extended, rows, Presence.ALL);
        }
        return new Column(rows, List.of(vector));
    }

    private Column scopeText(int[] textIds) {
        int[] scopes = entryIds(FixedLeaf.SCOPE_ID, textIds.length);
        int[] ids = new int[rows];
        int[] places = new int[rows];
        for (int i = 0; i < rows; i++) {
            ids[i] = textIds[scopes[i]];
            places[i] = ids[i] == 0 ? -1 : 0;
        }
        Dictionary names = block.file().core().scopes().names();
        return new Column(rows, List.of(new Vector.Strings(ids, names, rows, Leaves.presence(places))));
    }

    private Column childTexts() {
        int count = entries(RowKind.EVENT);
        int leaf = FixedLeaf.EVENT_NAME.ordinal();
        if (count == 0) return Column.absent(0);
        Leaves.Texts texts = Leaves.texts(group.page(leaf, page).values(), group.textDictionary(leaf));
        return new Column(count, List.of(new Vector.Strings(texts.ids(), texts.dictionary(), count, Presence.ALL)));
    }

    private Column childNumbers(FixedLeaf leaf, RowKind kind, ValueType type, int byteOffset) {
        int count = entries(kind);
        if (count == 0) return Column.absent(0);
        Values values = group.page(leaf.ordinal(), page).values();
        long[] numbers = Leaves.denseLongs(
                values instanceof Values.Fixed fixed
                        ? new Values.Fixed(fixed.heap(), fixed.offset() + byteOffset, fixed.width(), fixed.count())
                        : values);
        return new Column(count, List.of(new Vector.Longs(type, numbers, count, Presence.ALL)));
    }
}
