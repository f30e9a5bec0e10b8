package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;

/// Whole pieces of bytes as zstd frames, for what lies beside the columns.
public final class Zstd {
    private Zstd() {}

    public static ByteSlice compress(ByteSlice plain, int level) {
        var out = new GrowingBytes(plain.length() / 2 + 64);
        Compression.compress(Codec.ZSTD, level, plain.array(), plain.offset(), plain.offset() + plain.length(), out);
        return out.slice();
    }

    /// The `length` bytes that were compressed; checked against `max` before memory is taken.
    public static ByteSlice decompress(ByteSlice packed, int length, int max) {
        Check.data(length >= 0 && length <= max, "%s bytes uncompressed, at most %s", length, max);
        return ByteSlice.of(Compression.decompress(Codec.ZSTD, packed, length), 0, length);
    }
}
