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

    private BodyDecoder() {}

    /// @param encoding the `Content-Encoding`, "" for none
    /// @param onGrowth told of bytes before they are held, besides the body; may throw to end it
    /// @throws RequestException if the encoding is unknown or the content too large
    /// @throws CorruptDataException if it cannot be decoded
    static ByteSlice decode(byte[] body, String encoding, int bytesMax, LongConsumer onGrowth) {
        if (encoding.isEmpty() || encoding.equals("identity")) {
            if (body.length > bytesMax) throw tooLarge();
            return ByteSlice.of(body);
        }
        try {
            if (encoding.equals("snappy") && !isFramedSnappy(body)) return rawSnappy(body, bytesMax, onGrowth);
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
            case "zstd" -> new ZstdInputStream(in);
            case "snappy" -> new SnappyFramedInputStream(in);
            case "lz4" -> new LZ4FrameInputStream(in);
            default -> throw new RequestException(Fault.UNSUPPORTED, "unsupported Content-Encoding: " + encoding);
        };
    }

    private static ByteSlice read(InputStream in, int bytesMax, LongConsumer onGrowth) throws IOException {
        var out = new ByteArrayOutputStream(CHUNK_BYTES);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (out.size() + count > bytesMax) throw tooLarge();
            // Twice: the stream's buffer, and the array that is made of it in the end.
            onGrowth.accept(2L * count);
            out.write(chunk, 0, count);
        }
        return ByteSlice.of(out.toByteArray());
    }

    /// The stream identifier of the framing format: chunk type ff, six bytes, "sNaPpY".
    private static boolean isFramedSnappy(byte[] body) {
        byte[] magic = {(byte) 0xff, 6, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y'};
        return body.length >= magic.length && Arrays.equals(body, 0, magic.length, magic, 0, magic.length);
    }

    private static ByteSlice rawSnappy(byte[] body, int bytesMax, LongConsumer onGrowth) throws IOException {
        int length = Snappy.uncompressedLength(body);
        if (length > bytesMax) throw tooLarge();
        onGrowth.accept(length);
        return ByteSlice.of(Snappy.uncompress(body));
    }

    static RequestException tooLarge() {
        return RequestException.invalid("http: request body too large");
    }
}
