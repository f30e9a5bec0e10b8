package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.ZstdOutputStream;
import io.tenuto.base.Allocation;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.RequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedOutputStream;

/// Any bytes as a compressed body: decompressed within the bound and out of memory in proportion to it, or refused.
/// What is compressed first comes back, or is too large.
///
/// Input: encoding (and 128: compress the rest first), u8 of the bound in units of 16 bytes, the body.
final class BodyDecoderFuzzTest {
    private static final String[] ENCODINGS = {"gzip", "zlib", "deflate", "zstd", "snappy", "snappy", "lz4", "", "br"};
    private static final int FRAMED_SNAPPY = 5;

    /// Decoders have windows and chunks of constant size, of which LZ4's block of 4 MiB, there twice, is the largest.
    private static final long CONSTANT_BYTES = 10 << 20;

    private static final long MEMORY_FACTOR = 16;

    static Stream<Arguments> seeds() {
        byte[] plain = "some text, some text, some more text".repeat(3).getBytes(StandardCharsets.UTF_8);
        Stream<byte[]> good =
                IntStream.range(0, ENCODINGS.length - 1).mapToObj(i -> input(i, 20, compressed(i, plain)));
        Stream<byte[]> tooLarge = IntStream.range(0, 7).mapToObj(i -> input(i, 2, compressed(i, new byte[4000])));
        Stream<byte[]> around = IntStream.range(0, 7).mapToObj(i -> input(128 + i, 20, plain));
        return Stream.of(good, tooLarge, around).flatMap(inputs -> inputs).map(input -> Arguments.of((Object) input));
    }

    private static byte[] input(int head, int bound, byte[] body) {
        byte[] input = new byte[2 + body.length];
        input[0] = (byte) head;
        input[1] = (byte) bound;
        System.arraycopy(body, 0, input, 2, body.length);
        return input;
    }

    @MethodSource("seeds")
    @FuzzTest
    void bodiesAreDecompressedWithinTheBoundOrRefused(byte[] input) {
        if (input.length < 2) return;
        int number = (input[0] & 0x7F) % ENCODINGS.length;
        int bytesMax = (input[1] & 0xFF) * 16;
        byte[] rest = Arrays.copyOfRange(input, 2, input.length);
        boolean isRoundTrip = input[0] < 0 && number < 7;
        byte[] body = isRoundTrip ? compressed(number, rest) : rest;
        long bound = CONSTANT_BYTES + MEMORY_FACTOR * (body.length + bytesMax);
        Allocation.within(bound, () -> decode(body, ENCODINGS[number], bytesMax));
        Optional<ByteSlice> plain = decode(body, ENCODINGS[number], bytesMax);
        plain.ifPresent(bytes -> assertThat(bytes.length()).isLessThanOrEqualTo(bytesMax));
        if (!isRoundTrip) return;
        if (rest.length > bytesMax) assertThat(plain).isEmpty();
        else assertThat(plain).contains(ByteSlice.of(rest));
    }

    private static Optional<ByteSlice> decode(byte[] body, String encoding, int bytesMax) {
        long[] told = {0};
        try {
            ByteSlice plain = BodyDecoder.decode(body, encoding, bytesMax, growth -> told[0] += growth);
            if (!encoding.isEmpty()) assertThat(told[0]).isGreaterThanOrEqualTo(plain.length());
            return Optional.of(plain);
        } catch (CorruptDataException | RequestException e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }

    private static byte[] compressed(int number, byte[] plain) {
        var out = new ByteArrayOutputStream();
        try (OutputStream in = compressor(number, out)) {
            if (number == FRAMED_SNAPPY - 1) return Snappy.compress(plain);
            in.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static OutputStream compressor(int number, OutputStream out) throws IOException {
        return switch (ENCODINGS[number]) {
            case "gzip" -> new GZIPOutputStream(out);
            case "zlib", "deflate" -> new DeflaterOutputStream(out);
            case "zstd" -> new ZstdOutputStream(out);
            case "snappy" -> number == FRAMED_SNAPPY ? new SnappyFramedOutputStream(out) : out;
            case "lz4" -> new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB);
            default -> out;
        };
    }
}
