package io.tenuto.blocks.segment;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.SpanBatch;
import java.util.Optional;

/// Walks rows `[next, end)` of a segment. Used by one thread.
final class SegmentCursor implements BatchCursor {
    /// Rows per batch: columns of a batch stay in the second-level cache (8,192 × 8 bytes × some ten columns).
    private static final int BATCH_ROWS = 8192;

    private final SegmentColumns columns;
    private final int end;
    private final Deadline deadline;
    private int next;

    SegmentCursor(SegmentColumns columns, int from, int end, Deadline deadline) {
        this.columns = columns;
        this.next = from;
        this.end = end;
        this.deadline = deadline;
    }

    @Override
    public Optional<SpanBatch> next() {
        if (next >= end) return Optional.empty();
        deadline.check("scan");
        int from = next;
        next = Math.min(end, from + BATCH_ROWS);
        return Optional.of(new SegmentBatch(columns, Rows.range(from, next)));
    }

    @Override
    public void close() {
        next = end;
    }
}
