package io.tenuto.traceql.metrics;

import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
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
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Counts `compare()` over some sources: every attribute of every span, on the side to which the span belongs. Texts
/// are looked up once per dictionary entry. Used by one thread, once.
final class CompareRun implements MatchedSpans {
    private static final List<IntrinsicField> INTRINSICS = List.of(
            IntrinsicField.NAME,
            IntrinsicField.KIND,
            IntrinsicField.STATUS,
            IntrinsicField.STATUS_MESSAGE,
            IntrinsicField.TRACE_ROOT_NAME,
            IntrinsicField.TRACE_ROOT_SERVICE,
            IntrinsicField.CHILD_COUNT,
            IntrinsicField.INSTRUMENTATION_NAME,
            IntrinsicField.INSTRUMENTATION_VERSION);
    private static final Static NIL_TEXT = new Static.Text("nil");
    private static final List<Static> BASELINE_TOTAL = List.of(new Static.Text("baseline_total"));
    private static final List<Static> SELECTION_TOTAL = List.of(new Static.Text("selection_total"));

    private final MetricsExpression.Leaf leaf;
    private final MetricsAggregation.Compare compare;
    private final LeafRange range;
    private final SpanCondition selection;
    private final ExemplarPicker picker;
    private final Comparison comparison = new Comparison(Comparison.CELLS_MAX);
    private final Map<FieldReference, Map<Dictionary, SparseCounts[][]>> byEntry = new HashMap<>();
    private final Map<FieldReference, CodeCells> byCode = new HashMap<>();
    private List<FieldReference> fields = List.of();
    private long inspected;

    CompareRun(MetricsExpression.Leaf leaf, MetricsAggregation.Compare compare, LeafRange range) {
        this.leaf = leaf;
        this.compare = compare;
        this.range = range;
        this.selection = new SpanCondition(compare.selection());
        this.picker = new ExemplarPicker(leaf, range);
    }

    MetricsPartial run(List<SpanSource> sources, Deadline deadline) {
        PipelinePlan plan = PipelinePlan.of(leaf.pipeline());
        long bytes = 0;
        if (plan.isSpanOnly(selection.fields())) {
            for (SpanSource source : sources) bytes += run(plan, List.of(source), deadline);
        } else {
            bytes = run(plan, sources, deadline);
        }
        return new MetricsPartial(
                Map.of(),
                Map.of(leaf, comparison),
                picker.isWanted() ? Map.of(leaf, picker.chosen()) : Map.of(),
                inspected,
                bytes,
                false);
    }

    private long run(PipelinePlan plan, List<SpanSource> sources, Deadline deadline) {
        var keys = new TreeSet<AttributeKey>();
        for (SpanSource source : sources) keys.addAll(source.keys());
        // A resource that names no service has the empty one, also where no resource names any.
        keys.add(AttributeKey.SERVICE_NAME);
        keys.removeIf(key -> key.scope() == AttributeScope.EVENT || key.scope() == AttributeScope.LINK);
        var all = new ArrayList<FieldReference>(INTRINSICS);
        for (AttributeKey key : keys) all.add(Attribute.of(key.scope(), key.name()));
        fields = all;
        picker.describe(all);
        Set<ColumnKey> columns = new HashSet<>(FieldColumns.of(all));
        columns.addAll(selection.columns());
        columns.addAll(range.columns());
        columns.addAll(picker.columns());
        byEntry.clear();
        var matcher = new SpanMatcher(plan, columns, selection.fields());
        matcher.run(sources, deadline, this);
        return matcher.statistics().bytes();
    }

    @Override
    public void spans(BatchView view, int[] rows, int count) {
        inspected += count;
        LeafRange.Counted counted = range.counted(view, rows, count);
        if (counted.count() == 0) return;
        boolean[] isSelected = selection.evaluate(view, counted.rows(), counted.count());
        if (compare.startUnixNanos() != 0 || compare.endUnixNanos() != 0) {
            for (int i = 0; i < counted.count(); i++) {
                long start = counted.starts()[i];
                isSelected[i] &= start > compare.startUnixNanos() && start <= compare.endUnixNanos();
            }
        }
        for (FieldReference field : fields) {
            add(field, view, counted, isSelected);
            comparison.shrink();
        }
        if (picker.isWanted()) {
            picker.pick(view, counted, i -> Static.NIL, i -> isSelected[i] ? SELECTION_TOTAL : BASELINE_TOTAL);
        }
    }

    private void add(FieldReference field, BatchView view, LeafRange.Counted counted, boolean[] isSelected) {
        if (field == IntrinsicField.CHILD_COUNT) {
            addValues(field, view, counted, isSelected);
            return;
        }
        Column column = view.batch().column(FieldColumns.of(field).getFirst());
        for (Vector vector : column.vectors()) {
            switch (vector) {
                case Vector.Strings strings -> addTexts(field, strings, counted, isSelected);
                case Vector.Longs longs -> addCoded(field, longs, view, counted, isSelected);
                case Vector.Doubles _, Vector.Booleans _, Vector.Arrays _ ->
                    addPresent(field, vector, view, counted, isSelected);
            }
        }
        if (field instanceof IntrinsicField && field != IntrinsicField.NAME
                || field instanceof Attribute.Scoped(AttributeKey key) && key.equals(AttributeKey.SERVICE_NAME)) {
            addMissing(field, column, view, counted, isSelected);
        }
    }

    /// Some fields have a value where nothing is stored.
    private void addMissing(
            FieldReference field, Column column, BatchView view, LeafRange.Counted counted, boolean[] isSelected) {
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            boolean isStored = false;
            for (Vector vector : column.vectors()) isStored |= vector.presence().has(row);
            if (!isStored) addValue(field, view, row, counted, i, isSelected[i]);
        }
    }

    /// Numbers that stand for values: of an attribute its own, of a trace its ordinal, of a kind or status its code.
    private void addCoded(
            FieldReference field, Vector.Longs longs, BatchView view, LeafRange.Counted counted, boolean[] isSelected) {
        CodeCells known = byCode.computeIfAbsent(field, key -> new CodeCells());
        // Ordinals count within one source.
        if (field instanceof IntrinsicField) known.forget();
        Comparison.Counts[] sides = {counts(field, false), counts(field, true)};
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            if (!longs.presence().has(row)) continue;
            int side = isSelected[i] ? 1 : 0;
            long code = longs.values()[row];
            SparseCounts cells = known.find(side, code);
            if (cells == null) {
                Static value = view.value(field, row, BatchView.NO_CHILD, BatchView.NO_CHILD);
                if (value == Static.NIL || value instanceof Static.Duration) continue;
                cells = sides[side].of(value);
                known.remember(side, code, cells);
            }
            cells.add(counted.intervals()[i], counted.weights()[i]);
            sides[side].total.add(counted.intervals()[i], counted.weights()[i]);
        }
    }

    private Comparison.Counts counts(FieldReference field, boolean isSelected) {
        return comparison.counts(field, isSelected ? Comparison.Side.SELECTION : Comparison.Side.BASELINE);
    }

    private void addTexts(
            FieldReference field, Vector.Strings strings, LeafRange.Counted counted, boolean[] isSelected) {
        Dictionary dictionary = strings.dictionary();
        SparseCounts[][] known = byEntry.computeIfAbsent(field, key -> new IdentityHashMap<>())
                .computeIfAbsent(dictionary, key -> new SparseCounts[2][key.size()]);
        Comparison.Counts[] sides = {counts(field, false), counts(field, true)};
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            if (!strings.presence().has(row)) continue;
            int side = isSelected[i] ? 1 : 0;
            sides[side].total.add(counted.intervals()[i], counted.weights()[i]);
            if (sides[side].isOverfull()) continue;
            int id = strings.ids()[row];
            SparseCounts cells = known[side][id];
            if (cells == null) {
                cells = sides[side].of(new Static.Text(dictionary.value(id).toUtf8()));
                known[side][id] = cells;
            }
            cells.add(counted.intervals()[i], counted.weights()[i]);
        }
    }

    private void addPresent(
            FieldReference field, Vector vector, BatchView view, LeafRange.Counted counted, boolean[] isSelected) {
        for (int i = 0; i < counted.count(); i++) {
            int row = counted.rows()[i];
            if (vector.presence().has(row)) addValue(field, view, row, counted, i, isSelected[i]);
        }
    }

    private void addValues(FieldReference field, BatchView view, LeafRange.Counted counted, boolean[] isSelected) {
        for (int i = 0; i < counted.count(); i++) addValue(field, view, counted.rows()[i], counted, i, isSelected[i]);
    }

    private void addValue(
            FieldReference field, BatchView view, int row, LeafRange.Counted counted, int i, boolean isSelected) {
        Static value = view.value(field, row, BatchView.NO_CHILD, BatchView.NO_CHILD);
        if (value == Static.NIL || value instanceof Static.Duration) return;
        // Arrays cannot be labels: they count as one value that says nothing.
        Static label = value.type().isArray() ? NIL_TEXT : value;
        Comparison.Counts counts = counts(field, isSelected);
        counts.of(label).add(counted.intervals()[i], counted.weights()[i]);
        counts.total.add(counted.intervals()[i], counted.weights()[i]);
    }
}
