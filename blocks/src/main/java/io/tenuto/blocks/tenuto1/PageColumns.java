package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.DenseColumns;
import io.tenuto.blocks.segment.Entries;
import io.tenuto.blocks.segment.OddValues;
import io.tenuto.blocks.segment.SparseColumn;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
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
    private final Map<FixedLeaf, Page> entryPages = new EnumMap<>(FixedLeaf.class);
    private int[] parentRows = NONE;
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
            case ColumnKey.Attribute(AttributeKey attribute) -> attribute(attribute);
            case ColumnKey.Of(Intrinsic intrinsic) -> intrinsic(intrinsic);
        };
        columns.put(key, made);
        return made;
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

    private Column attribute(AttributeKey key) {
        BlockFile.Core core = block.file().core();
        return switch (key.scope()) {
            case RESOURCE -> entryAttribute(key, core.resources().entries(), FixedLeaf.RESOURCE_ID);
            case INSTRUMENTATION -> entryAttribute(key, core.scopes().entries(), FixedLeaf.SCOPE_ID);
            case SPAN -> ownAttribute(key, RowKind.SPAN);
            case EVENT -> ownAttribute(key, RowKind.EVENT);
            case LINK -> ownAttribute(key, RowKind.LINK);
        };
    }

    private Column entryAttribute(AttributeKey key, Entries entries, FixedLeaf idLeaf) {
        var vectors = new ArrayList<Vector>();
        for (SparseColumn column : entries.columns()) {
            if (!column.name().equals(key.name())) continue;
            int[] first = block.file().core().firstValues(column, entries.count());
            if (column.type() == ColumnType.STRING && entryPage(idLeaf).values() instanceof Values.Coded coded) {
                entryTexts(column, first, coded).ifPresent(vectors::add);
                continue;
            }
            vectors.addAll(DenseColumns.spreadEntries(column, first, entryIds(idLeaf, entries.count())));
        }
        return new Column(rows, vectors);
    }

    private Page entryPage(FixedLeaf leaf) {
        return entryPages.computeIfAbsent(leaf, key -> group.page(key.ordinal(), page));
    }

    /// Strings of resources or scopes: what each of the page's few entries says is found out once, rows only look.
    private static Optional<Vector> entryTexts(SparseColumn column, int[] first, Values.Coded coded) {
        int size = coded.dictionary().count();
        long[] entries = Leaves.denseLongs(coded.dictionary());
        int[] texts = new int[size];
        boolean[] present = new boolean[size];
        boolean all = true;
        boolean any = false;
        for (int code = 0; code < size; code++) {
            long entry = entries[code];
            Check.data(entry >= 0 && entry < first.length, "entry %s of %s", entry, first.length);
            int place = first[(int) entry];
            present[code] = place >= 0;
            texts[code] = place < 0 ? 0 : column.ids()[place];
            all &= present[code];
            any |= present[code];
        }
        if (!any) return Optional.empty();
        int count = coded.count();
        int[] codes = coded.ids();
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) ids[i] = texts[codes[i]];
        Presence presence = all ? Presence.ALL : presence(present, codes, count);
        return Optional.of(new Vector.Strings(ids, column.dictionary(), count, presence));
    }

    private static Presence presence(boolean[] present, int[] codes, int count) {
        long[] words = new long[Math.max(1, (count + 63) >> 6)];
        for (int i = 0; i < count; i++) if (present[codes[i]]) words[i >> 6] |= 1L << i;
        return Presence.of(words);
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

    private Column ownAttribute(AttributeKey key, RowKind kind) {
        int owner = AttributeMap.owner(key.scope());
        List<AttributeColumn> attributes = block.file().index().attributes(owner);
        var vectors = new ArrayList<Vector>();
        for (int index : block.file().core().attributes().indexes(key)) {
            AttributeColumn attribute = attributes.get(index);
            if (attribute.hasColumn()) {
                if (group.hasValues(attribute.leaf())) vectors.addAll(fromColumn(attribute, kind));
            } else if (attribute.type() != ColumnType.NONE && group.group().hasResidual(owner, index)) {
                vectors.addAll(fromResidue(attribute, owner, kind));
            }
        }
        return new Column(entries(kind), vectors);
    }

    private List<Vector> fromColumn(AttributeColumn attribute, RowKind kind) {
        Page values = group.page(attribute.leaf(), page);
        if (values.values().count() == 0) return List.of();
        if (kind == RowKind.SPAN && attribute.type() == ColumnType.STRING) {
            return List.of(Leaves.flatStrings(values, group.textDictionary(attribute.leaf())));
        }
        if (kind == RowKind.SPAN && attribute.type() == ColumnType.INT) {
            return List.of(Leaves.flatLongs(ValueType.INT, values));
        }
        int[] places = kind == RowKind.SPAN ? Leaves.places(values) : Leaves.optionalChildPlaces(values);
        Check.data(
                places.length == entries(kind),
                "attribute %s: %s entries of %s",
                attribute.key(),
                places.length,
                entries(kind));
        return vectors(attribute, values.values(), places, group.textDictionary(attribute.leaf()));
    }

    private List<Vector> fromResidue(AttributeColumn attribute, int owner, RowKind kind) {
        PageResidue list = residue();
        boolean[] wanted = list.wanted(attribute.key());
        int[] places = new int[entries(kind)];
        Arrays.fill(places, -1);
        int[] starts = kind == RowKind.SPAN ? NONE : childStarts(kind);
        for (int i = 0; i < list.count(); i++) {
            if (list.owner(i) != owner || !list.is(i, wanted, attribute.type())) continue;
            int entry = kind == RowKind.SPAN ? list.row(i) : starts[list.row(i)] + list.index(i);
            Check.data(entry >= 0 && entry < places.length, "a residual value of entry %s", entry);
            if (places[entry] < 0) places[entry] = list.places(attribute.type())[i];
        }
        if (!Leaves.any(places)) return List.of();
        return vectors(attribute, list.values(attribute.type()), places, list.dictionary(attribute.type()));
    }

    private static List<Vector> vectors(AttributeColumn attribute, Values values, int[] places, Dictionary dictionary) {
        return switch (attribute.type()) {
            case STRING -> List.of(Leaves.strings(Leaves.texts(values, dictionary), places));
            case INT -> List.of(Leaves.longs(ValueType.INT, Leaves.denseLongs(values), places));
            case DOUBLE -> List.of(Leaves.doubles(Leaves.denseDoubles(values), places));
            case BOOLEAN -> List.of(Leaves.booleans(((Values.Booleans) values).words(), places));
            case NONE -> List.of();
            case ODD -> {
                Leaves.Texts texts = Leaves.texts(values, dictionary);
                var column = new SparseColumn(
                        attribute.key().toUtf8(),
                        attribute.key(),
                        ColumnType.ODD,
                        NONE,
                        new long[0],
                        texts.ids(),
                        texts.dictionary(),
                        values.count());
                yield OddValues.vectors(column, places);
            }
        };
    }

    private Column intrinsic(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case TRACE_ORDINAL -> numbers(ValueType.INT, traceOrdinals());
            case SPAN_ID, START, DURATION, KIND, STATUS, NESTED_SET_LEFT, NESTED_SET_RIGHT, CHILD_COUNT, CONTENT_HASH ->
                numbers(
                        intrinsic.type(),
                        flatLongs(FixedLeaf.ofNumbers(intrinsic).orElseThrow().ordinal()));
            case PARENT_SPAN_ID -> numbers(ValueType.INT, parentIds());
            case NESTED_SET_PARENT -> numbers(ValueType.INT, nestedParents());
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

    /// For each row the row of its parent in the file, or -1.
    private int[] parentRows() {
        if (parentRows.length == 0) {
            parentRows = new int[rows];
            Arrays.fill(parentRows, -1);
            if (group.hasValues(FixedLeaf.PARENT_ROW.ordinal())) readParentRows();
        }
        return parentRows;
    }

    private void readParentRows() {
        Page parents = group.page(FixedLeaf.PARENT_ROW.ordinal(), page);
        long[] dense = Leaves.denseLongs(parents.values());
        long max = -1;
        long negative = 0;
        for (int i = 0; i < parents.values().count(); i++) {
            max = Math.max(max, dense[i]);
            negative |= dense[i];
        }
        int all = block.file().index().rowCount();
        Check.data(negative >= 0 && max < all, "a parent in row %s of %s", max, all);
        long[] spread = Leaves.longs(parents);
        Presence presence = Leaves.presence(parents);
        for (int i = 0; i < rows; i++) if (presence.has(i)) parentRows[i] = (int) spread[i];
    }

    /// Replaces the entry of each row that has a parent by the parent's entry in a column. Most parents stand in the
    /// same page.
    private void replaceByParents(long[] into, long[] column, FixedLeaf leaf) {
        int[] parents = parentRows();
        int[] elsewhere = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int parent = parents[i] - firstRow;
            if (parent >= 0 && parent < rows) into[i] = column[parent];
            else if (parents[i] >= 0) elsewhere[count++] = i;
        }
        if (count == 0) return;
        int[] wanted = new int[count];
        for (int i = 0; i < count; i++) wanted[i] = parents[elsewhere[i]];
        long[] found = block.longsAt(leaf.ordinal(), wanted);
        for (int i = 0; i < count; i++) into[elsewhere[i]] = found[i];
    }

    long[] parentIds() {
        long[] ids = group.hasValues(FixedLeaf.PARENT_SPAN_ID.ordinal())
                ? flatLongs(FixedLeaf.PARENT_SPAN_ID.ordinal()).clone()
                : new long[rows];
        replaceByParents(ids, flatLongs(FixedLeaf.SPAN_ID.ordinal()), FixedLeaf.SPAN_ID);
        return ids;
    }

    private long[] nestedParents() {
        long[] left = flatLongs(FixedLeaf.NESTED_LEFT.ordinal());
        long[] numbers = new long[rows];
        Arrays.fill(numbers, -1);
        replaceByParents(numbers, left, FixedLeaf.NESTED_LEFT);
        for (int i = 0; i < rows; i++) if (left[i] == 0) numbers[i] = 0;
        return numbers;
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
