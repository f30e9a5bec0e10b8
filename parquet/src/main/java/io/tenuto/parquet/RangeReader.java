package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;

/// The bytes of one file. Safe for many threads if the file is.
public interface RangeReader {
    long sizeBytes();

    /// Bytes `[offset, offset + length)`; a range past the end is an error, not a short read.
    ByteSlice read(long offset, int length);

    /// A file that is in memory.
    static RangeReader of(ByteSlice file) {
        return new RangeReader() {
            @Override
            public long sizeBytes() {
                return file.length();
            }

            @Override
            public ByteSlice read(long offset, int length) {
                return file.slice(Math.toIntExact(offset), Math.toIntExact(offset + length));
            }
        };
    }
}
