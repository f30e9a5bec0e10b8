package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import java.nio.ByteBuffer;
import java.util.List;

/// A data page of any kind out of any bytes: a head that says what it is, then its body.
///
/// Head: type, codec, encoding, kind (0 dictionary, 1 version 1, 2 version 2), largest repetition and definition level
/// (three bits each), fixed length, entries of the dictionary, u16 entries, u8 bytes of repetition and definition
/// levels, u16 uncompressed bytes beyond the body's.
record MadePage(LeafColumn leaf, Codec codec, PageHeader header, ByteSlice body, Values dictionary) {
    static final int HEAD_BYTES = 14;
    static final DecodeLimits LIMITS = new DecodeLimits(1 << 16, 1 << 14, 1 << 16);

    private static final PageHeader.Kind[] KINDS = {
        PageHeader.Kind.DICTIONARY, PageHeader.Kind.DATA, PageHeader.Kind.DATA_V2
    };

    /// @param input at least [#HEAD_BYTES]
    static MadePage of(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        PhysicalType type = pick(PhysicalType.values(), in.get());
        Codec codec = pick(Codec.values(), in.get());
        int encoding = in.get();
        PageHeader.Kind kind = pick(KINDS, in.get());
        int levels = in.get();
        int fixedLength = type == PhysicalType.FIXED ? 1 + (in.get() & 0xFF) : in.get() * 0;
        int dictionarySize = in.get() & 0xFF;
        int entries = in.getShort() & 0xFFFF;
        int repetitionBytes = in.get() & 0xFF;
        int definitionBytes = in.get() & 0xFF;
        boolean isCompressed = in.get() >= 0;
        int more = in.getShort();
        ByteSlice body = ByteSlice.of(input, HEAD_BYTES, input.length - HEAD_BYTES);
        var leaf = new LeafColumn(0, List.of("c"), type, fixedLength, levels & 7, levels >> 3 & 7);
        var header = new PageHeader(
                kind,
                0,
                Math.max(0, body.length() + more),
                body.length(),
                false,
                0,
                entries,
                encoding,
                Encoding.RLE,
                Encoding.RLE,
                definitionBytes,
                repetitionBytes,
                isCompressed);
        return new MadePage(leaf, codec, header, body, dictionary(type, dictionarySize));
    }

    private static <T> T pick(T[] values, byte number) {
        return values[(number & 0xFF) % values.length];
    }

    private static Values dictionary(PhysicalType type, int size) {
        if (type == PhysicalType.BYTE_ARRAY) {
            String[] texts = new String[size];
            for (int i = 0; i < size; i++) texts[i] = "text " + i;
            return SampleFile.strings(texts);
        }
        return new Values.Longs(new long[size], size);
    }

    /// The page's values; of a dictionary page its entries.
    ///
    /// @throws io.tenuto.base.CorruptDataException if the body is not what the head says
    Values read() {
        var decoder = new PageDecoder(LIMITS);
        if (header.kind() == PageHeader.Kind.DICTIONARY) return decoder.dictionary(leaf, codec, header, body);
        Page page = decoder.page(leaf, codec, header, body, dictionary);
        if (page.entryCount() != header.entryCount()) throw new AssertionError(page.entryCount() + " entries");
        return page.values();
    }

    /// An input that gives a page of version 1.
    static byte[] input(PhysicalType type, int encoding, int levels, int entries, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + body.length);
        out.put((byte) type.ordinal()).put((byte) 0).put((byte) encoding).put((byte) 1);
        out.put((byte) levels).put((byte) 3).put((byte) 5);
        out.putShort((short) entries).put((byte) 0).put((byte) 0).put((byte) 0).putShort((short) 0);
        return out.put(body).array();
    }
}
