package io.tenuto.blocks.vparquet5;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.tenuto1.ColumnPieces;
import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.PrunedRows;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.ValueSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// A foreign block as the query engine sees it. Safe for many threads.
final class ForeignSource implements SpanSource {
    private final ForeignFile file;
    private final SourceFacts facts;

    ForeignSource(BlockMeta meta, ForeignFile file) {
        this.file = file;
        this.facts = new SourceFacts(
                "foreign block " + meta.id(),
                file.shape().rowCount(),
                Math.toIntExact(file.shape().footer().rowCount()),
                meta.minStartUnixNanos(),
                meta.maxEndUnixNanos(),
                meta.maxTraceStartUnixNanos(),
                true,
                false,
                meta.sizeBytes());
    }

    @Override
    public SourceFacts facts() {
        return facts;
    }

    @Override
    public TraceTable traces() {
        return file.traces(Deadline.none());
    }

    @Override
    public BatchCursor scan(ScanRequest request, Deadline deadline) {
        return new Cursor(request, deadline);
    }

    private final class Cursor implements BatchCursor {
        private final ScanRequest request;
        private final Deadline deadline;
        private int group = -1;
        private final List<PrunedRows> pruned = new ArrayList<>();
        private Optional<BatchCursor> open = Optional.empty();

        Cursor(ScanRequest request, Deadline deadline) {
            this.request = request;
            this.deadline = deadline;
        }

        @Override
        public Optional<SpanBatch> next() {
            while (true) {
                if (open.isPresent()) {
                    Optional<SpanBatch> batch = open.get().next();
                    if (batch.isPresent()) return Optional.of(shifted(group, batch.get(), deadline));
                }
                closeGroup();
                if (++group >= file.groupCount()) return Optional.empty();
                int first = file.firstRow(group);
                int from = Math.max(0, request.fromRow() - first);
                long to = Math.min((long) file.firstRow(group + 1) - first, (long) request.toRow() - first);
                if (from >= to) continue;
                Segment segment = file.segment(group, deadline);
                var part = new ScanRequest(request.columns(), request.pruning(), from, (int) to);
                open = Optional.of(segment.scan(part, deadline));
            }
        }

        private void closeGroup() {
            open.ifPresent(cursor -> {
                pruned.addAll(cursor.pruned());
                cursor.close();
            });
            open = Optional.empty();
        }

        @Override
        public List<PrunedRows> pruned() {
            return List.copyOf(pruned);
        }

        @Override
        public void close() {
            closeGroup();
            group = file.groupCount();
        }
    }

    private SpanBatch shifted(int group, SpanBatch batch, Deadline deadline) {
        int firstTrace = group == 0 ? 0 : file.traces(deadline).firstTrace(group);
        return new ShiftedBatch(batch, file.firstRow(group), firstTrace);
    }

    @Override
    public SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline) {
        var batches = new ArrayList<SpanBatch>();
        int at = 0;
        while (at < rows.length) {
            Check.argument(rows[at] >= 0 && rows[at] < facts.rowCount(), "row %s of %s", rows[at], facts.rowCount());
            int group = file.groupOf(rows[at]);
            int end = at;
            while (end < rows.length && rows[end] < file.firstRow(group + 1)) end++;
            int[] local = Arrays.copyOfRange(rows, at, end);
            for (int i = 0; i < local.length; i++) local[i] -= file.firstRow(group);
            batches.add(shifted(group, file.segment(group, deadline).gather(local, request, deadline), deadline));
            at = end;
        }
        return batches.size() == 1 ? batches.getFirst() : new Joined(List.copyOf(batches), rows);
    }

    /// Rows of several row groups as one batch.
    private record Joined(List<SpanBatch> batches, int[] rows) implements SpanBatch {
        @Override
        public int rowCount() {
            return rows.length;
        }

        @Override
        public int sourceRow(int index) {
            return rows[index];
        }

        @Override
        public Column column(ColumnKey key) {
            var pieces = new ColumnPieces();
            for (SpanBatch batch : batches) {
                Column column = batch.column(key);
                pieces.add(column, IntStream.range(0, column.entryCount()).toArray());
            }
            return pieces.join();
        }

        @Override
        public int[] childStarts(RowKind kind) {
            int[] starts = new int[rows.length + 1];
            int at = 0;
            for (SpanBatch batch : batches) {
                int[] own = batch.childStarts(kind);
                for (int i = 0; i < batch.rowCount(); i++, at++) starts[at + 1] = starts[at] + own[i + 1] - own[i];
            }
            return starts;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    @Override
    public List<AttributeKey> keys() {
        var keys = new TreeSet<AttributeKey>();
        for (int group = 0; group < file.groupCount(); group++) {
            keys.addAll(file.segment(group, Deadline.none()).keys());
        }
        return List.copyOf(keys);
    }

    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        if (file.groupCount() != 1) return Optional.empty();
        return file.segment(0, Deadline.none()).values(key);
    }
}
