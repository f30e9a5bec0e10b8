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
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.HashSet;
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
    private static final List<Static> BASELINE_TOTAL = List.of(new Static.Text("baseline_total"));
    private static final List<Static> SELECTION_TOTAL = List.of(new Static.Text("selection_total"));

    private final MetricsExpression.Leaf leaf;
    private final MetricsAggregation.Compare compare;
    private final LeafRange range;
    private final SpanCondition selection;
    private final ExemplarPicker picker;
    private final Comparison comparison = new Comparison(Comparison.CELLS_MAX);
    private List<CompareField> fields = List.of();
    private long inspected;
    private boolean lacksTraces;

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
                lacksTraces);
    }

    private long run(PipelinePlan plan, List<SpanSource> sources, Deadline deadline) {
        var keys = new TreeSet<AttributeKey>();
        for (SpanSource source : sources) keys.addAll(source.keys());
        // A resource that names no service has the empty one, also where no resource names any.
        keys.add(AttributeKey.SERVICE_NAME);
        keys.removeIf(key -> key.scope() == AttributeScope.EVENT || key.scope() == AttributeScope.LINK);
        var all = new ArrayList<FieldReference>(INTRINSICS);
        for (AttributeKey key : keys) all.add(Attribute.of(key.scope(), key.name()));
        fields = all.stream()
                .map(field -> new CompareField(field, comparison.counts(field)))
                .toList();
        picker.describe(all);
        Set<ColumnKey> columns = new HashSet<>(FieldColumns.of(all));
        columns.addAll(selection.columns());
        columns.addAll(range.columns());
        columns.addAll(picker.columns());
        var matcher = new SpanMatcher(plan, columns, selection.fields());
        matcher.run(sources, deadline, this);
        lacksTraces |= matcher.leftOut() > 0;
        return matcher.statistics().bytes();
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
        LeafRange.Counted counted = range.counted(view, rows, count);
        if (counted.count() == 0) return;
        boolean[] isSelected = selection.evaluate(view, counted.rows(), counted.count());
        if (compare.startUnixNanos() != 0 || compare.endUnixNanos() != 0) {
            for (int i = 0; i < counted.count(); i++) {
                long start = counted.start(i);
                isSelected[i] &= start > compare.startUnixNanos() && start <= compare.endUnixNanos();
            }
        }
        var spans = new CompareField.Spans(view, counted, isSelected);
        for (CompareField field : fields) {
            field.add(spans);
            comparison.shrink();
        }
        if (picker.isWanted()) {
            picker.pick(view, counted, i -> Static.NIL, i -> isSelected[i] ? SELECTION_TOTAL : BASELINE_TOTAL);
        }
    }
}
