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
    private int[] places = {};
    private double[] weights = {};
    private int[] runEnds = {};
    private int runs;

    LeafRange(MetricsRequest request, Intervals intervals) {
        this.request = request;
        this.intervals = intervals;
        this.extrapolates = request.query().hints().bool("extrapolate").orElse(false);
    }

    /// The spans of a batch that count; valid until the next batch. Entries behind `count` have no meaning.
    ///
    /// @param rows of the batch
    /// @param startOfRow per row of the batch
    /// @param isWeighted whether a span may count otherwise than once
    /// @param runEnds per run of spans in the same interval, one past its last span
    /// @param runs how many runs there are
    record Counted(
            int[] rows,
            long[] startOfRow,
            int[] intervals,
            double[] weights,
            int count,
            boolean isWeighted,
            int[] runEnds,
            int runs) {
        /// When span `i` of those that count began.
        long start(int i) {
            return startOfRow[rows[i]];
        }
    }

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
        runs = 0;
        // As long as every span counts, the rows are those that were given.
        int[] own = rows;
        int next = 0;
        // The interval of the last span: neighbours mostly share it, and a division each would cost more than counting.
        int interval = -1;
        long after = 0;
        long upTo = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            long start = starts[rows[i]];
            if (start <= after || start > upTo) {
                int found = interval(start);
                if (found < 0) {
                    if (own == rows) System.arraycopy(rows, 0, kept, 0, i);
                    own = kept;
                    continue;
                }
                if (found != interval) endRun(interval, next);
                interval = found;
                after = Math.max(request.startUnixNanos(), intervals.leftBorder(found));
                upTo = Math.min(request.endUnixNanos(), intervals.leftBorder(found) + intervals.stepNanos());
            }
            if (own != rows) own[next] = rows[i];
            if (extrapolates) weights[next] = Extrapolation.weight(BatchView.value(states, rows[i]));
            next++;
        }
        endRun(interval, next);
        return new Counted(own, starts, places, weights, next, extrapolates, runEnds, runs);
    }

    /// The interval of a time, or -1 if a span that begins then does not count.
    private int interval(long unixNanos) {
        boolean isInRange = unixNanos > request.startUnixNanos() && unixNanos <= request.endUnixNanos();
        return isInRange ? intervals.indexOf(unixNanos) : -1;
    }

    private void endRun(int interval, int end) {
        int begin = runs == 0 ? 0 : runEnds[runs - 1];
        if (begin == end) return;
        Arrays.fill(places, begin, end, interval);
        runEnds[runs++] = end;
    }

    private void ensure(int count) {
        if (kept.length >= count) return;
        kept = new int[count];
        places = new int[count];
        runEnds = new int[count];
        weights = new double[count];
        Arrays.fill(weights, 1);
    }
}
