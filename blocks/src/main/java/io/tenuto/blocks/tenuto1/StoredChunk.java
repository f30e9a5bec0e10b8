package io.tenuto.blocks.tenuto1;

import io.tenuto.parquet.Bounds;
import io.tenuto.parquet.ChunkPlace;
import io.tenuto.parquet.Codec;

/// One column chunk as the index knows it.
///
/// @param startOffset first byte in the file
/// @param dictionaryBytes length of the dictionary page, 0 for none
/// @param pageBytes length of each page; pages end at the same rows in every column
/// @param filterOffset where the membership filter lies, 0 for none
record StoredChunk(
        Codec codec,
        long startOffset,
        int dictionaryBytes,
        int[] pageBytes,
        long entryCount,
        long nullCount,
        int distinctCount,
        Bounds bounds,
        long filterOffset,
        int filterBytes) {
    static StoredChunk of(ChunkPlace place) {
        return new StoredChunk(
                place.codec(),
                place.startOffset(),
                place.dictionaryBytes(),
                place.pageBytes(),
                place.entryCount(),
                place.nullCount(),
                place.distinctCount(),
                place.bounds(),
                place.filterOffset(),
                place.filterBytes());
    }

    long pageOffset(int page) {
        long at = startOffset + dictionaryBytes;
        for (int i = 0; i < page; i++) at += pageBytes[i];
        return at;
    }

    long endOffset() {
        return pageOffset(pageBytes.length);
    }

    boolean hasValues() {
        return nullCount < entryCount;
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
