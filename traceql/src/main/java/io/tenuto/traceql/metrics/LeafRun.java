package io.tenuto.traceql.metrics;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.engine.BatchView;
import io.tenuto.traceql.engine.FieldColumns;
import io.tenuto.traceql.engine.MatchedSpans;
import io.tenuto.traceql.engine.PipelinePlan;
import io.tenuto.traceql.engine.SpanCondition;
import io.tenuto.traceql.engine.SpanMatcher;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Counts one sub-query's spans over some sources. Used by one thread, once.
final class LeafRun implements MatchedSpans {
    private static final ColumnKey DURATION = ColumnKey.of(Intrinsic.DURATION);

    private final MetricsExpression.Leaf leaf;
    private final LeafRange range;
    private final ExemplarPicker picker;
    private final List<FieldReference> by;
    private final FieldReference measured;
    private final RowKind measuredKind;
    private final boolean isMeasured;
    private final boolean usesBuckets;
    private final Groups groups;
    private final GroupCells cells;
    private long inspected;

    /// @param valuesMax most values that its groups may hold
    LeafRun(MetricsExpression.Leaf leaf, LeafRange range, long valuesMax) {
        this.leaf = leaf;
        this.range = range;
        this.groups =
                new Groups(range.intervals().count(), SeriesBuilder.seriesPerGroup(leaf.aggregation()), valuesMax);
        this.picker = new ExemplarPicker(leaf, range);
        this.by = leaf.aggregation().by();
        this.cells = new GroupCells(by, groups);
        switch (leaf.aggregation()) {
            case MetricsAggregation.Counting _ -> {
                this.measured = IntrinsicField.DURATION;
                this.isMeasured = false;
                this.usesBuckets = false;
            }
            case MetricsAggregation.OverTime over -> {
                this.measured = over.of();
                this.isMeasured = true;
                this.usesBuckets = over.function() == MetricsAggregation.OverTimeFunction.HISTOGRAM;
            }
            case MetricsAggregation.Quantiles quantiles -> {
                this.measured = quantiles.of();
                this.isMeasured = true;
                this.usesBuckets = true;
            }
            case MetricsAggregation.Compare _ -> throw new IllegalArgumentException("comparisons run elsewhere");
        }
        this.measuredKind = FieldColumns.kindOf(measured);
    }

    MetricsPartial run(List<SpanSource> sources, Deadline deadline) {
        var columns = new HashSet<>(FieldColumns.of(by));
        columns.addAll(range.columns());
        columns.addAll(picker.columns());
        if (isMeasured) columns.addAll(FieldColumns.of(measured));
        var matcher = new SpanMatcher(PipelinePlan.of(leaf.pipeline()), columns, asked(leaf));
        matcher.run(sources, deadline, this);
        return new MetricsPartial(
                Map.of(leaf, groups),
                Map.of(),
                picker.isWanted() ? Map.of(leaf, picker.chosen()) : Map.of(),
                inspected,
                matcher.statistics().bytes(),
                matcher.leftOut() > 0);
    }

    /// The fields that an aggregation reads.
    static List<FieldReference> asked(MetricsExpression.Leaf leaf) {
        var asked = new ArrayList<>(leaf.aggregation().by());
        switch (leaf.aggregation()) {
            case MetricsAggregation.Counting _ -> {}
            case MetricsAggregation.OverTime over -> asked.add(over.of());
            case MetricsAggregation.Quantiles quantiles -> asked.add(quantiles.of());
            case MetricsAggregation.Compare compare -> asked.addAll(new SpanCondition(compare.selection()).fields());
        }
        return asked;
    }

    @Override
    public boolean asks(BatchView view, int row) {
        return range.counts(view, row);
    }

    @Override
    public boolean asks(long traceStartUnixNanos, long traceEndUnixNanos) {
        return range.mayCount(traceStartUnixNanos, traceEndUnixNanos);
    }

    @Override
    public void spans(BatchView view, int[] rows, int count) {
        inspected += count;
        // Groups come into being by spans that count, so the others are left out first.
        LeafRange.Counted counted = range.counted(view, rows, count);
        if (counted.count() == 0) return;
        if (by.isEmpty() && !isMeasured) {
            groups.of(List.of()).count(counted);
        } else {
            cells.read(view, counted.rows(), counted.count());
            if (isMeasured) measure(view, counted);
            else count(counted);
        }
        if (picker.isWanted()) {
            picker.pick(
                    view,
                    counted,
                    i -> measuredValue(view, counted.rows()[i]),
                    i -> cells.key(view, counted.rows()[i]));
        }
    }

    private void count(LeafRange.Counted counted) {
        int[] places = counted.intervals();
        double[] weights = counted.weights();
        for (int i = 0; i < counted.count(); i++) cells.cells(i).count(places[i], weights[i]);
    }

    private void measure(BatchView view, LeafRange.Counted counted) {
        if (measured == IntrinsicField.DURATION) {
            Column column = view.batch().column(DURATION);
            addDurations(((Vector.Longs) column.vectors().getFirst()).values(), counted);
            return;
        }
        List<ColumnKey> columns = FieldColumns.of(measured);
        if (measured instanceof Attribute && columns.size() == 1 && measuredKind == RowKind.SPAN) {
            // A span has its value in at most one of the vectors.
            for (Vector vector : view.batch().column(columns.getFirst()).vectors()) {
                switch (vector) {
                    case Vector.Longs longs -> addLongs(longs, counted);
                    case Vector.Doubles doubles -> addDoubles(doubles, counted);
                    case Vector.Strings _, Vector.Booleans _, Vector.Arrays _ -> {}
                }
            }
            return;
        }
        for (int i = 0; i < counted.count(); i++) {
            add(measuredValue(view, counted.rows()[i]), counted.intervals()[i], cells.cells(i), counted.weights()[i]);
        }
    }

    private void addDurations(long[] durations, LeafRange.Counted counted) {
        int[] places = counted.intervals();
        double[] weights = counted.weights();
        for (int i = 0; i < counted.count(); i++) {
            long nanos = durations[counted.rows()[i]];
            if (!usesBuckets) cells.cells(i).add(places[i], nanos / 1e9, weights[i]);
            else if (nanos >= 2) cells.cells(i).addToBucket(places[i], upperPowerOfTwo(nanos), weights[i]);
        }
    }

    private void addLongs(Vector.Longs longs, LeafRange.Counted counted) {
        int[] places = counted.intervals();
        double[] weights = counted.weights();
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            if (!longs.presence().has(row)) continue;
            long value = longs.values()[row];
            if (!usesBuckets) cells.cells(i).add(places[i], value, weights[i]);
            else if (value >= 2) cells.cells(i).addToBucket(places[i], upperPowerOfTwo(value), weights[i]);
        }
    }

    private void addDoubles(Vector.Doubles doubles, LeafRange.Counted counted) {
        // Buckets are of whole numbers.
        if (usesBuckets) return;
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            if (!doubles.presence().has(row)) continue;
            cells.cells(i).add(counted.intervals()[i], doubles.values()[row], counted.weights()[i]);
        }
    }

    private Static measuredValue(BatchView view, int row) {
        return isMeasured
                ? view.value(measured, row, first(view, RowKind.EVENT, row), first(view, RowKind.LINK, row))
                : Static.NIL;
    }

    private void add(Static value, int interval, Cells cells, double weight) {
        if (usesBuckets) {
            long whole = whole(value);
            if (whole >= 2) cells.addToBucket(interval, upperPowerOfTwo(whole), weight);
            return;
        }
        if (value.type().isNumeric()) cells.add(interval, StaticOps.toDouble(value), weight);
    }

    /// A value as buckets take it.
    static long whole(Static value) {
        return switch (value) {
            case Static.Int(long number) -> number;
            case Static.Duration(long nanos) -> nanos;
            default -> 0;
        };
    }

    private int first(BatchView view, RowKind kind, int row) {
        if (measuredKind != kind) return BatchView.NO_CHILD;
        int[] starts = view.batch().childStarts(kind);
        return starts[row] < starts[row + 1] ? starts[row] : BatchView.NO_CHILD;
    }

    /// The smallest power of two that is not below the value; unsigned.
    static long upperPowerOfTwo(long value) {
        long highest = Long.highestOneBit(value);
        return highest == value ? value : highest << 1;
    }
}
