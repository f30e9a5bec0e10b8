package io.tenuto.blocks.segment;

import io.tenuto.base.ByteHash;

/// Tells twins (a span stored twice by a client's retry) from namesakes (two spans that share an identifier).
///
/// It is made once, when a span comes in, over all bytes of span, scope and resource; blocks keep it, so that it is the
/// same in every source. 32 bits are enough: only spans of one trace with the same identifier, kind and start are ever
/// compared by it.
final class ContentHash {
    private ContentHash() {}

    /// The kept part of a hash over everything.
    static int shortened(long hash) {
        return (int) (hash ^ hash >>> 32);
    }

    /// For rows of formats that keep no hash: over what they surely have in columns.
    ///
    /// @param name the span's name: bytes `[from, to)`
    static int ofColumns(
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
        return shortened(ByteHash.hash64(name, from, to, hash));
    }
}
