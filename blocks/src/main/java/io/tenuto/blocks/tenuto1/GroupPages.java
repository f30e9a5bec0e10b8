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
import java.util.Map;

/// The columns of one row group, read and decoded as they are asked for. Used by one thread.
final class GroupPages {
    private final BlockPages block;
    private final BlockFile file;
    private final StoredGroup group;
    private final PageDecoder decoder;
    private final Deadline deadline;
    private final GroupBytes bytes;
    private final Map<Integer, Values> dictionaries = new HashMap<>();
    private final Map<Integer, Dictionary> texts = new HashMap<>();
    private final Map<Integer, PageColumns> pages = new HashMap<>();

    GroupPages(BlockPages block, StoredGroup group, PageDecoder decoder, Deadline deadline) {
        this.block = block;
        this.file = block.file();
        this.group = group;
        this.decoder = decoder;
        this.deadline = deadline;
        this.bytes = new GroupBytes(file, group, deadline);
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

    /// Reads pages `[fromPage, toPage)` of these columns by few requests.
    void prefetch(Collection<Integer> leaves, int fromPage, int toPage) {
        bytes.prefetch(leaves, fromPage, toPage);
    }

    /// Reads some pages of these columns by few requests.
    ///
    /// @param wanted page numbers, ascending
    void prefetch(Collection<Integer> leaves, int[] wanted) {
        bytes.prefetch(leaves, wanted);
    }

    /// Reads the whole row group by one or few requests.
    void prefetchAll() {
        var leaves = new ArrayList<Integer>();
        for (int i = 0; i < group.chunks().size(); i++) if (hasValues(i)) leaves.add(i);
        bytes.prefetch(leaves, 0, pageCount());
    }

    int pageCount() {
        return Math.ceilDiv(group.rowCount(), file.index().pageRows());
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
        Page decoded = decoder.page(column, chunk.codec(), bytes.page(leaf, page), dictionary);
        Check.data(
                !column.isFlat() || decoded.entryCount() == rowsOf(page),
                "column %s: a page of %s entries for %s rows",
                column.path(),
                decoded.entryCount(),
                rowsOf(page));
        return decoded;
    }

    private LeafColumn leafColumn(int leaf) {
        return file.index().leaves().get(leaf);
    }

    /// The chunk's dictionary as it stands.
    Values dictionary(int leaf) {
        Values known = dictionaries.get(leaf);
        if (known != null) return known;
        StoredChunk chunk = chunk(leaf);
        Values dictionary = decoder.dictionary(leafColumn(leaf), chunk.codec(), bytes.dictionary(leaf));
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
