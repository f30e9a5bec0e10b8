package io.tenuto.parquet;

/// Where a written column chunk lies.
///
/// @param startOffset first byte in the file: of the dictionary page, or of the first data page
/// @param dictionaryBytes length of the dictionary page with its header, 0 if there is none
/// @param pageBytes length of each data page with its header, in order
/// @param filterOffset where its membership filter lies, 0 if there is none
/// @param distinctCount entries of the dictionary, 0 if there is none
public record ChunkPlace(
        LeafColumn leaf,
        Codec codec,
        long startOffset,
        int dictionaryBytes,
        int[] pageBytes,
        long entryCount,
        long nullCount,
        int distinctCount,
        long uncompressedBytes,
        Bounds bounds,
        long filterOffset,
        int filterBytes) {
    ChunkPlace withFilter(long offset, int bytes) {
        return new ChunkPlace(
                leaf,
                codec,
                startOffset,
                dictionaryBytes,
                pageBytes,
                entryCount,
                nullCount,
                distinctCount,
                uncompressedBytes,
                bounds,
                offset,
                bytes);
    }

    public long totalBytes() {
        long total = dictionaryBytes;
        for (int bytes : pageBytes) total += bytes;
        return total;
    }
}
