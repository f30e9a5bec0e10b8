package io.tenuto.blocks.tenuto1;

import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.Vector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows of one or several pages. Used by one thread.
final class StoredBatch implements SpanBatch {
    /// Some rows of one page.
    ///
    /// @param picks positions within the page, ascending
    record Part(PageColumns page, int[] picks) {
        boolean isWhole() {
            return picks.length == page.rows();
        }

        boolean isRun() {
            return picks.length > 0 && picks[picks.length - 1] - picks[0] == picks.length - 1;
        }
    }

    private final List<Part> parts;
    private final int rowCount;
    private final Map<ColumnKey, Column> columns = new HashMap<>();

    StoredBatch(List<Part> parts) {
        this.parts = parts;
        int rows = 0;
        for (Part part : parts) rows += part.picks().length;
        this.rowCount = rows;
    }

    @Override
    public int rowCount() {
        return rowCount;
    }

    @Override
    public int sourceRow(int index) {
        int at = index;
        for (Part part : parts) {
            if (at < part.picks().length) return part.page().firstRow() + part.picks()[at];
            at -= part.picks().length;
        }
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public Column column(ColumnKey key) {
        Column known = columns.get(key);
        if (known != null) return known;
        Column made = make(key);
        columns.put(key, made);
        return made;
    }

    private Column make(ColumnKey key) {
        if (parts.size() == 1 && parts.getFirst().isWhole())
            return parts.getFirst().page().column(key);
        if (parts.size() == 1 && parts.getFirst().isRun()) return run(parts.getFirst(), key);
        if (key instanceof ColumnKey.Of(Intrinsic intrinsic)) {
            if (intrinsic == Intrinsic.TRACE_ORDINAL
                    || FixedLeaf.ofNumbers(intrinsic).isPresent()) return numbers(intrinsic);
        }
        var pieces = new ColumnPieces();
        for (Part part : parts) {
            pieces.add(part.page().column(key), entries(part, key.rowKind()));
        }
        return pieces.join();
    }

    /// A column of which single rows are looked up, without making the pages' columns.
    private Column numbers(Intrinsic intrinsic) {
        long[] values = new long[rowCount];
        int at = 0;
        for (Part part : parts) {
            if (intrinsic == Intrinsic.TRACE_ORDINAL) part.page().ordinalsAt(part.picks(), values, at);
            else
                part.page().longsAt(FixedLeaf.ofNumbers(intrinsic).orElseThrow().ordinal(), part.picks(), values, at);
            at += part.picks().length;
        }
        return new Column(rowCount, List.of(new Vector.Longs(intrinsic.type(), values, rowCount, Presence.ALL)));
    }

    /// A cut of the page's column. Dictionaries stay the same objects, so what was found out about them is not lost.
    private static Column run(Part part, ColumnKey key) {
        int from = part.picks()[0];
        int to = from + part.picks().length;
        if (key.rowKind() != RowKind.SPAN) {
            int[] starts = part.page().childStarts(key.rowKind());
            from = starts[from];
            to = starts[to];
        }
        return ColumnCut.of(part.page().column(key), from, to);
    }

    /// The entries of a page's column that belong to the part's rows.
    private static int[] entries(Part part, RowKind kind) {
        if (kind == RowKind.SPAN) return part.picks();
        int[] starts = part.page().childStarts(kind);
        int count = 0;
        for (int row : part.picks()) count += starts[row + 1] - starts[row];
        int[] entries = new int[count];
        int at = 0;
        for (int row : part.picks()) for (int e = starts[row]; e < starts[row + 1]; e++) entries[at++] = e;
        return entries;
    }

    @Override
    public int[] childStarts(RowKind kind) {
        int[] starts = new int[rowCount + 1];
        int at = 0;
        for (Part part : parts) {
            int[] own = part.page().childStarts(kind);
            for (int row : part.picks()) {
                starts[at + 1] = starts[at] + own[row + 1] - own[row];
                at++;
            }
        }
        return starts;
    }
}
