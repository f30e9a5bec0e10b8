package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Bytes of one row group's columns, fetched by few requests where it is known what will be wanted. Used by one thread.
final class GroupBytes {
    /// Chunks up to this length are read whole when one page of them is wanted.
    private static final int WHOLE_CHUNK_BYTES = 256 << 10;

    /// Two ranges this close are read as one: a request costs more than the bytes between.
    private static final int GAP_BYTES = 64 << 10;

    /// A read never brings more than this at once.
    private static final int READ_BYTES_MAX = 16 << 20;

    private static final int WHOLE = -2;
    private static final int DICTIONARY = -1;

    private final BlockFile file;
    private final StoredGroup group;
    private final Deadline deadline;
    private final Map<Piece, ByteSlice> pieces = new HashMap<>();

    /// Part of a column's chunk: a page by its number, the dictionary, or all of it.
    private record Piece(int leaf, int part) {}

    private record Range(Piece piece, long start, long end) {}

    GroupBytes(BlockFile file, StoredGroup group, Deadline deadline) {
        this.file = file;
        this.group = group;
        this.deadline = deadline;
    }

    /// Fetches pages `[fromPage, toPage)` of these columns.
    void prefetch(Collection<Integer> leaves, int fromPage, int toPage) {
        int[] pages = new int[toPage - fromPage];
        for (int i = 0; i < pages.length; i++) pages[i] = fromPage + i;
        prefetch(leaves, pages);
    }

    /// Fetches some pages of these columns, with what decoding them takes.
    ///
    /// @param pages ascending
    void prefetch(Collection<Integer> leaves, int[] pages) {
        var missing = new ArrayList<Range>();
        for (int leaf : leaves) {
            StoredChunk chunk = group.chunks().get(leaf);
            if (chunk.hasValues()) addMissing(leaf, chunk, pages, missing);
        }
        missing.sort(Comparator.comparingLong(Range::start));
        int i = 0;
        while (i < missing.size()) {
            long start = missing.get(i).start();
            long end = missing.get(i).end();
            int j = i + 1;
            while (j < missing.size()
                    && missing.get(j).start() - end <= GAP_BYTES
                    && missing.get(j).end() - start <= READ_BYTES_MAX) {
                end = missing.get(j++).end();
            }
            ByteSlice bytes = file.read(start, Math.toIntExact(end - start), deadline);
            for (; i < j; i++) {
                Range range = missing.get(i);
                pieces.put(range.piece(), bytes.slice((int) (range.start() - start), (int) (range.end() - start)));
            }
        }
    }

    private void addMissing(int leaf, StoredChunk chunk, int[] pages, List<Range> missing) {
        var whole = new Piece(leaf, WHOLE);
        if (pieces.containsKey(whole)) return;
        long length = chunk.endOffset() - chunk.startOffset();
        if (length <= WHOLE_CHUNK_BYTES || pages.length == chunk.pageBytes().length) {
            missing.add(new Range(whole, chunk.startOffset(), chunk.endOffset()));
            return;
        }
        var dictionary = new Piece(leaf, DICTIONARY);
        if (chunk.dictionaryBytes() > 0 && !pieces.containsKey(dictionary)) {
            missing.add(new Range(dictionary, chunk.startOffset(), chunk.startOffset() + chunk.dictionaryBytes()));
        }
        for (int page : pages) {
            var piece = new Piece(leaf, page);
            long offset = chunk.pageOffset(page);
            if (!pieces.containsKey(piece)) missing.add(new Range(piece, offset, offset + chunk.pageBytes()[page]));
        }
    }

    /// A page as it is stored.
    ByteSlice page(int leaf, int page) {
        StoredChunk chunk = group.chunks().get(leaf);
        ByteSlice known = pieces.get(new Piece(leaf, page));
        if (known != null) return known;
        long offset = chunk.pageOffset(page);
        int length = chunk.pageBytes()[page];
        ByteSlice whole = whole(leaf, chunk);
        if (whole.isEmpty()) return file.read(offset, length, deadline);
        int from = (int) (offset - chunk.startOffset());
        return whole.slice(from, from + length);
    }

    /// The dictionary page of a column that has one.
    ByteSlice dictionary(int leaf) {
        StoredChunk chunk = group.chunks().get(leaf);
        ByteSlice known = pieces.get(new Piece(leaf, DICTIONARY));
        if (known != null) return known;
        ByteSlice whole = whole(leaf, chunk);
        return whole.isEmpty()
                ? file.read(chunk.startOffset(), chunk.dictionaryBytes(), deadline)
                : whole.slice(0, chunk.dictionaryBytes());
    }

    /// The chunk's bytes if they are here or short enough to fetch, else nothing.
    private ByteSlice whole(int leaf, StoredChunk chunk) {
        var piece = new Piece(leaf, WHOLE);
        ByteSlice known = pieces.get(piece);
        if (known != null) return known;
        long length = chunk.endOffset() - chunk.startOffset();
        if (length > WHOLE_CHUNK_BYTES) return ByteSlice.EMPTY;
        ByteSlice bytes = file.read(chunk.startOffset(), (int) length, deadline);
        pieces.put(piece, bytes);
        return bytes;
    }
}
