package io.tenuto.parquet;

import io.tenuto.base.Check;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.jspecify.annotations.Nullable;

/// Encodes pieces of arrays by parquet-java's encoders, which are kept and reused. Used by one thread.
final class ValueEncoder implements AutoCloseable {
    private static final int SLAB_BYTES = 4 << 10;
    private static final int PAGE_BYTES = 1 << 20;

    private final DeltaBinaryPackingValuesWriterForLong longs =
            new DeltaBinaryPackingValuesWriterForLong(SLAB_BYTES, PAGE_BYTES, HeapByteBufferAllocator.getInstance());
    private final DeltaBinaryPackingValuesWriterForInteger ints =
            new DeltaBinaryPackingValuesWriterForInteger(SLAB_BYTES, PAGE_BYTES, HeapByteBufferAllocator.getInstance());
    private final @Nullable RunLengthBitPackingHybridEncoder[] hybrids = new RunLengthBitPackingHybridEncoder[33];

    /// The encoding that [#encode] uses for these values of this leaf.
    static int encodingOf(LeafColumn leaf, Values values) {
        return switch (values) {
            case Values.Booleans _ -> Encoding.RLE;
            case Values.Longs _ -> Encoding.DELTA_BINARY_PACKED;
            case Values.Doubles _ -> Encoding.BYTE_STREAM_SPLIT;
            case Values.Bytes _ -> Encoding.DELTA_LENGTH_BYTE_ARRAY;
            case Values.Fixed _ -> Encoding.PLAIN;
            case Values.Coded _ -> Encoding.RLE_DICTIONARY;
        };
    }

    /// Appends values `[from, to)`.
    void encode(LeafColumn leaf, Values values, int from, int to, GrowingBytes out) {
        switch (values) {
            case Values.Booleans(long[] words, int entries) -> booleans(words, from, to, out);
            case Values.Longs(long[] array, int entries) -> {
                if (leaf.type() == PhysicalType.INT32) ints(array, from, to, out);
                else longs(array, from, to, out);
            }
            case Values.Doubles(double[] array, int entries) -> split(array, from, to, out);
            case Values.Bytes(byte[] heap, int[] starts, int entries) -> bytes(heap, starts, from, to, out);
            case Values.Fixed(byte[] heap, int offset, int width, int entries) ->
                out.write(heap, offset + from * width, (to - from) * width);
            case Values.Coded(int[] ids, int entries, Values dictionary) -> {
                int width = 32 - Integer.numberOfLeadingZeros(Math.max(0, dictionary.count() - 1));
                out.put(width);
                hybrid(ids, from, to, width, out);
            }
        }
    }

    /// Appends dictionary entries as a dictionary page has them.
    static void plain(LeafColumn leaf, Values entries, GrowingBytes out) {
        switch (entries) {
            case Values.Bytes(byte[] heap, int[] starts, int count) -> {
                for (int i = 0; i < count; i++) {
                    out.putIntLittleEndian(starts[i + 1] - starts[i]);
                    out.write(heap, starts[i], starts[i + 1] - starts[i]);
                }
            }
            case Values.Longs(long[] array, int count) -> {
                boolean isInt = leaf.type() == PhysicalType.INT32;
                for (int i = 0; i < count; i++) {
                    if (isInt) out.putIntLittleEndian((int) array[i]);
                    else out.putLongLittleEndian(array[i]);
                }
            }
            case Values.Doubles(double[] array, int count) -> {
                for (int i = 0; i < count; i++) out.putLongLittleEndian(Double.doubleToRawLongBits(array[i]));
            }
            case Values.Fixed(byte[] heap, int offset, int width, int count) -> out.write(heap, offset, width * count);
            case Values.Booleans _, Values.Coded _ ->
                throw new IllegalArgumentException(
                        "a dictionary of " + entries.getClass().getSimpleName());
        }
    }

    /// Appends the presence bits `[from, to)` as definition levels of a flat column, with their length before.
    void presence(long[] words, int from, int to, GrowingBytes out) {
        try {
            RunLengthBitPackingHybridEncoder encoder = hybridOf(1);
            for (int i = from; i < to; i++) encoder.writeInt((int) (words[i >> 6] >>> i) & 1);
            appendWithLength(encoder, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Appends levels `[from, to)` with their length before.
    void levels(byte[] levels, int max, int from, int to, GrowingBytes out) {
        try {
            RunLengthBitPackingHybridEncoder encoder = hybridOf(32 - Integer.numberOfLeadingZeros(max));
            for (int i = from; i < to; i++) encoder.writeInt(levels[i]);
            appendWithLength(encoder, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void booleans(long[] words, int from, int to, GrowingBytes out) {
        presence(words, from, to, out);
    }

    private void hybrid(int[] ids, int from, int to, int width, GrowingBytes out) {
        try {
            RunLengthBitPackingHybridEncoder encoder = hybridOf(width);
            for (int i = from; i < to; i++) encoder.writeInt(ids[i]);
            append(encoder.toBytes(), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void longs(long[] array, int from, int to, GrowingBytes out) {
        longs.reset();
        for (int i = from; i < to; i++) longs.writeLong(array[i]);
        append(longs.getBytes(), out);
    }

    private void ints(long[] array, int from, int to, GrowingBytes out) {
        ints.reset();
        for (int i = from; i < to; i++) ints.writeInteger((int) array[i]);
        append(ints.getBytes(), out);
    }

    private void bytes(byte[] heap, int[] starts, int from, int to, GrowingBytes out) {
        ints.reset();
        for (int i = from; i < to; i++) ints.writeInteger(starts[i + 1] - starts[i]);
        append(ints.getBytes(), out);
        out.write(heap, starts[from], starts[to] - starts[from]);
    }

    /// Byte b of every value stands together: high bytes repeat, and that is what compression sees.
    private static void split(double[] array, int from, int to, GrowingBytes out) {
        int count = to - from;
        out.ensure(8 * count);
        byte[] target = out.array();
        int base = out.length();
        for (int i = 0; i < count; i++) {
            long bits = Double.doubleToRawLongBits(array[from + i]);
            for (int b = 0; b < 8; b++) target[base + b * count + i] = (byte) (bits >>> (8 * b));
        }
        out.advance(8 * count);
    }

    private RunLengthBitPackingHybridEncoder hybridOf(int width) {
        RunLengthBitPackingHybridEncoder encoder = hybrids[width];
        if (encoder == null) {
            encoder = new RunLengthBitPackingHybridEncoder(
                    width, SLAB_BYTES, PAGE_BYTES, HeapByteBufferAllocator.getInstance());
            hybrids[width] = encoder;
        }
        encoder.reset();
        return encoder;
    }

    private static void appendWithLength(RunLengthBitPackingHybridEncoder encoder, GrowingBytes out)
            throws IOException {
        BytesInput bytes = encoder.toBytes();
        out.putIntLittleEndian(Math.toIntExact(bytes.size()));
        append(bytes, out);
    }

    private static void append(BytesInput bytes, GrowingBytes out) {
        int before = out.length();
        try (OutputStream stream = new Stream(out)) {
            bytes.writeAllTo(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Check.invariant(out.length() - before == bytes.size(), "encoder said %s bytes", bytes.size());
    }

    private static final class Stream extends OutputStream {
        private final GrowingBytes out;

        Stream(GrowingBytes out) {
            this.out = out;
        }

        @Override
        public void write(int value) {
            out.put(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            out.write(bytes, offset, length);
        }
    }

    @Override
    public void close() {
        longs.close();
        ints.close();
        for (RunLengthBitPackingHybridEncoder encoder : hybrids) if (encoder != null) encoder.close();
    }
}
