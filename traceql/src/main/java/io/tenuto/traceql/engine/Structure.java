package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.Arrays;
import java.util.Set;

/// Nested-set numbers of a source's rows: as stored, or computed trace by trace. Used by one thread.
///
/// Numbers of some traces are read when announced by [#prepare]. Whoever asks about any other row causes all rows to be
/// read.
public final class Structure {
    private static final Set<ColumnKey> STORED = Set.of(
            ColumnKey.of(Intrinsic.NESTED_SET_LEFT),
            ColumnKey.of(Intrinsic.NESTED_SET_RIGHT),
            ColumnKey.of(Intrinsic.NESTED_SET_PARENT),
            ColumnKey.of(Intrinsic.CHILD_COUNT));
    private static final Set<ColumnKey> NEEDED = Set.of(
            ColumnKey.of(Intrinsic.SPAN_ID),
            ColumnKey.of(Intrinsic.PARENT_SPAN_ID),
            ColumnKey.of(Intrinsic.KIND),
            ColumnKey.of(Intrinsic.TRACE_ORDINAL));
    private static final int GATHER_ROWS = 8192;
    /// Beyond this share of the rows all are read.
    private static final int DENSE = 4;

    private final SpanSource source;
    private final Deadline deadline;
    private boolean knowsAll;
    /// Rows that are known if not all are, ascending. The numbers below stand at the same places.
    private int[] known = {};

    private int[] left = {};
    private int[] right = {};
    private int[] parent = {};
    private int[] childCount = {};

    Structure(SpanSource source, Deadline deadline) {
        this.source = source;
        this.deadline = deadline;
    }

    int left(int row) {
        // Asked first: it may replace the array.
        int place = place(row);
        return left[place];
    }

    int right(int row) {
        int place = place(row);
        return right[place];
    }

    int parent(int row) {
        int place = place(row);
        return parent[place];
    }

    int childCount(int row) {
        int place = place(row);
        return childCount[place];
    }

    private int place(int row) {
        if (knowsAll) return row;
        int place = Arrays.binarySearch(known, row);
        if (place >= 0) return place;
        readAll();
        return row;
    }

    /// Reads the numbers of some traces; those of others are forgotten.
    ///
    /// @param rows all their rows, ascending
    void prepare(int[] rows) {
        if (knowsAll) return;
        if (rows.length > source.facts().rowCount() / DENSE) {
            readAll();
            return;
        }
        known = rows;
        allocate(rows.length);
        var columns = new Columns(rows.length);
        for (int from = 0; from < rows.length; from += GATHER_ROWS) {
            deadline.check("structure");
            int[] chunk = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + GATHER_ROWS));
            take(source.gather(chunk, request(), deadline), from, columns);
        }
        if (!isStored()) number(columns);
    }

    private void readAll() {
        knowsAll = true;
        known = new int[0];
        int rows = source.facts().rowCount();
        allocate(rows);
        var columns = new Columns(rows);
        try (BatchCursor cursor = source.scan(request(), deadline)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                deadline.check("structure");
                if (batch.get().rowCount() > 0) take(batch.get(), batch.get().sourceRow(0), columns);
            }
        }
        if (!isStored()) number(columns);
    }

    /// Whether the source has the numbers as columns.
    boolean isStored() {
        return source.facts().hasNestedSets();
    }

    private ScanRequest request() {
        return ScanRequest.of(isStored() ? STORED : NEEDED);
    }

    private void allocate(int rows) {
        left = new int[rows];
        right = new int[rows];
        parent = new int[rows];
        childCount = new int[rows];
    }

    /// What numbers are computed from, place by place; empty where they are stored.
    private final class Columns {
        private final long[] spanIds;
        private final long[] parentIds;
        private final long[] kinds;
        private final long[] traces;

        Columns(int rows) {
            int count = isStored() ? 0 : rows;
            spanIds = new long[count];
            parentIds = new long[count];
            kinds = new long[count];
            traces = new long[count];
        }
    }

    /// Copies a batch whose rows stand at places from `from` on, one after the other.
    private void take(SpanBatch batch, int from, Columns columns) {
        int count = batch.rowCount();
        if (isStored()) {
            narrow(MergedSource.longs(batch, Intrinsic.NESTED_SET_LEFT), left, from, count);
            narrow(MergedSource.longs(batch, Intrinsic.NESTED_SET_RIGHT), right, from, count);
            narrow(MergedSource.longs(batch, Intrinsic.NESTED_SET_PARENT), parent, from, count);
            narrow(MergedSource.longs(batch, Intrinsic.CHILD_COUNT), childCount, from, count);
            return;
        }
        System.arraycopy(MergedSource.longs(batch, Intrinsic.SPAN_ID), 0, columns.spanIds, from, count);
        System.arraycopy(MergedSource.longs(batch, Intrinsic.PARENT_SPAN_ID), 0, columns.parentIds, from, count);
        System.arraycopy(MergedSource.longs(batch, Intrinsic.KIND), 0, columns.kinds, from, count);
        System.arraycopy(MergedSource.longs(batch, Intrinsic.TRACE_ORDINAL), 0, columns.traces, from, count);
    }

    private static void narrow(long[] values, int[] target, int from, int count) {
        for (int i = 0; i < count; i++) target[from + i] = (int) values[i];
    }

    private void number(Columns columns) {
        TraceTable traces = source.traces();
        boolean[] done = new boolean[traces.count()];
        for (int place = 0; place < columns.traces.length; place++) {
            int trace = (int) columns.traces[place];
            if (done[trace]) continue;
            done[trace] = true;
            int[] rows = traces.rows(trace);
            int[] places = rows;
            if (!knowsAll) {
                places = new int[rows.length];
                for (int i = 0; i < rows.length; i++) places[i] = Arrays.binarySearch(known, rows[i]);
            }
            number(columns, places);
        }
    }

    private void number(Columns columns, int[] places) {
        NestedSets sets = NestedSets.of(
                pick(columns.spanIds, places), pick(columns.parentIds, places), pick(columns.kinds, places));
        for (int i = 0; i < places.length; i++) {
            left[places[i]] = sets.left(i);
            right[places[i]] = sets.right(i);
            parent[places[i]] = sets.parent(i);
            childCount[places[i]] = sets.childCount(i);
        }
    }

    private static long[] pick(long[] values, int[] places) {
        long[] picked = new long[places.length];
        for (int i = 0; i < places.length; i++) picked[i] = values[places[i]];
        return picked;
    }
}
