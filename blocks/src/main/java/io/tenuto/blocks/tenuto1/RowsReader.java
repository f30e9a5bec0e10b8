package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.segment.ColumnBuilder;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentData;
import java.util.Arrays;

/// Reads a run of rows whole, as a segment: what a lookup gives back and what compaction merges. Used once.
final class RowsReader {
    private final BlockFile file;
    private final int rows;
    private final long[] highs;
    private final long[] lows;
    private final int[] ordinals;
    private int traceCount;
    private final long[] spanIds;
    private final long[] parentIds;
    private final long[] starts;
    private final long[] durations;
    private final int[] nameIds;
    private final ColumnPieces.Texts names = new ColumnPieces.Texts();
    private final int[] kinds;
    private final int[] statuses;
    private final int[] flags;
    private final int[] shapes;
    private final int[] resources;
    private final int[] scopes;
    private final int[] arrival;
    private final int[] contentHashes;
    private final OwnerRows spans;
    private final OwnerRows events;
    private final OwnerRows links;
    private final ColumnBuilder statusMessages = text();
    private final ColumnBuilder traceStates = text();
    private final ColumnBuilder extras = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.ODD);
    private int done;

    private RowsReader(BlockFile file, int rows) {
        this.file = file;
        this.rows = rows;
        this.highs = new long[rows];
        this.lows = new long[rows];
        this.ordinals = new int[rows];
        this.spanIds = new long[rows];
        this.parentIds = new long[rows];
        this.starts = new long[rows];
        this.durations = new long[rows];
        this.nameIds = new int[rows];
        this.kinds = new int[rows];
        this.statuses = new int[rows];
        this.flags = new int[rows];
        this.shapes = new int[rows];
        this.resources = new int[rows];
        this.scopes = new int[rows];
        this.arrival = new int[rows];
        this.contentHashes = new int[rows];
        CoreIndex index = file.index();
        this.spans = new OwnerRows(Residue.SPAN, index.spans(), rows);
        this.events = new OwnerRows(Residue.EVENT, index.events(), rows);
        this.links = new OwnerRows(Residue.LINK, index.links(), rows);
    }

    private static ColumnBuilder text() {
        return new ColumnBuilder(ByteSlice.EMPTY, ColumnType.STRING);
    }

    /// Rows `[from, to)`.
    static Segment read(BlockFile file, int from, int to, Deadline deadline) {
        return reader(file, from, to, deadline).segment();
    }

    /// Rows `[from, to)` of one trace as OTLP, in the order in which they came in.
    static ByteSlice readTrace(BlockFile file, int from, int to, Deadline deadline) {
        RowsReader reader = reader(file, from, to, deadline);
        int[] rows = new int[to - from];
        Arrays.fill(rows, -1);
        for (int row = 0; row < rows.length; row++) {
            int place = reader.arrival[row];
            Check.data(place >= 0 && place < rows.length && rows[place] < 0, "span %s arrived as %s", row, place);
            rows[place] = row;
        }
        try {
            return reader.segment().toOtlp(rows);
        } catch (IndexOutOfBoundsException e) {
            // Shapes, places and values come from different columns, each of which may be in order by itself.
            throw new CorruptDataException("columns of block " + file.meta().id() + " contradict each other", e);
        }
    }

    private static RowsReader reader(BlockFile file, int from, int to, Deadline deadline) {
        var reader = new RowsReader(file, to - from);
        var pages = new BlockPages(file, deadline);
        int at = from;
        while (at < to) {
            int group = pages.groupOf(at);
            int page = pages.pageOf(group, at);
            GroupPages groupPages = pages.group(group);
            groupPages.prefetchAll();
            PageColumns columns = groupPages.columns(page);
            int end = Math.min(to, columns.firstRow() + columns.rows());
            reader.add(groupPages, page, columns, at - columns.firstRow(), end - columns.firstRow());
            at = end;
        }
        return reader;
    }

    private void add(GroupPages group, int page, PageColumns columns, int from, int to) {
        copyPlain(group, page, columns, from, to);
        OwnerRows.text(group, page, FixedLeaf.STATUS_MESSAGE, statusMessages, from, to, done);
        OwnerRows.text(group, page, FixedLeaf.TRACE_STATE, traceStates, from, to, done);
        OwnerRows.text(group, page, FixedLeaf.EXTRA, extras, from, to, done);
        spans.addAttributes(group, page, columns, from, to, done);
        events.addChildren(group, page, columns, from, to, done);
        links.addChildren(group, page, columns, from, to, done);
        done += to - from;
    }

    private void copyPlain(GroupPages group, int page, PageColumns columns, int from, int to) {
        long[] traceHigh = Leaves.denseLongs(
                OwnerRows.half(group.page(FixedLeaf.TRACE_ID.ordinal(), page).values(), 0));
        long[] traceLow = Leaves.denseLongs(
                OwnerRows.half(group.page(FixedLeaf.TRACE_ID.ordinal(), page).values(), 8));
        long[] ids = columns.flatLongs(FixedLeaf.SPAN_ID.ordinal());
        long[] parents = columns.parents().ids();
        Leaves.Texts texts = Leaves.texts(
                group.page(FixedLeaf.NAME.ordinal(), page).values(), group.textDictionary(FixedLeaf.NAME.ordinal()));
        int[] known = new int[texts.dictionary().size()];
        Arrays.fill(known, -1);
        int[] statusPlaces = Leaves.places(group.page(FixedLeaf.STATUS_CODE.ordinal(), page));
        for (int i = from; i < to; i++) {
            int row = done + i - from;
            boolean isSame = row > 0 && highs[traceCount - 1] == traceHigh[i] && lows[traceCount - 1] == traceLow[i];
            if (!isSame) {
                highs[traceCount] = traceHigh[i];
                lows[traceCount++] = traceLow[i];
            }
            ordinals[row] = traceCount - 1;
            spanIds[row] = ids[i];
            parentIds[row] = parents[i];
            int name = texts.ids()[i];
            if (known[name] < 0) known[name] = names.add(texts.dictionary(), name);
            nameIds[row] = known[name];
            statuses[row] = statusPlaces[i] < 0 ? 0 : SegmentData.HAS_STATUS;
        }
        copy(columns, FixedLeaf.START, from, to, starts);
        copy(columns, FixedLeaf.DURATION, from, to, durations);
        or(columns, FixedLeaf.KIND, from, to, kinds);
        or(columns, FixedLeaf.STATUS_CODE, from, to, statuses);
        or(columns, FixedLeaf.FLAGS, from, to, flags);
        copyIds(
                columns,
                FixedLeaf.RESOURCE_ID,
                from,
                to,
                resources,
                file.core().resources().entries().count());
        copyIds(
                columns,
                FixedLeaf.SCOPE_ID,
                from,
                to,
                scopes,
                file.core().scopes().entries().count());
        copyIds(
                columns,
                FixedLeaf.SHAPE_ID,
                from,
                to,
                shapes,
                file.index().spanShapes().size());
        or(columns, FixedLeaf.ARRIVAL, from, to, arrival);
        or(columns, FixedLeaf.CONTENT_HASH, from, to, contentHashes);
    }

    private void copy(PageColumns columns, FixedLeaf leaf, int from, int to, long[] into) {
        System.arraycopy(columns.flatLongs(leaf.ordinal()), from, into, done, to - from);
    }

    private void or(PageColumns columns, FixedLeaf leaf, int from, int to, int[] into) {
        long[] values = columns.flatLongs(leaf.ordinal());
        for (int i = from; i < to; i++) into[done + i - from] |= (int) values[i];
    }

    /// Places in a table of `count` entries.
    private void copyIds(PageColumns columns, FixedLeaf leaf, int from, int to, int[] into, int count) {
        long[] values = columns.flatLongs(leaf.ordinal());
        for (int i = from; i < to; i++) {
            Check.data(values[i] >= 0 && values[i] < count, "%s %s of %s", leaf, values[i], count);
            into[done + i - from] = (int) values[i];
        }
    }

    private Segment segment() {
        CoreIndex index = file.index();
        var traces = RowFacts.of(rows, traceCount, highs, lows, ordinals, starts, durations, parentIds, statuses);
        var data = new SegmentData(
                rows,
                ordinals,
                spanIds,
                parentIds,
                starts,
                durations,
                contentHashes,
                nameIds,
                names.dictionary(),
                kinds,
                statuses,
                flags,
                shapes,
                resources,
                scopes,
                spans.attributes(),
                index.spanShapes(),
                statusMessages.view(),
                traceStates.view(),
                extras.view(),
                events.ends(),
                events.events(index.eventShapes()),
                links.ends(),
                links.links(index.linkShapes()),
                file.core().resources().entries(),
                file.core().resources().names(),
                file.core().scopes().entries(),
                file.core().scopes().names(),
                traces);
        return new Segment("rows of block " + file.meta().id(), data);
    }
}
