package io.tenuto.parquet;

import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;

/// Turns the value part of a page into arrays: bytes `[from, to)` of a buffer with slack behind.
final class ValueDecoder {
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final LeafColumn leaf;
    private final DecodeLimits limits;

    ValueDecoder(byte[] bytes, int from, int to, LeafColumn leaf, DecodeLimits limits) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.leaf = leaf;
        this.limits = limits;
    }

    /// Whether decoded values are views of the buffer they came in.
    static boolean keepsBytes(LeafColumn leaf, int encoding) {
        if (encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY) return false;
        return switch (leaf.type()) {
            case BYTE_ARRAY, FIXED, INT96 -> true;
            case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> false;
        };
    }

    Values decode(int encoding, int count, Values dictionary) {
        return switch (encoding) {
            case Encoding.PLAIN -> plain(count);
            case Encoding.RLE_DICTIONARY, Encoding.PLAIN_DICTIONARY -> coded(count, dictionary);
            case Encoding.DELTA_BINARY_PACKED -> delta(count);
            case Encoding.DELTA_LENGTH_BYTE_ARRAY -> deltaLength(from, count);
            case Encoding.DELTA_BYTE_ARRAY -> deltaBytes(count);
            case Encoding.RLE -> runLengthBooleans(count);
            case Encoding.BYTE_STREAM_SPLIT -> streamSplit(count);
            default ->
                throw new CorruptDataException(
                        "column %s: encoding %d is not supported".formatted(leaf.path(), encoding));
        };
    }

    Values plain(int count) {
        return switch (leaf.type()) {
            case BOOLEAN -> {
                need((count + 7L) >>> 3);
                long[] words = new long[Bits.words(count)];
                Bits.copyBits(bytes, from, words, 0, count);
                yield new Values.Booleans(words, count);
            }
            case INT32 -> {
                need(4L * count);
                long[] values = new long[count];
                for (int i = 0; i < count; i++) values[i] = Bits.intAt(bytes, from + 4 * i);
                yield new Values.Longs(values, count);
            }
            case INT64 -> {
                need(8L * count);
                long[] values = new long[count];
                for (int i = 0; i < count; i++) values[i] = Bits.longAt(bytes, from + 8 * i);
                yield new Values.Longs(values, count);
            }
            case FLOAT -> {
                need(4L * count);
                double[] values = new double[count];
                for (int i = 0; i < count; i++) values[i] = Float.intBitsToFloat(Bits.intAt(bytes, from + 4 * i));
                yield new Values.Doubles(values, count);
            }
            case DOUBLE -> {
                need(8L * count);
                double[] values = new double[count];
                for (int i = 0; i < count; i++) values[i] = Double.longBitsToDouble(Bits.longAt(bytes, from + 8 * i));
                yield new Values.Doubles(values, count);
            }
            case INT96 -> fixed(12, count);
            case FIXED -> fixed(leaf.fixedLength(), count);
            case BYTE_ARRAY -> plainBytes(count);
        };
    }

    private Values fixed(int width, int count) {
        need((long) width * count);
        return new Values.Fixed(bytes, from, width, count);
    }

    /// Lengths stand between the values, so that the heap keeps them as gaps: value i ends where `ends` says.
    private Values plainBytes(int count) {
        need(4L * count);
        int[] starts = new int[count + 1];
        // Values are moved together in place: each moves towards the front, over its length.
        int read = from;
        int write = from;
        for (int i = 0; i < count; i++) {
            if (to - read < 4) throw badLength(-1);
            int length = Bits.intAt(bytes, read);
            read += 4;
            if (length < 0 || length > to - read) throw badLength(length);
            starts[i] = write;
            System.arraycopy(bytes, read, bytes, write, length);
            read += length;
            write += length;
        }
        starts[count] = write;
        return new Values.Bytes(bytes, starts, count);
    }

    private CorruptDataException badLength(long length) {
        return new CorruptDataException("column %s: a string or prefix of %d bytes".formatted(leaf.path(), length));
    }

    private Values coded(int count, Values dictionary) {
        if (count == 0) return new Values.Coded(new int[0], 0, dictionary);
        need(1);
        int width = bytes[from];
        int[] ids = new int[count];
        Hybrid.decode(bytes, from + 1, to, width, ids, count);
        int max = 0;
        int negative = 0;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, ids[i]);
            negative |= ids[i];
        }
        Check.data(
                negative >= 0 && max < dictionary.count(),
                "column %s: id %s in a dictionary of %s",
                leaf.path(),
                max,
                dictionary.count());
        return new Values.Coded(ids, count, dictionary);
    }

    private Values delta(int count) {
        boolean isInt = leaf.type() == PhysicalType.INT32;
        Check.data(isInt || leaf.type() == PhysicalType.INT64, "column %s: deltas of %s", leaf.path(), leaf.type());
        long[] values = new long[count];
        new Delta(bytes, from, to).decode(values, count);
        if (isInt) for (int i = 0; i < count; i++) values[i] = (int) values[i];
        return new Values.Longs(values, count);
    }

    private Values.Bytes deltaLength(int at, int count) {
        Check.data(leaf.type() == PhysicalType.BYTE_ARRAY || leaf.type() == PhysicalType.FIXED, "lengths of numbers");
        long[] lengths = new long[count];
        var delta = new Delta(bytes, at, to);
        delta.decode(lengths, count);
        int[] starts = new int[count + 1];
        long position = delta.position();
        for (int i = 0; i < count; i++) {
            starts[i] = (int) position;
            long length = lengths[i];
            if (length < 0 || length > to - position) throw badLength(length);
            position += length;
        }
        starts[count] = (int) position;
        return new Values.Bytes(bytes, starts, count);
    }

    private Values deltaBytes(int count) {
        long[] prefixes = new long[count];
        var delta = new Delta(bytes, from, to);
        delta.decode(prefixes, count);
        Values.Bytes suffixes = deltaLength(delta.position(), count);
        int[] starts = new int[count + 1];
        long total = 0;
        for (int i = 0; i < count; i++) {
            long before = i == 0 ? 0 : total - starts[i - 1];
            if (prefixes[i] < 0 || prefixes[i] > before) throw badLength(prefixes[i]);
            starts[i] = (int) total;
            total += prefixes[i] + suffixes.starts()[i + 1] - suffixes.starts()[i];
            Check.data(total <= limits.pageBytesMax(), "column %s: strings of over %s bytes", leaf.path(), total);
        }
        starts[count] = (int) total;
        byte[] heap = new byte[(int) total + Bits.SLACK];
        for (int i = 0; i < count; i++) {
            int prefix = (int) prefixes[i];
            if (prefix > 0) System.arraycopy(heap, starts[i - 1], heap, starts[i], prefix);
            int start = suffixes.starts()[i];
            System.arraycopy(bytes, start, heap, starts[i] + prefix, suffixes.starts()[i + 1] - start);
        }
        var values = new Values.Bytes(heap, starts, count);
        return leaf.type() == PhysicalType.FIXED ? fixedOf(values) : values;
    }

    private Values fixedOf(Values.Bytes values) {
        int width = leaf.fixedLength();
        for (int i = 0; i < values.count(); i++) {
            int length = values.starts()[i + 1] - values.starts()[i];
            Check.data(length == width, "column %s: value of %s bytes", leaf.path(), length);
        }
        return new Values.Fixed(values.heap(), 0, width, values.count());
    }

    private Values runLengthBooleans(int count) {
        Check.data(leaf.type() == PhysicalType.BOOLEAN, "column %s: run lengths of %s", leaf.path(), leaf.type());
        long[] words = new long[Bits.words(count)];
        if (count == 0) return new Values.Booleans(words, 0);
        need(4);
        int length = Bits.intAt(bytes, from);
        Check.data(length >= 0 && length <= to - from - 4, "column %s: %s bytes of runs", leaf.path(), length);
        Hybrid.decodeBits(bytes, from + 4, from + 4 + length, words, count);
        return new Values.Booleans(words, count);
    }

    private Values streamSplit(int count) {
        int width = switch (leaf.type()) {
            case INT32, FLOAT -> 4;
            case INT64, DOUBLE -> 8;
            case FIXED -> leaf.fixedLength();
            case BOOLEAN, INT96, BYTE_ARRAY ->
                throw new CorruptDataException("column %s: streams of %s".formatted(leaf.path(), leaf.type()));
        };
        need((long) width * count);
        byte[] joined = new byte[width * count + Bits.SLACK];
        for (int b = 0; b < width; b++) {
            int at = from + b * count;
            for (int i = 0; i < count; i++) joined[i * width + b] = bytes[at + i];
        }
        return new ValueDecoder(joined, 0, width * count, leaf, limits).plain(count);
    }

    private void need(long count) {
        Check.data(count <= to - from, "column %s: %s bytes where %s are needed", leaf.path(), to - from, count);
    }
}
