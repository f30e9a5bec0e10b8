package io.tenuto.blocks.segment;

import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.RowKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Columns in a segment file; what is asked for is copied to the heap, the rest is not touched. What is small and used
/// again and again (resources, dictionaries) is kept as long as this object: one query.
final class FileColumns implements SegmentColumns {
    private final StoredParts parts;
    private final Map<AttributeKey, List<StoredColumn>> byKey = new TreeMap<>();
    private final Map<SparseColumn, int[]> firstValues = new ConcurrentHashMap<>();
    /// Null until asked for: few queries need both.
    private volatile @Nullable ParsedEntries resources;

    private volatile @Nullable ParsedEntries scopes;

    FileColumns(StoredParts parts) {
        this.parts = parts;
        add(AttributeScope.SPAN, parts.attributes());
        add(AttributeScope.EVENT, parts.events().attributes());
        add(AttributeScope.LINK, parts.links().attributes());
    }

    private void add(AttributeScope scope, List<StoredColumn> columns) {
        for (StoredColumn column : columns) {
            byKey.merge(new AttributeKey(scope, column.name()), List.of(column), MemoryColumns::joined);
        }
    }

    private ParsedEntries parsedResources() {
        ParsedEntries known = resources;
        if (known == null) {
            known = ParsedEntries.of(parts.resources().whole(), false);
            resources = known;
        }
        return known;
    }

    private ParsedEntries parsedScopes() {
        ParsedEntries known = scopes;
        if (known == null) {
            known = ParsedEntries.of(parts.scopes().whole(), true);
            scopes = known;
        }
        return known;
    }

    /// Every key that occurs, ascending.
    List<AttributeKey> keys() {
        var keys = new TreeMap<AttributeKey, List<SparseColumn>>();
        byKey.keySet().forEach(key -> keys.put(key, List.of()));
        MemoryColumns.add(keys, AttributeScope.RESOURCE, resources().columns());
        MemoryColumns.add(keys, AttributeScope.INSTRUMENTATION, scopes().columns());
        return List.copyOf(keys.keySet());
    }

    /// The columns of resources or scopes.
    private List<SparseColumn> entryColumns(AttributeKey key) {
        Entries entries = key.scope() == AttributeScope.RESOURCE ? resources() : scopes();
        return named(entries.columns(), key.name());
    }

    private static List<SparseColumn> named(List<SparseColumn> columns, String name) {
        return columns.stream().filter(column -> column.name().equals(name)).toList();
    }

    @Override
    public List<SparseColumn> columnsOf(AttributeKey key, Rows rows) {
        return switch (key.scope()) {
            case SPAN, EVENT, LINK ->
                byKey.getOrDefault(key, List.of()).stream()
                        .map(column -> column.part(rows))
                        .toList();
            case RESOURCE, INSTRUMENTATION -> entryColumns(key);
        };
    }

    @Override
    public long[] longs(Longs field, Rows rows) {
        StoredArray array = switch (field) {
            case SPAN_ID -> parts.spans().spanIds();
            case PARENT_ID -> parts.spans().parentIds();
            case START -> parts.spans().starts();
            case DURATION -> parts.spans().durations();
            case EVENT_TIME -> parts.events().timesSinceStart();
            case LINK_TRACE_HIGH -> parts.links().traceHigh();
            case LINK_TRACE_LOW -> parts.links().traceLow();
            case LINK_SPAN_ID -> parts.links().spanIds();
        };
        return array.pickLongs(rows);
    }

    private StoredArray array(Ints field) {
        return switch (field) {
            case TRACE_ORDINAL -> parts.spans().traceOrdinals();
            case KIND -> parts.spans().kinds();
            case STATUS -> parts.spans().statuses();
            case RESOURCE -> parts.spans().resourceIds();
            case SCOPE -> parts.spans().scopeIds();
        };
    }

    @Override
    public int[] ints(Ints field, Rows rows) {
        return array(field).pickInts(rows);
    }

    @Override
    public long[] widened(Ints field, Rows rows) {
        return array(field).pickWidened(rows);
    }

    @Override
    public Optional<long[]> contentHashes(Rows rows) {
        return Optional.of(parts.spans().contentHashes().pickWidened(rows));
    }

    @Override
    public Texts names(Rows rows) {
        return parts.spans().names().texts(parts.spans().nameIds().pickInts(rows));
    }

    @Override
    public Texts eventNames(Rows events) {
        return parts.events().names().texts(parts.events().nameIds().pickInts(events));
    }

    @Override
    public List<? extends ColumnSummary> summaries(AttributeKey key) {
        return switch (key.scope()) {
            case SPAN, EVENT, LINK -> byKey.getOrDefault(key, List.of());
            case RESOURCE, INSTRUMENTATION -> entryColumns(key);
        };
    }

    @Override
    public Optional<Dictionary> names(RowKind kind, int sizeMax) {
        StoredDictionary names =
                kind == RowKind.EVENT ? parts.events().names() : parts.spans().names();
        return names.size() <= sizeMax && names.isSmall() ? Optional.of(names.whole()) : Optional.empty();
    }

    @Override
    public NumberRange durationRange() {
        return parts.durationRange();
    }

    @Override
    public SparseColumn statusMessages(Rows rows) {
        return parts.spans().statusMessages().part(rows);
    }

    @Override
    public SparseColumn traceStates(Rows rows) {
        return parts.spans().traceStates().part(rows);
    }

    @Override
    public int childEnd(RowKind kind, int row) {
        StoredArray ends = kind == RowKind.EVENT
                ? parts.spans().eventEnds()
                : parts.spans().linkEnds();
        return ends.intAt(row);
    }

    @Override
    public Entries resources() {
        return parsedResources().entries();
    }

    /// What the resources' services refer to.
    Dictionary services() {
        return parsedResources().names();
    }

    @Override
    public Entries scopes() {
        return parsedScopes().entries();
    }

    @Override
    public Dictionary scopeTexts() {
        return parsedScopes().names();
    }

    @Override
    public int[] firstValues(SparseColumn column, int entryCount) {
        return firstValues.computeIfAbsent(column, sparse -> DenseColumns.firstValues(sparse, entryCount));
    }

    @Override
    public Dictionary withEmpty(Dictionary dictionary) {
        return MemoryColumns.extended(dictionary);
    }
}
