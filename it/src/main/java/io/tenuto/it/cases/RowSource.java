package io.tenuto.it.cases;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.ValueSummary;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Rows of cases as a source: nested-set numbers and identifiers are taken as given.
final class RowSource implements SpanSource {
    private static final long TRACE_ID_HIGH = 0x00CA5E00_00000000L;

    private final List<Row> rows;
    private final int traceCount;

    RowSource(List<Row> rows) {
        this.rows = List.copyOf(rows);
        this.traceCount = rows.stream().mapToInt(row -> row.trace() + 1).max().orElse(0);
    }

    @Override
    public SourceFacts facts() {
        long minStart = rows.stream().mapToLong(RowSource::start).min().orElse(0);
        long maxStart = rows.stream().mapToLong(RowSource::start).max().orElse(0);
        long maxEnd = rows.stream().mapToLong(RowSource::end).max().orElse(0);
        return new SourceFacts("rows", rows.size(), traceCount, minStart, maxEnd, maxStart, true, true, rows.size());
    }

    static TraceId traceId(int trace) {
        return new TraceId(TRACE_ID_HIGH, trace + 1L);
    }

    private static long start(Row row) {
        return number(row, Intrinsic.START);
    }

    private static long end(Row row) {
        return start(row) + number(row, Intrinsic.DURATION);
    }

    private static long number(Row row, Intrinsic intrinsic) {
        return switch (row.values().getOrDefault(ColumnKey.of(intrinsic), Static.NIL)) {
            case Static.Int(long value) -> value;
            case Static.Duration(long nanos) -> nanos;
            default -> 0;
        };
    }

    @Override
    public BatchCursor scan(ScanRequest request, Deadline deadline) {
        int from = Math.min(request.fromRow(), rows.size());
        int to = Math.min(request.toRow(), rows.size());
        SpanBatch batch = new RowBatch(rows, IntStream.range(from, to).toArray());
        Iterator<SpanBatch> batches =
                from == to ? List.<SpanBatch>of().iterator() : List.of(batch).iterator();
        return new BatchCursor() {
            @Override
            public Optional<SpanBatch> next() {
                return batches.hasNext() ? Optional.of(batches.next()) : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public SpanBatch gather(int[] wanted, ScanRequest request, Deadline deadline) {
        return new RowBatch(rows, wanted.clone());
    }

    @Override
    public List<AttributeKey> keys() {
        TreeSet<AttributeKey> keys = new TreeSet<>();
        for (Row row : rows) {
            for (ColumnKey key : row.values().keySet()) {
                if (key instanceof ColumnKey.Attribute(AttributeKey attribute)) keys.add(attribute);
            }
        }
        return List.copyOf(keys);
    }

    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        return Optional.empty();
    }

    @Override
    public TraceTable traces() {
        return new TraceTable() {
            @Override
            public int count() {
                return traceCount;
            }

            @Override
            public long idHigh(int trace) {
                return traceId(trace).high();
            }

            @Override
            public long idLow(int trace) {
                return traceId(trace).low();
            }

            @Override
            public long startUnixNanos(int trace) {
                return of(trace).stream().mapToLong(RowSource::start).min().orElse(0);
            }

            @Override
            public long endUnixNanos(int trace) {
                return of(trace).stream().mapToLong(RowSource::end).max().orElse(0);
            }

            @Override
            public Optional<ByteSlice> rootService(int trace) {
                return Optional.empty();
            }

            @Override
            public Optional<ByteSlice> rootName(int trace) {
                return Optional.empty();
            }

            @Override
            public int spanCount(int trace) {
                return of(trace).size();
            }

            @Override
            public int errorCount(int trace) {
                return 0;
            }

            @Override
            public void forEachService(int trace, ServiceVisitor visitor) {
                visitor.service(ByteSlice.EMPTY, of(trace).size(), 0);
            }

            @Override
            public int[] rows(int trace) {
                return IntStream.range(0, rows.size())
                        .filter(row -> rows.get(row).trace() == trace)
                        .toArray();
            }

            @Override
            public int find(TraceId id) {
                return id.high() == TRACE_ID_HIGH && id.low() >= 1 && id.low() <= traceCount ? (int) id.low() - 1 : -1;
            }
        };
    }

    private List<Row> of(int trace) {
        return rows.stream().filter(row -> row.trace() == trace).toList();
    }
}
