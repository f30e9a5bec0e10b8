package io.tenuto.traceql.metrics;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.engine.BatchView;
import io.tenuto.traceql.engine.FieldColumns;
import io.tenuto.traceql.engine.MatchedSpans;
import io.tenuto.traceql.engine.PipelinePlan;
import io.tenuto.traceql.engine.SpanCondition;
import io.tenuto.traceql.engine.SpanMatcher;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

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
    /// Cells by dictionary entry, for grouping by one text column.
    private final Map<Dictionary, Cells[]> byEntry = new IdentityHashMap<>();

    private long inspected;

    /// @param valuesMax most values that its groups may hold
    LeafRun(MetricsExpression.Leaf leaf, LeafRange range, long valuesMax) {
        this.leaf = leaf;
        this.range = range;
        this.groups =
                new Groups(range.intervals().count(), SeriesBuilder.seriesPerGroup(leaf.aggregation()), valuesMax);
        this.picker = new ExemplarPicker(leaf, range);
        this.by = leaf.aggregation().by();
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
    public void spans(BatchView view, int[] rows, int count) {
        inspected += count;
        // Groups come into being by spans that count, so the others are left out first.
        LeafRange.Counted counted = range.counted(view, rows, count);
        if (counted.count() == 0) return;
        if (!by.isEmpty()) {
            Cells[] cells = cellsOf(view, counted.rows(), counted.count());
            count(view, counted, i -> cells[i]);
        } else {
            Cells one = groups.of(List.of());
            if (isMeasured) count(view, counted, i -> one);
            else one.count(counted);
        }
        if (picker.isWanted())
            picker.pick(view, counted, i -> measuredValue(view, counted.rows()[i]), i -> key(view, counted.rows()[i]));
    }

    private void count(BatchView view, LeafRange.Counted counted, IntFunction<Cells> cellsOf) {
        int[] places = counted.intervals();
        double[] weights = counted.weights();
        if (!isMeasured) {
            for (int i = 0; i < counted.count(); i++) cellsOf.apply(i).count(places[i], weights[i]);
        } else if (measured == IntrinsicField.DURATION) {
            // The usual measure, without an object per span.
            Column column = view.batch().column(DURATION);
            long[] durations = ((Vector.Longs) column.vectors().getFirst()).values();
            for (int i = 0; i < counted.count(); i++) {
                long nanos = durations[counted.rows()[i]];
                Cells cells = cellsOf.apply(i);
                if (!usesBuckets) cells.add(places[i], nanos / 1e9, weights[i]);
                else if (nanos >= 2) cells.addToBucket(places[i], upperPowerOfTwo(nanos), weights[i]);
            }
        } else {
            for (int i = 0; i < counted.count(); i++) {
                measure(measuredValue(view, counted.rows()[i]), places[i], cellsOf.apply(i), weights[i]);
            }
        }
    }

    private Static measuredValue(BatchView view, int row) {
        return isMeasured
                ? view.value(measured, row, first(view, RowKind.EVENT, row), first(view, RowKind.LINK, row))
                : Static.NIL;
    }

    private void measure(Static value, int interval, Cells cells, double weight) {
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

    private Cells[] cellsOf(BatchView view, int[] rows, int count) {
        Cells[] cells = new Cells[count];
        if (by.size() == 1 && isOneTextColumn(by.getFirst(), view)) {
            byText(view, rows, count, cells);
            return cells;
        }
        for (int i = 0; i < count; i++) cells[i] = groups.of(key(view, rows[i]));
        return cells;
    }

    private List<Static> key(BatchView view, int row) {
        var key = new ArrayList<Static>(by.size());
        for (FieldReference field : by) key.add(groupValue(view, field, row));
        return named(key);
    }

    /// A group without any value has the label `nil`, and so is that of the spans whose value is this text.
    private static List<Static> named(List<Static> key) {
        if (key.isEmpty() || key.stream().anyMatch(value -> value != Static.NIL)) return key;
        var named = new ArrayList<>(key);
        named.set(0, SeriesBuilder.NIL_TEXT);
        return named;
    }

    /// Of events and links the first that has a value decides.
    private static Static groupValue(BatchView view, FieldReference field, int row) {
        RowKind kind = FieldColumns.kindOf(field);
        if (kind == RowKind.SPAN) return view.value(field, row, BatchView.NO_CHILD, BatchView.NO_CHILD);
        int[] starts = view.batch().childStarts(kind);
        for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
            Static value = view.value(field, row, entry, entry);
            if (value != Static.NIL) return value;
        }
        return field == IntrinsicField.EVENT_NAME ? new Static.Text("") : Static.NIL;
    }

    private boolean isOneTextColumn(FieldReference field, BatchView view) {
        List<ColumnKey> columns = FieldColumns.of(field);
        if (columns.size() != 1 || columns.getFirst().rowKind() != RowKind.SPAN) return false;
        Column column = view.batch().column(columns.getFirst());
        return column.vectors().size() == 1 && column.vectors().getFirst() instanceof Vector.Strings;
    }

    private void byText(BatchView view, int[] rows, int count, Cells[] cells) {
        Column column = view.batch().column(FieldColumns.of(by.getFirst()).getFirst());
        var strings = (Vector.Strings) column.vectors().getFirst();
        Cells[] known = byEntry.computeIfAbsent(strings.dictionary(), d -> new Cells[d.size() + 1]);
        int missing = known.length - 1;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            int id = strings.presence().has(row) ? strings.ids()[row] : missing;
            if (known[id] == null) {
                Static value = id == missing
                        ? groupValue(view, by.getFirst(), row)
                        : new Static.Text(strings.dictionary().value(id).toUtf8());
                known[id] = groups.of(named(List.of(value)));
            }
            cells[i] = known[id];
        }
    }
}
