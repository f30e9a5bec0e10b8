package io.tenuto.traceql.source;

/// Up to some ten thousand rows with their columns. Columns are decoded when first asked for.
///
/// Valid until the cursor moves on. Used by one thread.
public interface SpanBatch {
    int rowCount();

    /// The source's row index of row `index` of this batch.
    int sourceRow(int index);

    /// The values of `key`; a [Column] without vectors where nothing in this batch has one.
    Column column(ColumnKey key);

    /// For events or links: `rowCount() + 1` ascending positions; the children of row i are entries
    /// `[starts[i], starts[i + 1])` of the columns of that kind in this batch.
    int[] childStarts(RowKind kind);
}
