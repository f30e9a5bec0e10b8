package io.tenuto.blocks.segment;

/// Tells twins (a span stored twice by a client's retry) from namesakes (two spans that share an identifier), the same
/// in every source because it is made from what every source stores in columns.
public final class ContentHash {
    private ContentHash() {}

    /// @param name the span's name: bytes `[from, to)`
    public static long of(
            long spanId,
            long parentId,
            long start,
            long duration,
            long kind,
            long status,
            byte[] name,
            int from,
            int to) {
        long hash = ByteHash.mix(spanId ^ 0x5851F42D4C957F2DL);
        hash = ByteHash.mix(hash ^ parentId);
        hash = ByteHash.mix(hash + start);
        hash = ByteHash.mix(hash ^ duration);
        hash = ByteHash.mix(hash + kind * 31 + status);
        return ByteHash.hash64(name, from, to, hash);
    }
}
