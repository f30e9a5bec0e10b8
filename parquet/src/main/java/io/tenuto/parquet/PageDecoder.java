package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import java.util.zip.CRC32;

/// Decodes single pages whose place is known. Used by one thread.
public final class PageDecoder {
    /// Stands where a chunk has no dictionary.
    public static final Values NO_DICTIONARY = new Values.Longs(new long[0], 0);

    /// A usual page fits; one that does not is not worth keeping room for.
    private static final int SCRATCH_BYTES_MAX = 1 << 20;

    private final DecodeLimits limits;
    private int[] levelScratch = new int[0];
    /// Holds the bytes of a page whose values are copied out of them.
    private byte[] pageScratch = new byte[0];

    public PageDecoder(DecodeLimits limits) {
        this.limits = limits;
    }

    /// The dictionary whose page, header included, begins the bytes.
    public Values dictionary(LeafColumn leaf, Codec codec, ByteSlice bytes) {
        return dictionary(leaf, codec, PageHeader.read(bytes), bytes);
    }

    Values dictionary(LeafColumn leaf, Codec codec, PageHeader header, ByteSlice bytes) {
        Check.data(header.kind() == PageHeader.Kind.DICTIONARY, "column %s: not a dictionary page", leaf.path());
        Check.data(
                header.encoding() == Encoding.PLAIN || header.encoding() == Encoding.PLAIN_DICTIONARY,
                "column %s: dictionary encoded with %s",
                leaf.path(),
                header.encoding());
        ByteSlice body = body(leaf, header, bytes);
        byte[] plain = Compression.decompress(codec, body, header.uncompressedBytes());
        return new ValueDecoder(plain, 0, header.uncompressedBytes(), leaf, limits).plain(header.entryCount());
    }

    /// The data page that begins the bytes, header included.
    ///
    /// @param dictionary the chunk's dictionary or [#NO_DICTIONARY]
    public Page page(LeafColumn leaf, Codec codec, ByteSlice bytes, Values dictionary) {
        return page(leaf, codec, PageHeader.read(bytes), bytes, dictionary);
    }

    Page page(LeafColumn leaf, Codec codec, PageHeader header, ByteSlice bytes, Values dictionary) {
        ByteSlice body = body(leaf, header, bytes);
        return switch (header.kind()) {
            case DATA -> pageV1(leaf, codec, header, body, dictionary);
            case DATA_V2 -> pageV2(leaf, codec, header, body, dictionary);
            case DICTIONARY, OTHER ->
                throw new CorruptDataException("column %s: not a data page".formatted(leaf.path()));
        };
    }

    private ByteSlice body(LeafColumn leaf, PageHeader header, ByteSlice bytes) {
        Check.data(
                header.compressedBytes() <= bytes.length() - header.headerBytes(),
                "column %s: a page of %s bytes where %s are left",
                leaf.path(),
                header.compressedBytes(),
                bytes.length() - header.headerBytes());
        Check.data(
                header.uncompressedBytes() <= limits.pageBytesMax() && header.entryCount() <= limits.pageEntriesMax(),
                "column %s: a page of %s bytes and %s entries is over the limit",
                leaf.path(),
                header.uncompressedBytes(),
                header.entryCount());
        ByteSlice body = bytes.slice(header.headerBytes(), header.headerBytes() + header.compressedBytes());
        if (header.hasChecksum()) {
            var crc = new CRC32();
            crc.update(body.array(), body.offset(), body.length());
            // Some writers put 0 where they compute none.
            boolean right = header.checksum() == 0 || (int) crc.getValue() == header.checksum();
            Check.data(right, "column %s: a page's checksum does not match", leaf.path());
        }
        return body;
    }

    private Page pageV1(LeafColumn leaf, Codec codec, PageHeader header, ByteSlice body, Values dictionary) {
        int size = header.uncompressedBytes();
        if (isPlainFixed(leaf, codec, header) && body.length() == size) return fixed(leaf, header, body);
        byte[] plain = pageBytes(leaf, header, size);
        Compression.decompress(codec, body, plain, 0, size);
        int at = 0;
        int repetitionEnd = 0;
        if (leaf.maxRepetition() > 0) {
            Check.data(header.repetitionEncoding() == Encoding.RLE, "column %s: old levels", leaf.path());
            repetitionEnd = levelEnd(leaf, plain, 0, size);
            at = repetitionEnd;
        }
        int definitionStart = at;
        if (leaf.maxDefinition() > 0) {
            Check.data(header.definitionEncoding() == Encoding.RLE, "column %s: old levels", leaf.path());
            at = levelEnd(leaf, plain, at, size);
        }
        int count = header.entryCount();
        Levels levels = leaf.isFlat()
                ? flatLevels(leaf, plain, definitionStart + 4, at, count)
                : nestedLevels(leaf, plain, 4, repetitionEnd, definitionStart + 4, at, count);
        var values = new ValueDecoder(plain, at, size, leaf, limits);
        return new Page(levels, values.decode(header.encoding(), present(leaf, levels), dictionary));
    }

    private static boolean isPlainFixed(LeafColumn leaf, Codec codec, PageHeader header) {
        return codec == Codec.UNCOMPRESSED
                && leaf.type() == PhysicalType.FIXED
                && header.encoding() == Encoding.PLAIN
                && leaf.maxDefinition() == 0
                && leaf.maxRepetition() == 0;
    }

    /// Values of one length each that stand in the page as they are: nothing is copied.
    private static Page fixed(LeafColumn leaf, PageHeader header, ByteSlice body) {
        int count = header.entryCount();
        int width = leaf.fixedLength();
        long needed = (long) width * count;
        Check.data(
                needed <= body.length(), "column %s: %s bytes where %s are needed", leaf.path(), body.length(), needed);
        return new Page(new Levels.Required(count), new Values.Fixed(body.array(), body.offset(), width, count));
    }

    /// Room for a page and the slack behind it: new only where the values will stay in it.
    private byte[] pageBytes(LeafColumn leaf, PageHeader header, int size) {
        if (ValueDecoder.keepsBytes(leaf, header.encoding())) return new byte[size + Bits.SLACK];
        if (pageScratch.length < size + Bits.SLACK) {
            if (size > SCRATCH_BYTES_MAX) return new byte[size + Bits.SLACK];
            pageScratch = new byte[Math.min(SCRATCH_BYTES_MAX, size + size / 4) + Bits.SLACK];
        }
        return pageScratch;
    }

    private Page pageV2(LeafColumn leaf, Codec codec, PageHeader header, ByteSlice body, Values dictionary) {
        int repetition = header.repetitionBytes();
        int definition = header.definitionBytes();
        long levelBytes = (long) repetition + definition;
        Check.data(
                levelBytes <= body.length() && levelBytes <= header.uncompressedBytes(),
                "column %s: levels of %s bytes",
                leaf.path(),
                levelBytes);
        int size = header.uncompressedBytes();
        byte[] plain = new byte[size + Bits.SLACK];
        int at = (int) levelBytes;
        System.arraycopy(body.array(), body.offset(), plain, 0, at);
        Codec valueCodec = header.valuesAreCompressed() ? codec : Codec.UNCOMPRESSED;
        ByteSlice packed = body.slice(at, body.length());
        // A page of nulls only has no value bytes at all, compressed or not.
        if (size > at) Compression.decompress(valueCodec, packed, plain, at, size - at);
        int count = header.entryCount();
        Levels levels = leaf.isFlat()
                ? flatLevels(leaf, plain, repetition, at, count)
                : nestedLevels(leaf, plain, 0, repetition, repetition, at, count);
        var values = new ValueDecoder(plain, at, size, leaf, limits);
        return new Page(levels, values.decode(header.encoding(), present(leaf, levels), dictionary));
    }

    private static int levelEnd(LeafColumn leaf, byte[] plain, int at, int size) {
        Check.data(size - at >= 4, "column %s: levels end early", leaf.path());
        int length = Bits.intAt(plain, at);
        Check.data(length >= 0 && length <= size - at - 4, "column %s: levels of %s bytes", leaf.path(), length);
        return at + 4 + length;
    }

    private static Levels flatLevels(LeafColumn leaf, byte[] plain, int from, int to, int count) {
        if (leaf.maxDefinition() == 0) return new Levels.Required(count);
        long[] words = new long[Bits.words(count)];
        Hybrid.decodeBits(plain, from, to, words, count);
        return new Levels.Optional(words, count);
    }

    private Levels nestedLevels(LeafColumn leaf, byte[] plain, int rFrom, int rTo, int dFrom, int dTo, int count) {
        byte[] repetition = levels(leaf, plain, rFrom, rTo, leaf.maxRepetition(), count);
        byte[] definition = levels(leaf, plain, dFrom, dTo, leaf.maxDefinition(), count);
        return new Levels.Nested(repetition, definition, count);
    }

    private byte[] levels(LeafColumn leaf, byte[] plain, int from, int to, int max, int count) {
        byte[] levels = new byte[count];
        if (max == 0 || count == 0) return levels;
        if (levelScratch.length < count) levelScratch = new int[count];
        int[] scratch = levelScratch;
        Hybrid.decode(plain, from, to, 32 - Integer.numberOfLeadingZeros(max), scratch, count);
        int largest = 0;
        for (int i = 0; i < count; i++) {
            levels[i] = (byte) scratch[i];
            largest = Math.max(largest, scratch[i]);
        }
        Check.data(largest <= max, "column %s: level %s of %s", leaf.path(), largest, max);
        return levels;
    }

    private static int present(LeafColumn leaf, Levels levels) {
        return switch (levels) {
            case Levels.Required(int count) -> count;
            case Levels.Optional(long[] words, int count) -> Bits.countBits(words, count);
            case Levels.Nested(byte[] repetition, byte[] definition, int count) -> {
                int present = 0;
                byte max = (byte) leaf.maxDefinition();
                for (int i = 0; i < count; i++) present += definition[i] == max ? 1 : 0;
                yield present;
            }
        };
    }
}
