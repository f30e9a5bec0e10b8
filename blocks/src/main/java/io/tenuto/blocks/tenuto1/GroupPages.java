package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.parquet.LeafColumn;
import io.tenuto.parquet.Page;
import io.tenuto.parquet.PageDecoder;
import io.tenuto.parquet.Values;
import io.tenuto.traceql.source.Dictionary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The columns of one row group, read and decoded as they are asked for. Used by one thread.
final class GroupPages {
    /// Chunks up to this length are read whole when one page of them is wanted.
    private static final int WHOLE_CHUNK_BYTES = 256 << 10;

    /// Two ranges this close are read as one: a request costs more than the bytes between.
    private static final int GAP_BYTES = 64 << 10;

    /// A read never brings more than this at once.
    private static final int READ_BYTES_MAX = 16 << 20;

    private final BlockPages block;
    private final BlockFile file;
    private final StoredGroup group;
    private final PageDecoder decoder;
    private final Deadline deadline;
    private final Map<Integer, ByteSlice> chunks = new HashMap<>();
    private final Map<Integer, Values> dictionaries = new HashMap<>();
    private final Map<Integer, Dictionary> texts = new HashMap<>();
    private final Map<Integer, PageColumns> pages = new HashMap<>();

    GroupPages(BlockPages block, StoredGroup group, PageDecoder decoder, Deadline deadline) {
        this.block = block;
        this.file = block.file();
        this.group = group;
        this.decoder = decoder;
        this.deadline = deadline;
    }

    StoredGroup group() {
        return group;
    }

    StoredChunk chunk(int leaf) {
        return group.chunks().get(leaf);
    }

    boolean hasValues(int leaf) {
        return chunk(leaf).hasValues();
    }

    /// Reads all these columns' chunks by few requests.
    void prefetch(Collection<Integer> leaves) {
        List<Integer> missing = leaves.stream()
                .filter(leaf -> !chunks.containsKey(leaf))
                .distinct()
                .sorted()
                .toList();
        int i = 0;
        while (i < missing.size()) {
            long start = chunk(missing.get(i)).startOffset();
            long end = chunk(missing.get(i)).endOffset();
            int j = i + 1;
            while (j < missing.size()
                    && chunk(missing.get(j)).startOffset() - end <= GAP_BYTES
                    && chunk(missing.get(j)).endOffset() - start <= READ_BYTES_MAX) {
                end = chunk(missing.get(j++)).endOffset();
            }
            ByteSlice bytes = file.read(start, Math.toIntExact(end - start), deadline);
            for (; i < j; i++) {
                StoredChunk chunk = chunk(missing.get(i));
                int from = (int) (chunk.startOffset() - start);
                chunks.put(missing.get(i), bytes.slice(from, from + (int) (chunk.endOffset() - chunk.startOffset())));
            }
        }
    }

    /// Reads the whole row group by one or few requests.
    void prefetchAll() {
        var leaves = new ArrayList<Integer>();
        for (int i = 0; i < group.chunks().size(); i++) if (hasValues(i)) leaves.add(i);
        prefetch(leaves);
    }

    /// The columns of one page's rows.
    PageColumns columns(int page) {
        return pages.computeIfAbsent(page, index -> new PageColumns(block, this, index, deadline));
    }

    /// Forgets decoded pages before this one.
    void dropBefore(int page) {
        pages.keySet().removeIf(index -> index < page);
    }

    Page page(int leaf, int page) {
        StoredChunk chunk = chunk(leaf);
        Values dictionary = chunk.dictionaryBytes() > 0 ? dictionary(leaf) : PageDecoder.NO_DICTIONARY;
        LeafColumn column = leafColumn(leaf);
        Page decoded = decoder.page(column, chunk.codec(), bytes(leaf, page), dictionary);
        Check.data(
                !column.isFlat() || decoded.entryCount() == rowsOf(page),
                "column %s: a page of %s entries for %s rows",
                column.path(),
                decoded.entryCount(),
                rowsOf(page));
        return decoded;
    }

    private ByteSlice bytes(int leaf, int page) {
        StoredChunk chunk = chunk(leaf);
        long offset = chunk.pageOffset(page);
        int length = chunk.pageBytes()[page];
        ByteSlice whole = wholeChunk(leaf, chunk);
        if (whole.isEmpty()) return file.read(offset, length, deadline);
        int from = (int) (offset - chunk.startOffset());
        return whole.slice(from, from + length);
    }

    /// The chunk's bytes if they are here or short enough to fetch, else nothing.
    private ByteSlice wholeChunk(int leaf, StoredChunk chunk) {
        ByteSlice known = chunks.get(leaf);
        if (known != null) return known;
        long length = chunk.endOffset() - chunk.startOffset();
        if (length > WHOLE_CHUNK_BYTES) return ByteSlice.EMPTY;
        ByteSlice bytes = file.read(chunk.startOffset(), (int) length, deadline);
        chunks.put(leaf, bytes);
        return bytes;
    }

    private LeafColumn leafColumn(int leaf) {
        return file.index().leaves().get(leaf);
    }

    /// The chunk's dictionary as it stands.
    Values dictionary(int leaf) {
        Values known = dictionaries.get(leaf);
        if (known != null) return known;
        StoredChunk chunk = chunk(leaf);
        ByteSlice whole = wholeChunk(leaf, chunk);
        ByteSlice bytes = whole.isEmpty()
                ? file.read(chunk.startOffset(), chunk.dictionaryBytes(), deadline)
                : whole.slice(0, chunk.dictionaryBytes());
        Values dictionary = decoder.dictionary(leafColumn(leaf), chunk.codec(), bytes);
        dictionaries.put(leaf, dictionary);
        return dictionary;
    }

    /// The chunk's dictionary of strings, empty if it has none: one object, so that what was found out about its
    /// entries
    /// may be kept.
    Dictionary textDictionary(int leaf) {
        return texts.computeIfAbsent(leaf, index -> {
            if (chunk(index).dictionaryBytes() == 0) return EMPTY;
            return dictionary(index) instanceof Values.Bytes bytes
                    ? new Dictionary(bytes.heap(), bytes.starts(), bytes.count())
                    : EMPTY;
        });
    }

    static final Dictionary EMPTY = new Dictionary(new byte[0], new int[1], 0);

    int rowsOf(int page) {
        int pageRows = file.index().pageRows();
        return Math.min(pageRows, group.rowCount() - page * pageRows);
    }

    ByteSlice filter(int leaf) {
        StoredChunk chunk = chunk(leaf);
        return file.read(chunk.filterOffset(), chunk.filterBytes(), deadline);
    }
}
