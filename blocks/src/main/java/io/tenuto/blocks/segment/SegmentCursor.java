package io.tenuto.blocks.segment;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.PruneCondition;
import io.tenuto.traceql.source.PrunedRows;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import java.util.List;
import java.util.Optional;

/// Walks the asked rows of a segment, or none if it is known that no row satisfies the conditions. Used by one thread.
final class SegmentCursor implements BatchCursor {
    /// Rows per batch: columns of a batch stay in the second-level cache (8,192 × 8 bytes × some ten columns).
    private static final int BATCH_ROWS = 8192;

    private final SegmentColumns columns;
    private final List<PruneCondition> conditions;
    private final int end;
    private final Deadline deadline;
    private int next;
    private boolean hasBegun;
    private List<PrunedRows> pruned = List.of();

    /// @param rowCount of the segment
    SegmentCursor(SegmentColumns columns, ScanRequest request, int rowCount, Deadline deadline) {
        this.columns = columns;
        this.conditions = request.pruning();
        this.next = request.fromRow();
        this.end = Math.min(request.toRow(), rowCount);
        this.deadline = deadline;
    }

    @Override
    public Optional<SpanBatch> next() {
        if (next >= end) return Optional.empty();
        deadline.check("scan");
        if (!hasBegun) {
            hasBegun = true;
            if (isLeftOut()) return Optional.empty();
        }
        int from = next;
        next = Math.min(end, from + BATCH_ROWS);
        return Optional.of(new SegmentBatch(columns, Rows.range(from, next)));
    }

    private boolean isLeftOut() {
        var found = new SegmentPruning(columns).contradicted(conditions);
        if (found.isEmpty()) return false;
        pruned = List.of(new PrunedRows(found.get().condition(), found.get().statistic(), end - next));
        next = end;
        return true;
    }

    @Override
    public List<PrunedRows> pruned() {
        return pruned;
    }

    @Override
    public void close() {
        next = end;
    }
}
