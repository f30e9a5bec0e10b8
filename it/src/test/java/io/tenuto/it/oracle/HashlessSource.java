package io.tenuto.it.oracle;

import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.ValueSummary;
import java.util.List;
import java.util.Optional;

/// A source as another format keeps it: without content hashes.
record HashlessSource(SpanSource whole) implements SpanSource {
    @Override
    public SourceFacts facts() {
        return whole.facts();
    }

    @Override
    public TraceTable traces() {
        return whole.traces();
    }

    @Override
    public BatchCursor scan(ScanRequest request, Deadline deadline) {
        BatchCursor cursor = whole.scan(request, deadline);
        return new BatchCursor() {
            @Override
            public Optional<SpanBatch> next() {
                return cursor.next().map(Batch::new);
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    @Override
    public SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline) {
        return new Batch(whole.gather(rows, request, deadline));
    }

    @Override
    public List<AttributeKey> keys() {
        return whole.keys();
    }

    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        return whole.values(key);
    }

    private record Batch(SpanBatch whole) implements SpanBatch {
        @Override
        public int rowCount() {
            return whole.rowCount();
        }

        @Override
        public int sourceRow(int index) {
            return whole.sourceRow(index);
        }

        @Override
        public Column column(ColumnKey key) {
            return key.equals(ColumnKey.of(Intrinsic.CONTENT_HASH))
                    ? Column.absent(whole.rowCount())
                    : whole.column(key);
        }

        @Override
        public int[] childStarts(RowKind kind) {
            return whole.childStarts(kind);
        }
    }
}
