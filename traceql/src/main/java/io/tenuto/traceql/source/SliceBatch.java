package io.tenuto.traceql.source;

import java.util.List;

/// A batch whose row and trace numbers count within a slice.
final class SliceBatch implements SpanBatch {
    private static final ColumnKey ORDINAL = ColumnKey.of(Intrinsic.TRACE_ORDINAL);

    private final SpanBatch batch;
    private final int from;
    private final SliceTraceTable traces;

    SliceBatch(SpanBatch batch, int from, SliceTraceTable traces) {
        this.batch = batch;
        this.from = from;
        this.traces = traces;
    }

    @Override
    public int rowCount() {
        return batch.rowCount();
    }

    @Override
    public int sourceRow(int index) {
        return batch.sourceRow(index) - from;
    }

    @Override
    public Column column(ColumnKey key) {
        return key.equals(ORDINAL) ? ordinals() : batch.column(key);
    }

    private Column ordinals() {
        int count = batch.rowCount();
        long[] mapped = new long[count];
        for (int i = 0; i < count; i++) mapped[i] = traces.ordinalOfRow(batch.sourceRow(i) - from);
        return new Column(count, List.of(new Vector.Longs(ValueType.INT, mapped, count, Presence.ALL)));
    }

    @Override
    public int[] childStarts(RowKind kind) {
        return batch.childStarts(kind);
    }
}
