package io.tenuto.traceql.metrics;

import io.tenuto.traceql.engine.BatchView;
import io.tenuto.traceql.engine.FieldColumns;
import io.tenuto.traceql.engine.PipelinePlan;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/// Chooses exemplars among the spans that a sub-query counts. Used by one thread.
///
/// A trace is hashed once per run of its spans, and most spans are passed over by one comparison.
final class ExemplarPicker {
    private static final ColumnKey ORDINAL = ColumnKey.of(Intrinsic.TRACE_ORDINAL);

    private static final int NONE = -1;

    private final LeafRange range;
    private final Exemplars chosen;
    private List<FieldReference> described;
    private final boolean isCounting;
    private final boolean isOfDuration;
    private final TraceHashes hashes = new TraceHashes();
    private final long stretchNanos;
    /// The trace of the span looked at last, in the batch of now.
    private int trace = NONE;

    private long hash;
    /// The stretch that a span looked at lay in: neighbours mostly lie there too.
    private int stretch;

    private long stretchFrom;
    private long stretchTo = Long.MIN_VALUE;
    private long stretchHashMax;
    /// The interval for which `loosest` was found last; NONE when it may have changed.
    private int loosestOf = NONE;

    private long loosest;

    ExemplarPicker(MetricsExpression.Leaf leaf, LeafRange range) {
        this.range = range;
        this.chosen = new Exemplars(range.request().exemplarsMax());
        long rangeNanos = range.request().endUnixNanos() - range.request().startUnixNanos();
        this.stretchNanos = Math.max(1, Math.ceilDiv(rangeNanos, chosen.stretches()));
        var fields = new LinkedHashSet<>(PipelinePlan.of(leaf.pipeline()).fetched());
        fields.addAll(leaf.aggregation().by());
        switch (leaf.aggregation()) {
            case MetricsAggregation.OverTime over -> {
                fields.add(over.of());
                isCounting = over.function() == MetricsAggregation.OverTimeFunction.HISTOGRAM;
                isOfDuration = over.of() == IntrinsicField.DURATION;
            }
            case MetricsAggregation.Quantiles quantiles -> {
                fields.add(quantiles.of());
                isCounting = false;
                isOfDuration = Quantiles.isDuration(quantiles.of());
            }
            case MetricsAggregation.Counting _, MetricsAggregation.Compare _ -> {
                isCounting = true;
                isOfDuration = false;
            }
        }
        fields.remove(IntrinsicField.TRACE_ID);
        this.described = List.copyOf(fields);
    }

    /// Tells these fields of each exemplar instead of those that the query names.
    void describe(Collection<FieldReference> fields) {
        described = List.copyOf(fields);
    }

    boolean isWanted() {
        return range.request().exemplarsMax() > 0 && !range.request().isInstant();
    }

    Exemplars chosen() {
        return chosen;
    }

    Set<ColumnKey> columns() {
        if (!isWanted()) return Set.of();
        var columns = new LinkedHashSet<>(FieldColumns.of(described));
        columns.add(ORDINAL);
        return columns;
    }

    /// @param valueOf the measured value of counted span `i`, nil where spans are only counted
    /// @param groupOf where counted span `i` was counted
    void pick(
            BatchView view, LeafRange.Counted counted, IntFunction<Static> valueOf, IntFunction<List<Static>> groupOf) {
        Column column = view.batch().column(ORDINAL);
        long[] ordinals = ((Vector.Longs) column.vectors().getFirst()).values();
        hashes.begin(view.traces());
        trace = NONE;
        int i = 0;
        for (int run = 0; run < counted.runs(); run++) {
            int interval = counted.intervals()[i];
            int end = counted.runEnds()[run];
            i = firstLow(counted, i, end, ordinals, view.traces(), loosest(interval));
            while (i < end) {
                pick(view, counted, i, valueOf, groupOf);
                i = firstLow(counted, i + 1, end, ordinals, view.traces(), loosest(interval));
            }
        }
    }

    /// The first span in `[begin, end)`, all of one interval, that may be chosen by the hash of its trace, which is
    /// then in `trace` and `hash`. Of most spans this is all that is looked at.
    ///
    /// @param loose no span with a larger hash is chosen in this interval
    private int firstLow(
            LeafRange.Counted counted, int begin, int end, long[] ordinals, TraceTable traces, long loose) {
        int[] rows = counted.rows();
        int ofTrace = trace;
        long ofHash = hash;
        int i = begin;
        for (; i < end; i++) {
            int ordinal = (int) ordinals[rows[i]];
            if (ordinal != ofTrace) {
                ofTrace = ordinal;
                ofHash = hashes.of(traces, ofTrace);
            }
            if (ofHash > loose) continue;
            long start = counted.start(i);
            if (ofHash <= stretchHashMax || start < stretchFrom || start >= stretchTo) break;
        }
        trace = ofTrace;
        hash = ofHash;
        return i;
    }

    /// Chooses the span, for now, if it is better than those chosen.
    private void pick(
            BatchView view,
            LeafRange.Counted counted,
            int i,
            IntFunction<Static> valueOf,
            IntFunction<List<Static>> groupOf) {
        TraceTable traces = view.traces();
        long start = counted.start(i);
        if (start < stretchFrom || start >= stretchTo) enter(stretch(start));
        if (hash > stretchHashMax) return;
        if (!chosen.wants(stretch, hash, traces.idHigh(trace), traces.idLow(trace), start)) return;
        Static value = valueOf.apply(i);
        boolean hasValue = value.type().isNumeric() || isCounting && LeafRun.whole(value) == 0;
        if (!hasValue) return;
        chosen.offer(
                stretch,
                new Exemplars.Chosen(
                        hash,
                        traces.idHigh(trace),
                        traces.idLow(trace),
                        start,
                        counted.intervals()[i],
                        groupOf.apply(i),
                        number(value),
                        LeafRun.whole(value),
                        labels(view, counted.rows()[i])));
        stretchHashMax = chosen.hashMax(stretch);
        loosestOf = NONE;
    }

    private void enter(int next) {
        stretch = next;
        stretchFrom = range.request().startUnixNanos() + next * stretchNanos;
        stretchTo = stretchFrom + stretchNanos;
        stretchHashMax = chosen.hashMax(next);
    }

    /// The largest hash that is chosen in some stretch that the interval has a part of.
    private long loosest(int interval) {
        if (loosestOf == interval) return loosest;
        long left = range.intervals().leftBorder(interval);
        int last = stretch(left + range.intervals().stepNanos());
        long max = Long.MIN_VALUE;
        for (int i = stretch(left); i <= last; i++) max = Math.max(max, chosen.hashMax(i));
        loosestOf = interval;
        loosest = max;
        return max;
    }

    /// The stretch of the range that a time lies in.
    private int stretch(long unixNanos) {
        return (int)
                Math.clamp((unixNanos - range.request().startUnixNanos()) / stretchNanos, 0, chosen.stretches() - 1);
    }

    private double number(Static value) {
        if (isCounting || !value.type().isNumeric()) return Double.NaN;
        double number = StaticOps.toDouble(value);
        return isOfDuration ? number / 1e9 : number;
    }

    private List<Series.Label> labels(BatchView view, int row) {
        var labels = new ArrayList<Series.Label>();
        labels.add(new Series.Label(
                IntrinsicField.TRACE_ID.canonical(),
                new Static.Text(view.traces().id(trace).toShortHex())));
        for (FieldReference field : described) {
            Static value = view.value(field, row, BatchView.NO_CHILD, BatchView.NO_CHILD);
            if (value != Static.NIL) labels.add(new Series.Label(field.canonical(), value));
        }
        return labels;
    }
}
