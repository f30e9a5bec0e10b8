package io.tenuto.parquet;

import io.tenuto.base.Check;

/// What a file may ask of its reader.
///
/// @param pageBytesMax uncompressed bytes of one page
/// @param pageEntriesMax entries of one page; run lengths make many out of few bytes
/// @param footerBytesMax bytes of a footer
public record DecodeLimits(int pageBytesMax, int pageEntriesMax, int footerBytesMax) {
    /// Generous enough for blocks of 100 MB row groups with one page per column chunk.
    public static final DecodeLimits STANDARD = new DecodeLimits(256 << 20, 1 << 25, 64 << 20);

    public DecodeLimits {
        Check.argument(pageBytesMax > 0 && pageEntriesMax > 0 && footerBytesMax > 0, "limits must be positive");
    }
}
