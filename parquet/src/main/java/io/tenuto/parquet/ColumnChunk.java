package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;

/// One column of one row group: where its pages lie and what the writer says of its values.
///
/// @param valueCount entries, absent ones included
/// @param startOffset where its first page begins: the dictionary's if there is one
/// @param dataOffset where its first data page begins
/// @param compressedBytes length from `startOffset`, page headers included
/// @param nullCount absent entries, or -1 if unknown
/// @param min,max plain-encoded bounds as the file has them, possibly shortened; empty if unknown
/// @param boundsAreKnown whether min and max are there
public record ColumnChunk(
        LeafColumn leaf,
        Codec codec,
        long valueCount,
        long startOffset,
        long dataOffset,
        long compressedBytes,
        long uncompressedBytes,
        long nullCount,
        boolean boundsAreKnown,
        ByteSlice min,
        ByteSlice max) {
    public boolean hasDictionary() {
        return startOffset < dataOffset;
    }
}
