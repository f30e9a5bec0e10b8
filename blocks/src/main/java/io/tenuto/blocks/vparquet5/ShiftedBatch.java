package io.tenuto.blocks.vparquet5;

import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.List;

/// A batch of one row group's segment, with rows and traces counted over the whole file.
record ShiftedBatch(SpanBatch batch, int firstRow, int firstTrace) implements SpanBatch {
    private static final ColumnKey TRACE = ColumnKey.of(Intrinsic.TRACE_ORDINAL);

    @Override
    public int rowCount() {
        return batch.rowCount();
    }

    @Override
    public int sourceRow(int index) {
        return batch.sourceRow(index) + firstRow;
    }

    @Override
    public Column column(ColumnKey key) {
        Column column = batch.column(key);
        if (!key.equals(TRACE) || firstTrace == 0) return column;
        var local = (Vector.Longs) column.vectors().getFirst();
        long[] shifted = new long[local.entryCount()];
        for (int i = 0; i < shifted.length; i++) shifted[i] = local.values()[i] + firstTrace;
        var vector = new Vector.Longs(ValueType.INT, shifted, shifted.length, local.presence());
        return new Column(shifted.length, List.of(vector));
    }

    @Override
    public int[] childStarts(RowKind kind) {
        return batch.childStarts(kind);
    }
}
