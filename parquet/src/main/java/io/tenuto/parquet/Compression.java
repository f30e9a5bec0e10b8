package io.tenuto.parquet;

import com.github.luben.zstd.ZstdException;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.Snappy;

/// Compresses and decompresses pages. Thread safe.
final class Compression {
    private Compression() {}

    /// Decompresses into `[0, length)` of a new array with slack behind.
    static byte[] decompress(Codec codec, ByteSlice source, int length) {
        byte[] target = new byte[length + Bits.SLACK];
        decompress(codec, source, target, 0, length);
        return target;
    }

    /// Decompresses into `[at, at + length)` of the target.
    static void decompress(Codec codec, ByteSlice source, byte[] target, int at, int length) {
        if (length == 0) return;
        int size = switch (codec) {
            case UNCOMPRESSED -> copy(source, target, at, length);
            case ZSTD -> unzstd(source, target, at, length);
            case SNAPPY -> unsnappy(source, target, at, length);
            case GZIP -> ungzip(source, target, at, length);
            case LZ4_RAW -> Lz4.decompress(source, target, at, length);
        };
        Check.data(size == length, "a page of %s bytes decompressed to %s", length, size);
    }

    /// Compresses `[from, to)` of the source behind what `out` holds; returns the length.
    static int compress(Codec codec, int level, byte[] source, int from, int to, GrowingBytes out) {
        if (codec == Codec.UNCOMPRESSED) {
            out.write(source, from, to - from);
            return to - from;
        }
        Check.argument(codec == Codec.ZSTD, "pages are not written with %s", codec);
        int bound = (int) com.github.luben.zstd.Zstd.compressBound(to - from);
        out.ensure(bound);
        int size = NativeContexts.COMPRESSORS.lend(compressor -> {
            compressor.setLevel(level);
            return compressor.compressByteArray(out.array(), out.length(), bound, source, from, to - from);
        });
        out.advance(size);
        return size;
    }

    private static int copy(ByteSlice source, byte[] target, int at, int length) {
        Check.data(source.length() == length, "an uncompressed page of %s bytes has %s", length, source.length());
        System.arraycopy(source.array(), source.offset(), target, at, length);
        return length;
    }

    private static int unzstd(ByteSlice source, byte[] target, int at, int length) {
        try {
            return NativeContexts.DECOMPRESSORS.lend(decompressor -> decompressor.decompressByteArray(
                    target, at, length, source.array(), source.offset(), source.length()));
        } catch (ZstdException e) {
            throw new CorruptDataException("zstd page of %d bytes: %s".formatted(length, e.getMessage()), e);
        }
    }

    private static int unsnappy(ByteSlice source, byte[] target, int at, int length) {
        try {
            int claimed = Snappy.uncompressedLength(source.array(), source.offset(), source.length());
            Check.data(claimed == length, "a snappy page of %s bytes says %s", length, claimed);
            return Snappy.rawUncompress(source.array(), source.offset(), source.length(), target, at);
        } catch (IOException e) {
            throw new CorruptDataException("snappy page of %d bytes: %s".formatted(length, e.getMessage()), e);
        }
    }

    private static int ungzip(ByteSlice source, byte[] target, int at, int length) {
        var bytes = new ByteArrayInputStream(source.array(), source.offset(), source.length());
        try (var in = new GZIPInputStream(bytes)) {
            int size = in.readNBytes(target, at, length);
            return in.read() < 0 ? size : length + 1;
        } catch (IOException e) {
            throw new CorruptDataException("gzip page of %d bytes: %s".formatted(length, e.getMessage()), e);
        }
    }
}
