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
/// A span's trace is hashed once per run of its rows, and most spans are passed over by one comparison.
final class ExemplarPicker {
    private static final ColumnKey ORDINAL = ColumnKey.of(Intrinsic.TRACE_ORDINAL);

    private final LeafRange range;
    private final Exemplars chosen;
    private List<FieldReference> described;
    private final boolean isCounting;
    private final boolean isOfDuration;
    private final TraceHashes hashes = new TraceHashes();

    ExemplarPicker(MetricsExpression.Leaf leaf, LeafRange range) {
        this.range = range;
        this.chosen = new Exemplars(range.request().exemplarsMax());
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
        TraceTable traces = view.traces();
        hashes.begin(traces);
        long first = range.request().startUnixNanos();
        long stretchNanos = Math.max(1, Math.ceilDiv(range.request().endUnixNanos() - first, chosen.stretches()));
        int trace = -1;
        long hash = 0;
        // The stretch that the last span lay in: neighbours mostly lie there too, and a division each would cost more
        // than counting.
        int stretch = 0;
        long from = first;
        long hashMax = chosen.hashMax(stretch);
        for (int i = 0; i < counted.count(); i++) {
            int ordinal = (int) ordinals[counted.rows()[i]];
            if (ordinal != trace) {
                trace = ordinal;
                hash = hashes.of(traces, trace);
            }
            long start = counted.starts()[i];
            if (start < from || start - from >= stretchNanos) {
                stretch = (int) Math.clamp((start - first) / stretchNanos, 0, chosen.stretches() - 1);
                from = first + stretch * stretchNanos;
                hashMax = chosen.hashMax(stretch);
            }
            if (hash > hashMax || !chosen.wants(stretch, hash, traces.idHigh(trace), traces.idLow(trace), start))
                continue;
            int row = counted.rows()[i];
            Static value = valueOf.apply(i);
            boolean hasValue = value.type().isNumeric() || isCounting && LeafRun.whole(value) == 0;
            if (!hasValue) continue;
            chosen.offer(
                    stretch,
                    new Exemplars.Chosen(
                            hash,
                            traces.idHigh(trace),
                            traces.idLow(trace),
                            counted.starts()[i],
                            counted.intervals()[i],
                            groupOf.apply(i),
                            number(value),
                            LeafRun.whole(value),
                            labels(view, row, trace)));
            hashMax = chosen.hashMax(stretch);
        }
    }

    private double number(Static value) {
        if (isCounting || !value.type().isNumeric()) return Double.NaN;
        double number = StaticOps.toDouble(value);
        return isOfDuration ? number / 1e9 : number;
    }

    private List<Series.Label> labels(BatchView view, int row, int trace) {
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
