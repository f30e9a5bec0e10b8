package io.tenuto.parquet;

import io.tenuto.base.Check;
import java.util.zip.CRC32;

/// Writes the pages of one chunk after the other. Used by one thread.
final class ChunkWriter implements AutoCloseable {
    private final WriterOptions options;
    private final ByteSink sink;
    private final ValueEncoder encoder = new ValueEncoder();
    private final DictionaryChoice dictionaryChoice = new DictionaryChoice();
    private final GrowingBytes plain = new GrowingBytes(256 << 10);
    private final GrowingBytes packed = new GrowingBytes(256 << 10);
    private final GrowingBytes header = new GrowingBytes(64);
    private long position;
    private long uncompressed;

    ChunkWriter(WriterOptions options, ByteSink sink) {
        this.options = options;
        this.sink = sink;
    }

    /// Bytes written so far.
    long position() {
        return position;
    }

    void raw(byte[] bytes, int offset, int length) {
        sink.write(bytes, offset, length);
        position += length;
    }

    /// The values in the form in which they are written.
    Values chosen(Values given) {
        return given instanceof Values.Coded coded ? dictionaryChoice.choose(coded) : given;
    }

    ChunkPlace write(LeafColumn leaf, int rowCount, Levels levels, Values values) {
        // Identifiers are random: compressing them costs time and saves nothing.
        Codec codec = values instanceof Values.Fixed ? Codec.UNCOMPRESSED : Codec.ZSTD;
        long start = position;
        uncompressed = 0;
        int dictionaryBytes = 0;
        int distinct = 0;
        Bounds bounds = values instanceof Values.Bytes ? Bounds.UNKNOWN : Bounds.of(values);
        if (values instanceof Values.Coded coded) {
            dictionaryBytes = dictionaryPage(leaf, codec, coded.dictionary());
            distinct = coded.dictionary().count();
        }
        int[] pageBytes = pages(leaf, codec, rowCount, levels, values);
        return new ChunkPlace(
                leaf,
                codec,
                start,
                dictionaryBytes,
                pageBytes,
                levels.entryCount(),
                (long) levels.entryCount() - values.count(),
                distinct,
                uncompressed,
                bounds,
                0,
                0);
    }

    /// Writes a filter over the values of a chunk.
    ChunkPlace filter(ChunkPlace place, Values.Bytes values) {
        MembershipFilter filter = MembershipFilter.sized(values.count());
        for (int i = 0; i < values.count(); i++) {
            filter.add(values.heap(), values.starts()[i], values.starts()[i + 1] - values.starts()[i]);
        }
        plain.clear();
        filter.writeTo(plain);
        long at = position;
        raw(plain.array(), 0, plain.length());
        return place.withFilter(at, plain.length());
    }

    private int dictionaryPage(LeafColumn leaf, Codec codec, Values dictionary) {
        plain.clear();
        ValueEncoder.plain(leaf, dictionary, plain);
        compress(codec);
        header.clear();
        PageHeader.writeDictionary(header, plain.length(), packed.length(), checksum(), dictionary.count());
        return emit();
    }

    private int[] pages(LeafColumn leaf, Codec codec, int rowCount, Levels levels, Values values) {
        int[] sizes = new int[(rowCount + options.pageRows() - 1) / options.pageRows()];
        int entry = 0;
        int value = 0;
        for (int page = 0; page < sizes.length; page++) {
            int rowEnd = (int) Math.min(rowCount, (page + 1L) * options.pageRows());
            int rows = rowEnd - page * options.pageRows();
            int entryEnd = entryEnd(levels, entry, rows);
            int valueEnd = value + present(leaf, levels, entry, entryEnd);
            plain.clear();
            levels(leaf, levels, entry, entryEnd);
            encoder.encode(leaf, values, value, valueEnd, plain);
            compress(codec);
            header.clear();
            int encoding = ValueEncoder.encodingOf(leaf, values);
            PageHeader.writeData(header, plain.length(), packed.length(), checksum(), entryEnd - entry, encoding);
            sizes[page] = emit();
            entry = entryEnd;
            value = valueEnd;
        }
        Check.argument(
                entry == levels.entryCount() && value == values.count(),
                "column %s: %s entries and %s values for %s rows",
                leaf.path(),
                levels.entryCount(),
                values.count(),
                rowCount);
        return sizes;
    }

    private static int entryEnd(Levels levels, int from, int rows) {
        return switch (levels) {
            case Levels.Required _, Levels.Optional _ -> from + rows;
            case Levels.Nested(byte[] repetition, byte[] definition, int count) -> {
                int left = rows;
                int at = from;
                while (at < count && (repetition[at] != 0 || left-- > 0)) at++;
                yield at;
            }
        };
    }

    private static int present(LeafColumn leaf, Levels levels, int from, int to) {
        return switch (levels) {
            case Levels.Required _ -> to - from;
            case Levels.Optional(long[] words, int entries) -> {
                int count = 0;
                for (int i = from; i < to; i++) count += (int) (words[i >> 6] >>> i) & 1;
                yield count;
            }
            case Levels.Nested(byte[] repetition, byte[] definition, int entries) -> {
                int count = 0;
                for (int i = from; i < to; i++) count += definition[i] == leaf.maxDefinition() ? 1 : 0;
                yield count;
            }
        };
    }

    private void levels(LeafColumn leaf, Levels levels, int from, int to) {
        switch (levels) {
            case Levels.Required _ -> Check.argument(leaf.maxDefinition() == 0, "column %s needs levels", leaf.path());
            case Levels.Optional(long[] words, int entries) -> {
                Check.argument(leaf.isFlat() && leaf.maxDefinition() == 1, "column %s is not optional", leaf.path());
                encoder.presence(words, from, to, plain);
            }
            case Levels.Nested(byte[] repetition, byte[] definition, int entries) -> {
                if (leaf.maxRepetition() > 0) encoder.levels(repetition, leaf.maxRepetition(), from, to, plain);
                if (leaf.maxDefinition() > 0) encoder.levels(definition, leaf.maxDefinition(), from, to, plain);
            }
        }
    }

    private void compress(Codec codec) {
        packed.clear();
        Compression.compress(codec, options.zstdLevel(), plain.array(), 0, plain.length(), packed);
    }

    private int checksum() {
        var crc = new CRC32();
        crc.update(packed.array(), 0, packed.length());
        return (int) crc.getValue();
    }

    private int emit() {
        raw(header.array(), 0, header.length());
        raw(packed.array(), 0, packed.length());
        uncompressed += header.length() + plain.length();
        return header.length() + packed.length();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
