package io.tenuto.server;

import com.github.luben.zstd.ZstdInputStream;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedInputStream;

/// Decompresses request bodies within a bound: what grows beyond it is refused while it grows.
final class BodyDecoder {
    private static final int CHUNK_BYTES = 64 * 1024;
    /// 8 MiB: what a decoder must hold of a frame's past. Larger windows are for files; senders over HTTP keep to it.
    /// Source: RFC 9659.
    private static final int ZSTD_WINDOW_LOG_MAX = 23;
    /// The byte of an lz4 frame that names its block size, and what the four sizes are.
    private static final int LZ4_SIZE_INDEX = 5;

    private static final int LZ4_BLOCK_BYTES_MIN = 64 * 1024;

    private BodyDecoder() {}

    /// @param encoding the `Content-Encoding`, "" for none
    /// @param onGrowth told of bytes before they are held, besides the body; may throw to end it
    /// @throws RequestException if the encoding is unknown
    /// @throws BodyTooLargeException if the content is too large
    /// @throws CorruptDataException if it cannot be decoded
    static ByteSlice decode(byte[] body, String encoding, int bytesMax, LongConsumer onGrowth) {
        if (encoding.isEmpty() || encoding.equals("identity")) {
            if (body.length > bytesMax) throw new BodyTooLargeException(body.length);
            return ByteSlice.of(body);
        }
        try {
            if (encoding.equals("snappy") && !isFramedSnappy(body)) return rawSnappy(body, bytesMax, onGrowth);
            if (encoding.equals("lz4")) onGrowth.accept(lz4BufferBytes(body));
            try (InputStream in = open(body, encoding)) {
                return read(in, bytesMax, onGrowth);
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CorruptDataException(encoding + ": " + e.getMessage(), e);
        }
    }

    private static InputStream open(byte[] body, String encoding) throws IOException {
        var in = new ByteArrayInputStream(body);
        return switch (encoding) {
            case "gzip" -> new GZIPInputStream(in, CHUNK_BYTES);
            case "zlib", "deflate" -> new InflaterInputStream(in);
            case "zstd" -> new ZstdInputStream(in).setLongMax(ZSTD_WINDOW_LOG_MAX);
            case "snappy" -> new SnappyFramedInputStream(in);
            case "lz4" -> new LZ4FrameInputStream(in);
            default -> throw new RequestException(Fault.UNSUPPORTED, "unsupported Content-Encoding: " + encoding);
        };
    }

    private static ByteSlice read(InputStream in, int bytesMax, LongConsumer onGrowth) throws IOException {
        var out = new ByteArrayOutputStream(CHUNK_BYTES);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (out.size() + count > bytesMax) throw new BodyTooLargeException((long) out.size() + count);
            // Thrice: the stream's buffer, the array that is made of it in the end, and the decoder's window.
            onGrowth.accept(3L * count);
            out.write(chunk, 0, count);
        }
        return ByteSlice.of(out.toByteArray());
    }

    /// Two blocks are held as soon as a frame begins, however short it is.
    private static long lz4BufferBytes(byte[] body) {
        int size = body.length > LZ4_SIZE_INDEX ? body[LZ4_SIZE_INDEX] >> 4 & 7 : 0;
        return size < 4 ? 0 : 2L * LZ4_BLOCK_BYTES_MIN << 2 * (size - 4);
    }

    /// The stream identifier of the framing format: chunk type ff, six bytes, "sNaPpY".
    private static boolean isFramedSnappy(byte[] body) {
        byte[] magic = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};
        return body.length >= magic.length && Arrays.equals(body, 0, magic.length, magic, 0, magic.length);
    }

    private static ByteSlice rawSnappy(byte[] body, int bytesMax, LongConsumer onGrowth) throws IOException {
        int length = Snappy.uncompressedLength(body);
        if (length > bytesMax) throw new BodyTooLargeException(length);
        onGrowth.accept(length);
        return ByteSlice.of(Snappy.uncompress(body));
    }
}
