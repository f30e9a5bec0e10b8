package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.ValueSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A segment file, opened for one query: it shows what the [Segment] showed that was written. Safe for many threads.
///
/// Reading throws [SegmentDamagedException] where the file is not as it was written, and [SegmentGoneException] when
/// its rows have been let go meanwhile.
public final class FileSegment implements SpanSource {
    private final StoredParts parts;
    private final FileColumns columns;
    private final FileTraces traces;

    FileSegment(StoredParts parts) {
        this.parts = parts;
        this.columns = new FileColumns(parts);
        this.traces = new FileTraces(parts, columns);
    }

    /// The first row that came from `offset` of the log or later; the number of rows if there is none.
    public int firstRowFrom(long offset) {
        int record = parts.offsets().firstLongFrom(offset);
        int rowCount = parts.facts().rowCount();
        return record == parts.offsets().count()
                ? rowCount
                : Math.min(rowCount, parts.firstRows().intAt(record));
    }

    /// Spans of the trace in rows `[fromRow, toRow)` as an OTLP `TracesData` message, if there are any.
    public Optional<ByteSlice> trace(TraceId id, int fromRow, int toRow) {
        int ordinal = traces.find(id);
        if (ordinal < 0) return Optional.empty();
        int[] rows = Arrays.stream(traces.rows(ordinal))
                .filter(row -> row >= fromRow && row < toRow)
                .toArray();
        if (rows.length == 0) return Optional.empty();
        int[] places = new int[rows.length];
        for (int i = 0; i < places.length; i++) places[i] = i;
        return Optional.of(new SegmentOtlpWriter(new RowPicker(parts, columns).pick(id, rows)).write(places));
    }

    @Override
    public SourceFacts facts() {
        return parts.facts();
    }

    @Override
    public TraceTable traces() {
        return traces;
    }

    @Override
    public BatchCursor scan(ScanRequest request, Deadline deadline) {
        return new SegmentCursor(columns, request, parts.facts().rowCount(), deadline);
    }

    @Override
    public SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline) {
        return new SegmentBatch(columns, Rows.list(rows));
    }

    @Override
    public List<AttributeKey> keys() {
        return columns.keys();
    }

    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        return Optional.of(SegmentValues.summary(columns.summaries(key)));
    }
}
