package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.ValueSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// An immutable set of spans as columns, in log order. Safe for many threads.
public final class Segment implements SpanSource {
    /// Rows per batch: columns of a batch stay in the second-level cache (8,192 × 8 bytes × some ten columns).
    private static final int BATCH_ROWS = 8192;

    private final SegmentData data;
    private final SourceFacts facts;
    private final SegmentTraces traces;
    private final Map<AttributeKey, List<SparseColumn>> byKey;
    private final Map<SparseColumn, int[]> firstValues = new ConcurrentHashMap<>();
    private final Map<Dictionary, Dictionary> withEmpty = new ConcurrentHashMap<>();

    public Segment(String name, SegmentData data) {
        this.data = data;
        this.traces = new SegmentTraces(data.traces(), data);
        this.byKey = index(data);
        this.facts = factsOf(name, data, traces);
    }

    private static SourceFacts factsOf(String name, SegmentData data, SegmentTraces traces) {
        long minStart = Long.MAX_VALUE;
        long maxEnd = Long.MIN_VALUE;
        long maxTraceStart = Long.MIN_VALUE;
        for (int trace = 0; trace < traces.count(); trace++) {
            minStart = Math.min(minStart, traces.startUnixNanos(trace));
            maxEnd = Math.max(maxEnd, traces.endUnixNanos(trace));
            maxTraceStart = Math.max(maxTraceStart, traces.startUnixNanos(trace));
        }
        if (traces.count() == 0) minStart = maxEnd = 0;
        long bytes = data.rowCount() * 200L;
        return new SourceFacts(
                name, data.rowCount(), traces.count(), minStart, maxEnd, maxTraceStart, false, false, bytes);
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

    private static void add(
            Map<AttributeKey, List<SparseColumn>> byKey, AttributeScope scope, List<SparseColumn> columns) {
        for (SparseColumn column : columns) {
            byKey.merge(new AttributeKey(scope, column.name()), List.of(column), Segment::joined);
        }
    }

    private static List<SparseColumn> joined(List<SparseColumn> first, List<SparseColumn> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    /// The columns themselves, for those who store or merge them.
    public SegmentData data() {
        return data;
    }

    List<SparseColumn> columnsOf(AttributeKey key) {
        return byKey.getOrDefault(key, List.of());
    }

    int[] firstValues(SparseColumn column, int entryCount) {
        return firstValues.computeIfAbsent(column, sparse -> DenseColumns.firstValues(sparse, entryCount));
    }

    /// The dictionary with "" as one more value at its end.
    Dictionary withEmpty(Dictionary dictionary) {
        return withEmpty.computeIfAbsent(dictionary, plain -> {
            int size = plain.size();
            int[] starts = Arrays.copyOf(plain.starts(), size + 2);
            starts[size + 1] = starts[size];
            return new Dictionary(plain.heap(), starts, size + 1);
        });
    }

    /// Bytes that reading made here, besides the columns: facts of traces, lookup tables, dense columns.
    public long derivedBytes() {
        long bytes = traces.memoryBytes();
        for (int[] values : firstValues.values()) bytes += 4L * values.length;
        for (Dictionary dictionary : withEmpty.values()) bytes += 4L * dictionary.starts().length;
        return bytes;
    }

    @Override
    public SourceFacts facts() {
        return facts;
    }

    @Override
    public TraceTable traces() {
        return traces;
    }

    @Override
    public BatchCursor scan(ScanRequest request, Deadline deadline) {
        int end = Math.min(request.toRow(), data.rowCount());
        return new BatchCursor() {
            private int next = request.fromRow();

            @Override
            public Optional<SpanBatch> next() {
                if (next >= end) return Optional.empty();
                deadline.check("scan");
                int from = next;
                next = Math.min(end, from + BATCH_ROWS);
                return Optional.of(new SegmentBatch(Segment.this, Rows.range(from, next)));
            }

            @Override
            public void close() {
                next = end;
            }
        };
    }

    @Override
    public SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline) {
        return new SegmentBatch(this, Rows.list(rows));
    }

    @Override
    public List<AttributeKey> keys() {
        return List.copyOf(byKey.keySet());
    }

    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        return Optional.of(SegmentValues.summary(columnsOf(key)));
    }

    /// The rows as an OTLP `TracesData` message, grouped by resource and scope.
    public ByteSlice toOtlp(int[] rows) {
        return new SegmentOtlpWriter(data).write(rows);
    }

    /// All spans of the trace as an OTLP `TracesData` message, if there are any.
    public Optional<ByteSlice> trace(TraceId id) {
        int ordinal = traces.find(id);
        return ordinal < 0 ? Optional.empty() : Optional.of(toOtlp(traces.rows(ordinal)));
    }
}
