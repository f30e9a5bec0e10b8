package io.tenuto.blocks.segment;

import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Columns on the heap.
final class MemoryColumns implements SegmentColumns {
    private final SegmentData data;
    private final Map<AttributeKey, List<SparseColumn>> byKey;
    private final Map<SparseColumn, int[]> firstValues = new ConcurrentHashMap<>();
    private final Map<Dictionary, Dictionary> withEmpty = new ConcurrentHashMap<>();
    /// Null until asked for.
    private volatile @Nullable NumberRange durationRange;

    MemoryColumns(SegmentData data) {
        this.data = data;
        this.byKey = index(data);
    }

    private static Map<AttributeKey, List<SparseColumn>> index(SegmentData data) {
        var byKey = new TreeMap<AttributeKey, List<SparseColumn>>();
        add(byKey, AttributeScope.SPAN, data.attributes());
        add(byKey, AttributeScope.RESOURCE, data.resources().columns());
        add(byKey, AttributeScope.INSTRUMENTATION, data.scopes().columns());
        add(byKey, AttributeScope.EVENT, data.events().attributes());
        add(byKey, AttributeScope.LINK, data.links().attributes());
        return byKey;
    }

    static void add(Map<AttributeKey, List<SparseColumn>> byKey, AttributeScope scope, List<SparseColumn> columns) {
        for (SparseColumn column : columns) {
            byKey.merge(new AttributeKey(scope, column.name()), List.of(column), MemoryColumns::joined);
        }
    }

    static <T> List<T> joined(List<T> first, List<T> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /// Every key that occurs, ascending.
    List<AttributeKey> keys() {
        return List.copyOf(byKey.keySet());
    }

    List<SparseColumn> columnsOf(AttributeKey key) {
        return byKey.getOrDefault(key, List.of());
    }

    @Override
    public List<SparseColumn> columnsOf(AttributeKey key, Rows rows) {
        return columnsOf(key);
    }

    @Override
    public long[] longs(Longs field, Rows rows) {
        return rows.pick(
                switch (field) {
                    case SPAN_ID -> data.spanIds();
                    case PARENT_ID -> data.parentIds();
                    case START -> data.starts();
                    case DURATION -> data.durations();
                    case EVENT_TIME -> data.events().timesSinceStart();
                    case LINK_TRACE_HIGH -> data.links().traceHigh();
                    case LINK_TRACE_LOW -> data.links().traceLow();
                    case LINK_SPAN_ID -> data.links().spanIds();
                });
    }

    private int[] array(Ints field) {
        return switch (field) {
            case TRACE_ORDINAL -> data.traceOrdinals();
            case KIND -> data.kinds();
            case STATUS -> data.statuses();
            case RESOURCE -> data.resourceIds();
            case SCOPE -> data.scopeIds();
        };
    }

    @Override
    public int[] ints(Ints field, Rows rows) {
        return rows.pickInts(array(field));
    }

    @Override
    public long[] widened(Ints field, Rows rows) {
        return rows.pickLongs(array(field));
    }

    @Override
    public Optional<long[]> contentHashes(Rows rows) {
        if (!data.hasContentHashes()) return Optional.empty();
        long[] hashes = new long[rows.count()];
        for (int i = 0; i < hashes.length; i++) hashes[i] = data.contentHash(rows.row(i));
        return Optional.of(hashes);
    }

    @Override
    public Texts names(Rows rows) {
        return new Texts(rows.pickInts(data.nameIds()), data.names());
    }

    @Override
    public Texts eventNames(Rows events) {
        return new Texts(events.pickInts(data.events().nameIds()), data.events().names());
    }

    @Override
    public List<SparseColumn> summaries(AttributeKey key) {
        return columnsOf(key);
    }

    @Override
    public Optional<Dictionary> names(RowKind kind, int sizeMax) {
        Dictionary names = kind == RowKind.EVENT ? data.events().names() : data.names();
        return names.size() <= sizeMax ? Optional.of(names) : Optional.empty();
    }

    @Override
    public NumberRange durationRange() {
        NumberRange known = durationRange;
        if (known == null) {
            known = NumberRange.of(data.durations(), data.rowCount());
            durationRange = known;
        }
        return known;
    }

    @Override
    public SparseColumn statusMessages(Rows rows) {
        return data.statusMessages();
    }

    @Override
    public SparseColumn traceStates(Rows rows) {
        return data.traceStates();
    }

    @Override
    public int childEnd(RowKind kind, int row) {
        return kind == RowKind.EVENT ? data.eventEnd(row) : data.linkEnd(row);
    }

    @Override
    public Entries resources() {
        return data.resources();
    }

    @Override
    public Entries scopes() {
        return data.scopes();
    }

    @Override
    public Dictionary scopeTexts() {
        return data.scopeTexts();
    }

    @Override
    public int[] firstValues(SparseColumn column, int entryCount) {
        return firstValues.computeIfAbsent(column, sparse -> DenseColumns.firstValues(sparse, entryCount));
    }

    @Override
    public Dictionary withEmpty(Dictionary dictionary) {
        return withEmpty.computeIfAbsent(dictionary, MemoryColumns::extended);
    }

    static Dictionary extended(Dictionary plain) {
        int size = plain.size();
        int[] starts = Arrays.copyOf(plain.starts(), size + 2);
        starts[size + 1] = starts[size];
        return new Dictionary(plain.heap(), starts, size + 1);
    }

    /// Bytes that reading made here: lookup tables and extended dictionaries.
    long derivedBytes() {
        long bytes = 0;
        for (int[] values : firstValues.values()) bytes += 4L * values.length;
        for (Dictionary dictionary : withEmpty.values()) bytes += 4L * dictionary.starts().length;
        return bytes;
    }
}
