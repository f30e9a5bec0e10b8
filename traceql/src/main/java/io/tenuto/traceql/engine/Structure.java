package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.Vector;
import java.util.Set;

/// Nested-set numbers of a source's rows: as stored, or computed trace by trace when asked. Used by one thread.
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

    private final SpanSource source;
    private final Deadline deadline;
    private int[] left = {};
    private int[] right = {};
    private int[] parent = {};
    private int[] childCount = {};

    Structure(SpanSource source, Deadline deadline) {
        this.source = source;
        this.deadline = deadline;
    }

    int left(int row) {
        load();
        return left[row];
    }

    int right(int row) {
        load();
        return right[row];
    }

    int parent(int row) {
        load();
        return parent[row];
    }

    int childCount(int row) {
        load();
        return childCount[row];
    }

    private void load() {
        if (left.length > 0) return;
        int rows = Math.max(1, source.facts().rowCount());
        left = new int[rows];
        right = new int[rows];
        parent = new int[rows];
        childCount = new int[rows];
        if (source.facts().hasNestedSets()) readStored();
        else compute();
    }

    private void readStored() {
        try (BatchCursor cursor = source.scan(ScanRequest.of(STORED), deadline)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                copy(batch.get(), Intrinsic.NESTED_SET_LEFT, left);
                copy(batch.get(), Intrinsic.NESTED_SET_RIGHT, right);
                copy(batch.get(), Intrinsic.NESTED_SET_PARENT, parent);
                copy(batch.get(), Intrinsic.CHILD_COUNT, childCount);
            }
        }
    }

    private static void copy(SpanBatch batch, Intrinsic intrinsic, int[] target) {
        long[] values = longs(batch, intrinsic);
        for (int i = 0; i < batch.rowCount(); i++) target[batch.sourceRow(i)] = (int) values[i];
    }

    private static long[] longs(SpanBatch batch, Intrinsic intrinsic) {
        Column column = batch.column(ColumnKey.of(intrinsic));
        return column.isAbsent()
                ? new long[batch.rowCount()]
                : ((Vector.Longs) column.vectors().getFirst()).values();
    }

    private void compute() {
        int rows = source.facts().rowCount();
        long[] spanIds = new long[rows];
        long[] parentIds = new long[rows];
        long[] kinds = new long[rows];
        try (BatchCursor cursor = source.scan(ScanRequest.of(NEEDED), deadline)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                SpanBatch read = batch.get();
                long[] ids = longs(read, Intrinsic.SPAN_ID);
                long[] parents = longs(read, Intrinsic.PARENT_SPAN_ID);
                long[] kind = longs(read, Intrinsic.KIND);
                for (int i = 0; i < read.rowCount(); i++) {
                    int row = read.sourceRow(i);
                    spanIds[row] = ids[i];
                    parentIds[row] = parents[i];
                    kinds[row] = kind[i];
                }
            }
        }
        TraceTable traces = source.traces();
        for (int trace = 0; trace < traces.count(); trace++) {
            int[] own = traces.rows(trace);
            NestedSets sets = NestedSets.of(pick(spanIds, own), pick(parentIds, own), pick(kinds, own));
            for (int i = 0; i < own.length; i++) {
                left[own[i]] = sets.left(i);
                right[own[i]] = sets.right(i);
                parent[own[i]] = sets.parent(i);
                childCount[own[i]] = sets.childCount(i);
            }
        }
    }

    private static long[] pick(long[] values, int[] rows) {
        long[] picked = new long[rows.length];
        for (int i = 0; i < rows.length; i++) picked[i] = values[rows[i]];
        return picked;
    }
}
