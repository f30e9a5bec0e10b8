package io.tenuto.parquet;

import java.util.List;

/// A horizontal piece of a file.
///
/// @param chunks one for each leaf of the schema, in its order
public record RowGroup(long rowCount, List<ColumnChunk> chunks) {
    public RowGroup {
        chunks = List.copyOf(chunks);
    }
}
