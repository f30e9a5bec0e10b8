package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.parquet.Zstd;
import java.util.zip.CRC32C;

/// A compressed, checksummed piece of the index and its place in the file.
///
/// @param length bytes in the file
/// @param plainLength bytes once decompressed
/// @param checksum CRC32C of the bytes in the file
record Section(long offset, int length, int plainLength, int checksum) {
    static final Section NONE = new Section(0, 0, 0, 0);

    /// Far above what a block of ten million spans has.
    private static final int PLAIN_MAX = 1 << 30;

    private static final int LEVEL = 3;

    Section {
        Check.data(offset >= 0 && length >= 0 && plainLength >= 0, "section of %s bytes at %s", length, offset);
    }

    /// What [#plain] will turn back.
    static ByteSlice packed(ByteSlice plain) {
        return Zstd.compress(plain, LEVEL);
    }

    static Section of(long offset, ByteSlice packed, int plainLength) {
        return new Section(offset, packed.length(), plainLength, checksum(packed));
    }

    /// Checks the bytes read from the section's place and decompresses them.
    ByteSlice plain(ByteSlice packed) {
        Check.data(packed.length() == length, "section of %s bytes, %s read", length, packed.length());
        Check.data(checksum(packed) == checksum, "the checksum of the section at %s does not match", offset);
        return Zstd.decompress(packed, plainLength, PLAIN_MAX);
    }

    private static int checksum(ByteSlice bytes) {
        var crc = new CRC32C();
        crc.update(bytes.array(), bytes.offset(), bytes.length());
        return (int) crc.getValue();
    }
}
