package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import java.util.Optional;

/// Walks the pages of one column chunk. Used by one thread.
public final class ChunkReader {
    private final ColumnChunk chunk;
    private final ByteSlice bytes;
    private final PageDecoder decoder;
    private Values dictionary = PageDecoder.NO_DICTIONARY;
    private int position;
    private long entries;

    /// @param bytes the chunk's bytes from `chunk.startOffset()` on
    public ChunkReader(ColumnChunk chunk, ByteSlice bytes, PageDecoder decoder) {
        Check.argument(bytes.length() == chunk.compressedBytes(), "%s bytes of chunk", bytes.length());
        this.chunk = chunk;
        this.bytes = bytes;
        this.decoder = decoder;
        if (bytes.length() == 0) return;
        PageHeader header = PageHeader.read(bytes);
        if (header.kind() == PageHeader.Kind.DICTIONARY) {
            dictionary = decoder.dictionary(chunk.leaf(), chunk.codec(), header, bytes);
            position = header.headerBytes() + header.compressedBytes();
        }
    }

    /// Reads the chunk's bytes and opens it.
    public static ChunkReader open(ColumnChunk chunk, RangeReader file, PageDecoder decoder) {
        Check.data(chunk.compressedBytes() <= Integer.MAX_VALUE - 64, "a chunk of %s bytes", chunk.compressedBytes());
        return new ChunkReader(chunk, file.read(chunk.startOffset(), (int) chunk.compressedBytes()), decoder);
    }

    /// Only the dictionary of a chunk, by one read that ends before its first data page; empty if it has none.
    public static Optional<Values> dictionaryOf(ColumnChunk chunk, RangeReader file, PageDecoder decoder) {
        if (!chunk.hasDictionary()) return Optional.empty();
        long length = chunk.dataOffset() - chunk.startOffset();
        Check.data(length <= chunk.compressedBytes(), "a dictionary of %s bytes", length);
        ByteSlice page = file.read(chunk.startOffset(), Math.toIntExact(length));
        return Optional.of(decoder.dictionary(chunk.leaf(), chunk.codec(), page));
    }

    /// The values that coded pages refer to, [PageDecoder#NO_DICTIONARY] if there is none.
    public Values dictionary() {
        return dictionary;
    }

    /// The next data page, or empty after the last.
    public Optional<Page> next() {
        while (entries < chunk.valueCount()) {
            ByteSlice rest = bytes.slice(position, bytes.length());
            PageHeader header = PageHeader.read(rest);
            boolean isData = header.kind() == PageHeader.Kind.DATA || header.kind() == PageHeader.Kind.DATA_V2;
            Check.data(
                    header.compressedBytes() <= rest.length() - header.headerBytes(),
                    "column %s: a page is cut off",
                    chunk.leaf().path());
            if (isData) {
                Check.data(
                        header.entryCount() <= chunk.valueCount() - entries,
                        "column %s: pages hold more than %s entries",
                        chunk.leaf().path(),
                        chunk.valueCount());
                Page page = decoder.page(chunk.leaf(), chunk.codec(), header, rest, dictionary);
                position += header.headerBytes() + header.compressedBytes();
                entries += header.entryCount();
                return Optional.of(page);
            }
            position += header.headerBytes() + header.compressedBytes();
        }
        return Optional.empty();
    }
}
