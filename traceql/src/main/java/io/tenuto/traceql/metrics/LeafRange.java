package io.tenuto.traceql.metrics;

import io.tenuto.traceql.engine.BatchView;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.Vector;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/// Which spans of a batch count, in which interval and how much. Used by one thread.
final class LeafRange {
    private static final ColumnKey START = ColumnKey.of(Intrinsic.START);
    private static final ColumnKey TRACE_STATE = ColumnKey.of(Intrinsic.TRACE_STATE);

    private final MetricsRequest request;
    private final Intervals intervals;
    private final boolean extrapolates;
    // What the last call told: arrays are used again, since they would cost more than the counting.
    private int[] kept = {};
    private long[] keptStarts = {};
    private int[] places = {};
    private double[] weights = {};

    LeafRange(MetricsRequest request, Intervals intervals) {
        this.request = request;
        this.intervals = intervals;
        this.extrapolates = request.query().hints().bool("extrapolate").orElse(false);
    }

    /// The spans of a batch that count; arrays are valid up to `count`, until the next batch.
    record Counted(int[] rows, long[] starts, int[] intervals, double[] weights, int count) {}

    Intervals intervals() {
        return intervals;
    }

    MetricsRequest request() {
        return request;
    }

    Set<ColumnKey> columns() {
        var columns = new HashSet<ColumnKey>();
        columns.add(START);
        if (extrapolates) columns.add(TRACE_STATE);
        return columns;
    }

    /// Whether a span lies in the range.
    boolean counts(BatchView view, int row) {
        long start = ((Vector.Longs) view.batch().column(START).vectors().getFirst()).values()[row];
        return start > request.startUnixNanos() && start <= request.endUnixNanos();
    }

    /// Whether a span of a trace of these times may lie in the range.
    boolean mayCount(long traceStartUnixNanos, long traceEndUnixNanos) {
        return traceEndUnixNanos > request.startUnixNanos() && traceStartUnixNanos <= request.endUnixNanos();
    }

    Counted counted(BatchView view, int[] rows, int count) {
        long[] starts = ((Vector.Longs) view.batch().column(START).vectors().getFirst()).values();
        ensure(count);
        Column states = extrapolates ? view.batch().column(TRACE_STATE) : Column.absent(0);
        int next = 0;
        // The interval of the last span: neighbours mostly share it, and a division each would cost more than counting.
        int interval = -1;
        long after = 0;
        long upTo = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long start = starts[rows[i]];
            if (start <= request.startUnixNanos() || start > request.endUnixNanos()) continue;
            if (start <= after || start > upTo) {
                int found = intervals.indexOf(start);
                if (found < 0) continue;
                interval = found;
                after = intervals.leftBorder(found);
                upTo = after + intervals.stepNanos();
            }
            kept[next] = rows[i];
            keptStarts[next] = start;
            places[next] = interval;
            if (extrapolates) weights[next] = Extrapolation.weight(BatchView.value(states, rows[i]));
            next++;
        }
        return new Counted(kept, keptStarts, places, weights, next);
    }

    private void ensure(int count) {
        if (kept.length >= count) return;
        kept = new int[count];
        keptStarts = new long[count];
        places = new int[count];
        weights = new double[count];
        Arrays.fill(weights, 1);
    }
}
