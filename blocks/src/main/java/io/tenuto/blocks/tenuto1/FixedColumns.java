package io.tenuto.blocks.tenuto1;

import io.tenuto.blocks.segment.IntColumn;
import io.tenuto.blocks.segment.SegmentData;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.parquet.ColumnFileWriter;
import io.tenuto.parquet.Levels;
import io.tenuto.parquet.Values;
import io.tenuto.traceql.source.Dictionary;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// The columns that every block has, for one row group after the other; the order of writing is that of [FixedLeaf].
final class FixedColumns {
    private final SegmentData data;
    private final RowOrder order;
    private final NumberCoder coder;
    private int from;
    private int rows;
    private int[] events = new int[0];
    private int[] links = new int[0];
    private ChildLevels eventLevels = new ChildLevels(new int[0], 0);
    private ChildLevels linkLevels = new ChildLevels(new int[0], 0);

    FixedColumns(SegmentData data, RowOrder order, NumberCoder coder) {
        this.data = data;
        this.order = order;
        this.coder = coder;
    }

    /// Turns to rows `[first, end)`.
    void begin(int first, int end) {
        from = first;
        rows = end - first;
        int[] eventCounts = new int[rows];
        int[] linkCounts = new int[rows];
        for (int i = 0; i < rows; i++) {
            int old = old(i);
            eventCounts[i] = data.eventEnd(old) - data.firstEvent(old);
            linkCounts[i] = data.linkEnd(old) - data.firstLink(old);
        }
        eventLevels = new ChildLevels(eventCounts, rows);
        linkLevels = new ChildLevels(linkCounts, rows);
        events = children(eventCounts, eventLevels.childCount(), i -> data.firstEvent(old(i)));
        links = children(linkCounts, linkLevels.childCount(), i -> data.firstLink(old(i)));
    }

    /// The segment's events or links of the group's rows, in their order.
    private int[] children(int[] counts, int total, IntUnaryOperator first) {
        int[] children = new int[total];
        int at = 0;
        for (int i = 0; i < rows; i++) {
            int start = counts[i] == 0 ? 0 : first.applyAsInt(i);
            for (int k = 0; k < counts[i]; k++) children[at++] = start + k;
        }
        return children;
    }

    ChildLevels events() {
        return eventLevels;
    }

    private int old(int i) {
        return order.oldRows()[from + i];
    }

    void writeSpans(ColumnFileWriter file) {
        var all = new Levels.Required(rows);
        file.column(all, traceIds());
        file.column(all, identifiers(i -> i, data.spanIds(), rows));
        writeParents(file);
        file.column(all, slice(order.left()));
        file.column(all, slice(order.right()));
        file.column(all, coder.longs(longs(order.childCount()), rows));
        file.column(all, coder.longs(longs(order.arrival()), rows));
        file.column(all, new Values.Longs(contentHashes(), rows));
        file.column(all, new Values.Longs(pick(data.starts()), rows));
        file.column(all, new Values.Longs(pick(data.durations()), rows));
        file.column(all, texts(pick(data.nameIds()), data.names()));
        file.column(all, coder.longs(widened(pick(data.kinds())), rows));
        writeStatus(file);
        sparse(file, data.statusMessages());
        sparse(file, data.traceStates());
        writeFlags(file);
        file.column(all, coder.longs(widened(pick(data.resourceIds())), rows));
        file.column(all, coder.longs(widened(pick(data.scopeIds())), rows));
        file.column(all, coder.longs(widened(pick(data.shapeIds())), rows));
        sparse(file, data.extras());
        var none = new Levels.Optional(new long[Math.max(1, (rows + 63) >> 6)], rows);
        file.column(none, new Values.Longs(new long[0], 0));
        file.column(none, new Values.Booleans(new long[1], 0));
    }

    private Values traceIds() {
        int[] ids = new int[rows];
        byte[] heap = new byte[64];
        int count = 0;
        int last = -1;
        for (int i = 0; i < rows; i++) {
            int trace = IntColumn.at(data.traceOrdinals(), old(i));
            if (trace != last) {
                if (heap.length < 16 * (count + 1)) heap = Arrays.copyOf(heap, heap.length * 2);
                putLong(data.traces().high()[trace], heap, 16 * count);
                putLong(data.traces().low()[trace], heap, 16 * count + 8);
                count++;
                last = trace;
            }
            ids[i] = count - 1;
        }
        return new Values.Coded(ids, rows, new Values.Fixed(heap, 0, 16, count));
    }

    private long[] contentHashes() {
        long[] hashes = new long[rows];
        for (int i = 0; i < rows; i++) hashes[i] = data.contentHash(old(i));
        return hashes;
    }

    private static void putLong(long value, byte[] target, int at) {
        for (int i = 0; i < 8; i++) target[at + i] = (byte) (value >>> (56 - 8 * i));
    }

    /// Identifiers of the entries that `select` names.
    private Values identifiers(IntUnaryOperator select, long[] ids, int count) {
        byte[] heap = new byte[8 * count];
        for (int i = 0; i < count; i++) putLong(ids[old(select.applyAsInt(i))], heap, 8 * i);
        return new Values.Fixed(heap, 0, 8, count);
    }

    private void writeParents(ColumnFileWriter file) {
        int[] here = new int[rows];
        long[] parents = new long[rows];
        int[] elsewhere = new int[rows];
        int hereCount = 0;
        int elsewhereCount = 0;
        for (int i = 0; i < rows; i++) {
            int parent = order.parentRows()[from + i];
            if (parent >= 0) {
                here[hereCount] = i;
                parents[hereCount++] = parent;
            } else if (data.parentIds()[old(i)] != 0) {
                elsewhere[elsewhereCount++] = i;
            }
        }
        file.column(presence(here, hereCount, rows), new Values.Longs(parents, hereCount));
        Values ids = identifiers(k -> elsewhere[k], data.parentIds(), elsewhereCount);
        file.column(presence(elsewhere, elsewhereCount, rows), ids);
    }

    private void writeStatus(ColumnFileWriter file) {
        int[] entries = new int[rows];
        long[] codes = new long[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int status = IntColumn.at(data.statuses(), old(i));
            if ((status & SegmentData.HAS_STATUS) == 0) continue;
            entries[count] = i;
            codes[count++] = status & (SegmentData.HAS_STATUS - 1);
        }
        file.column(presence(entries, count, rows), coder.longs(codes, count));
    }

    private void writeFlags(ColumnFileWriter file) {
        int[] entries = new int[rows];
        long[] flags = new long[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int value = IntColumn.at(data.flags(), old(i));
            if (value == 0) continue;
            entries[count] = i;
            flags[count++] = value;
        }
        file.column(presence(entries, count, rows), coder.longs(flags, count));
    }

    /// A column of at most one value a row that few rows have.
    private void sparse(ColumnFileWriter file, SparseColumn column) {
        int[] entries = new int[rows];
        int[] places = new int[rows];
        int count = 0;
        if (column.count() > 0) {
            for (int i = 0; i < rows; i++) {
                int place = column.firstFrom(old(i));
                if (place == column.count() || column.rows()[place] != old(i)) continue;
                entries[count] = i;
                places[count++] = place;
            }
        }
        file.column(presence(entries, count, rows), Collected.values(column, places, count, coder));
    }

    void writeEvents(ColumnFileWriter file) {
        SegmentData.Children all = data.events();
        int count = events.length;
        Levels levels = eventLevels.required();
        file.column(levels, new Values.Longs(pick(all.timesSinceStart(), events), count));
        file.column(levels, texts(pick(all.nameIds(), events), all.names()));
        file.column(levels, coder.longs(widened(pick(all.shapeIds(), events)), count));
        childExtras(file, all.extras(), events, eventLevels);
    }

    void writeLinks(ColumnFileWriter file) {
        SegmentData.Links all = data.links();
        int count = links.length;
        byte[] traces = new byte[16 * count];
        byte[] spans = new byte[8 * count];
        for (int i = 0; i < count; i++) {
            putLong(all.traceHigh()[links[i]], traces, 16 * i);
            putLong(all.traceLow()[links[i]], traces, 16 * i + 8);
            putLong(all.spanIds()[links[i]], spans, 8 * i);
        }
        Levels levels = linkLevels.required();
        file.column(levels, new Values.Fixed(traces, 0, 16, count));
        file.column(levels, new Values.Fixed(spans, 0, 8, count));
        file.column(levels, coder.longs(widened(pick(all.shapeIds(), links)), count));
        childExtras(file, all.extras(), links, linkLevels);
    }

    private void childExtras(ColumnFileWriter file, SparseColumn extras, int[] children, ChildLevels levels) {
        int[] entries = new int[children.length];
        int[] places = new int[children.length];
        int count = 0;
        for (int i = 0; i < children.length && extras.count() > 0; i++) {
            int place = extras.firstFrom(children[i]);
            if (place == extras.count() || extras.rows()[place] != children[i]) continue;
            entries[count] = i;
            places[count++] = place;
        }
        file.column(levels.optional(entries, count), Collected.values(extras, places, count, coder));
    }

    private static Values texts(int[] ids, Dictionary dictionary) {
        var entries = new Values.Bytes(dictionary.heap(), dictionary.starts(), dictionary.size());
        return new Values.Coded(ids, ids.length, entries);
    }

    private Values slice(int[] byNewRow) {
        return new Values.Longs(longs(byNewRow), rows);
    }

    private long[] longs(int[] byNewRow) {
        return widened(Arrays.copyOfRange(byNewRow, from, from + rows));
    }

    private long[] pick(long[] byOldRow) {
        long[] picked = new long[rows];
        for (int i = 0; i < rows; i++) picked[i] = byOldRow[old(i)];
        return picked;
    }

    private int[] pick(int[] byOldRow) {
        int[] picked = new int[rows];
        for (int i = 0; i < rows; i++) picked[i] = IntColumn.at(byOldRow, old(i));
        return picked;
    }

    private static long[] pick(long[] values, int[] indexes) {
        long[] picked = new long[indexes.length];
        for (int i = 0; i < indexes.length; i++) picked[i] = values[indexes[i]];
        return picked;
    }

    private static int[] pick(int[] values, int[] indexes) {
        int[] picked = new int[indexes.length];
        for (int i = 0; i < indexes.length; i++) picked[i] = IntColumn.at(values, indexes[i]);
        return picked;
    }

    private static long[] widened(int[] values) {
        long[] longs = new long[values.length];
        for (int i = 0; i < values.length; i++) longs[i] = values[i];
        return longs;
    }

    /// Levels of a column that only these rows (ascending) have.
    static Levels presence(int[] entries, int count, int rows) {
        long[] words = new long[Math.max(1, (rows + 63) >> 6)];
        for (int i = 0; i < count; i++) words[entries[i] >> 6] |= 1L << entries[i];
        return new Levels.Optional(words, rows);
    }
}
