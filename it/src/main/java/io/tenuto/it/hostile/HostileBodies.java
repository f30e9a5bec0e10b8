package io.tenuto.it.hostile;

import com.github.luben.zstd.ZstdOutputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.tenuto.it.client.TestSpans;
import io.tenuto.model.TraceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

/// Bodies that no proper sender makes, each with what the OTLP receivers say to it.
public final class HostileBodies {
    /// The receivers' texts. Source: the ingest section of the public API.
    public static final String TOO_LARGE = "http: request body too large";

    private static final String PROTOBUF = "application/x-protobuf";
    private static final String JSON = "application/json";
    private static final int BOMB_BYTES = 64 << 20;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final byte[] GOOD = TestSpans.trace(new TraceId(9, 9), "hostile", 5, 1_700_000_000_000_000_000L);

    private HostileBodies() {}

    /// @param encoding of the content, "" for none
    /// @param status of the answer over HTTP
    /// @param text in the answer
    public record Body(String name, String type, String encoding, byte[] bytes, int status, String text) {}

    /// Bodies that are refused.
    public static List<Body> refused() {
        return List.of(
                protobuf("truncated", Arrays.copyOf(GOOD, GOOD.length - 3), ""),
                protobuf("random", random(5000), ""),
                protobuf("a length of 4 GiB", new byte[] {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 1}, ""),
                protobuf("an endless number", new byte[] {0x08, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, ""),
                protobuf("nested 30,000 deep", span(nested(30_000)), "values nest deeper than 64"),
                protobuf("no trace ID", span(new byte[0]), "trace ids must be 128 bit, received 0 bits"),
                protobuf("zero trace ID", ids(16, 8, 0), "trace ids must be 128 bit, received 0 bits"),
                protobuf("short trace ID", ids(8, 8, 1), "unmarshal: invalid TraceID length"),
                protobuf("short span ID", ids(16, 4, 1), "unmarshal: invalid SpanID length"),
                json("no JSON", "resourceSpans"),
                json("JSON cut off", "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"a"),
                json("arrays 100,000 deep", "{\"resourceSpans\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
                json("unknown objects deep", "{\"x\":" + "{\"x\":".repeat(100_000) + "1" + "}".repeat(100_001)),
                json(
                        "a number of 100,000 digits",
                        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"kind\":" + "9".repeat(100_000)
                                + "}]}]}]}"),
                body("too large", "", new byte[21 << 20], TOO_LARGE),
                body("no gzip", "gzip", GOOD, ""),
                body("gzip cut off", "gzip", cut(gzip(GOOD)), ""),
                body("no zstd", "zstd", GOOD, ""),
                body("zstd cut off", "zstd", cut(zstd(GOOD)), ""),
                body("no lz4", "lz4", GOOD, ""),
                body("no snappy", "snappy", random(100), ""),
                body("gzip bomb", "gzip", gzipBomb(), TOO_LARGE),
                body("zlib bomb", "zlib", bomb(DeflaterOutputStream::new), TOO_LARGE),
                body("zstd bomb", "zstd", bomb(ZstdOutputStream::new), TOO_LARGE),
                body("zstd window of 2 GiB", "zstd", zstdWindow(), ""),
                body("lz4 bomb", "lz4", bomb(LZ4FrameOutputStream::new), TOO_LARGE),
                body("snappy bomb", "snappy", bomb(SnappyFramedOutputStream::new), TOO_LARGE),
                body("snappy that says 2 GiB", "snappy", new byte[] {-1, -1, -1, -1, 7, 0, 0}, ""),
                body("unknown encoding", "br", GOOD, "unsupported Content-Encoding: br"),
                new Body("form", "text/plain", "", GOOD, 415, "415 unsupported media type, supported: ["));
    }

    private static Body body(String name, String encoding, byte[] bytes, String text) {
        return new Body(name, PROTOBUF, encoding, bytes, 400, text);
    }

    private static Body protobuf(String name, byte[] bytes, String text) {
        return new Body(name, PROTOBUF, "", bytes, 400, text);
    }

    private static Body json(String name, String text) {
        return new Body(name, JSON, "", text.getBytes(StandardCharsets.UTF_8), 400, "{\"code\":3, \"message\":\"");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        // A field of type 7 begins it: there is none.
        bytes[0] = 0x0f;
        return bytes;
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private interface Compressor {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] compressed(Compressor compressor, byte[] content, int times) {
        var out = new ByteArrayOutputStream();
        try (OutputStream compressing = compressor.over(out)) {
            for (int i = 0; i < times; i++) compressing.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] bomb(Compressor compressor) {
        return compressed(compressor, new byte[CHUNK_BYTES], BOMB_BYTES / CHUNK_BYTES);
    }

    static byte[] gzip(byte[] content) {
        return compressed(GZIPOutputStream::new, content, 1);
    }

    private static byte[] zstd(byte[] content) {
        return compressed(ZstdOutputStream::new, content, 1);
    }

    /// A frame that asks its decoder to hold 2 GiB, and one block of it. Source: RFC 8878, section 3.1.1.
    private static byte[] zstdWindow() {
        return new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (21 << 3), 0x0b, 0, 0, 'x'};
    }

    /// A request of one span with these fields.
    static byte[] span(byte[] fields) {
        return field(1, field(2, field(2, fields)));
    }

    private static byte[] ids(int traceBytes, int spanBytes, int value) {
        byte[] trace = new byte[traceBytes];
        byte[] span = new byte[spanBytes];
        Arrays.fill(trace, (byte) value);
        Arrays.fill(span, (byte) 1);
        return span(joined(field(1, trace), field(2, span)));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// An attribute whose value is a list of a list of a list.
    private static byte[] nested(int depth) {
        // Written from its end, which is the innermost.
        var out = new byte[depth * 12];
        int at = out.length;
        int length = 0;
        for (int i = 0; i < depth; i++) {
            // ArrayValue.values (1) within AnyValue.array_value (5).
            at = prefix(out, at, 1, length);
            length = out.length - at;
            at = prefix(out, at, 5, length);
            length = out.length - at;
        }
        byte[] list = Arrays.copyOfRange(out, at, out.length);
        return field(9, joined(field(1, new byte[] {'k'}), field(2, list)));
    }

    private static int prefix(byte[] out, int at, int number, int length) {
        int size = CodedOutputStream.computeUInt32SizeNoTag(length);
        int start = at - size - 1;
        out[start] = (byte) (number << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int rest = length;
        for (int i = start + 1; i < at; i++) {
            out[i] = (byte) (i + 1 < at ? rest & 127 | 128 : rest);
            rest >>>= 7;
        }
        return start;
    }

    static byte[] field(int number, byte[] content) {
        byte[] out = new byte[6 + content.length];
        System.arraycopy(content, 0, out, 6, content.length);
        int start = prefix(out, 6, number, content.length);
        return Arrays.copyOfRange(out, start, out.length);
    }

    /// Compressed messages that become far too large, for gRPC.
    public static byte[] gzipBomb() {
        return bomb(GZIPOutputStream::new);
    }
}
