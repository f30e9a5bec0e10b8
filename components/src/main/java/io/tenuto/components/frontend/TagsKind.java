package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryUse;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.engine.BatchView;
import io.tenuto.traceql.engine.FieldColumns;
import io.tenuto.traceql.engine.PipelinePlan;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SpanMatcher;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.ValueSummary;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.wire.GoNumbers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Tag names and values: from the sources' statistics where they know, else from the spans.
record TagsKind(TagsRequest request) implements QueryKind<TagsResult> {
    @Override
    public String name() {
        return request.fields().isEmpty() ? "tag_names" : "tag_values";
    }

    @Override
    public MemoryUse memoryUse() {
        return MemoryUse.SEARCH;
    }

    @Override
    public TimeRange range() {
        return request.range();
    }

    @Override
    public Sight sight() {
        return Sight.OWN;
    }

    @Override
    public TagsResult empty() {
        return TagsResult.none();
    }

    @Override
    public TagsResult merge(TagsResult first, TagsResult second) {
        return first.plus(second);
    }

    @Override
    public TagsResult run(JobInput input, Deadline deadline) {
        var keys = new TreeSet<AttributeKey>();
        // Sources mostly have the same values: sorting them once is enough.
        var values = new HashSet<TagsResult.Value>();
        long bytes = 0;
        for (SpanSource source : input.sources()) {
            if (!request.fields().isEmpty()) {
                for (FieldReference field : request.fields()) valuesOf(field, source, values, deadline);
            } else if (request.filter().isEmpty()) {
                keys.addAll(source.keys());
            } else {
                keysOfSpans(source, keys, deadline);
            }
            bytes += source.facts().estimatedBytes();
        }
        return new TagsResult(keys, new TreeSet<>(values), bytes);
    }

    private void valuesOf(FieldReference field, SpanSource source, Set<TagsResult.Value> values, Deadline deadline) {
        for (ColumnKey column : FieldColumns.of(field)) {
            boolean known = request.filter().isEmpty() && addKnown(column, source, values);
            if (!known) valuesOfSpans(field, column, source, values, deadline);
        }
    }

    private static boolean addKnown(ColumnKey column, SpanSource source, Set<TagsResult.Value> values) {
        if (!(column instanceof ColumnKey.Attribute(AttributeKey key))) return false;
        if (!key.equals(AttributeKey.SERVICE_NAME)) return addSummary(source.values(key), values);
        // The trace table knows the services, "" among them where a resource names none.
        for (ByteSlice service : source.traces().services()) {
            values.add(new TagsResult.Value(service.toUtf8(), ValueType.STRING));
        }
        return true;
    }

    private static boolean addSummary(Optional<ValueSummary> summary, Set<TagsResult.Value> values) {
        if (summary.isEmpty() || !summary.get().isComplete()) return false;
        for (int i = 0; i < summary.get().texts().size(); i++) {
            ValueType type = summary.get().types().get(i);
            String text = summary.get().texts().get(i);
            // Written by whoever wrote the source, and read here by one rule.
            boolean isNumber = type == ValueType.DOUBLE;
            values.add(new TagsResult.Value(isNumber ? GoNumbers.shortest(GoNumbers.parse(text)) : text, type));
        }
        return true;
    }

    private SpanMatcher matcher(Set<ColumnKey> columns) {
        var query = request.filter().orElseGet(() -> TraceQl.parse("{}"));
        return new SpanMatcher(PipelinePlan.of(SearchEngine.pipelineOf(query)), columns);
    }

    private void valuesOfSpans(
            FieldReference field,
            ColumnKey column,
            SpanSource source,
            Set<TagsResult.Value> values,
            Deadline deadline) {
        Set<Static> seen = new HashSet<>();
        matcher(Set.of(column)).run(List.of(source), deadline, (view, rows, count) -> {
            for (int i = 0; i < count; i++) collect(field, column, view, rows[i], seen);
        });
        for (Static value : seen) add(value, values);
    }

    private static void collect(FieldReference field, ColumnKey column, BatchView view, int row, Set<Static> seen) {
        RowKind kind = column.rowKind();
        if (kind != RowKind.SPAN) {
            int[] starts = view.batch().childStarts(kind);
            for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
                seen.add(view.value(field, row, entry, entry));
            }
        } else if (!(field instanceof Attribute.Unscoped)) {
            seen.add(view.value(field, row, BatchView.NO_CHILD, BatchView.NO_CHILD));
        } else {
            seen.add(BatchView.value(view.batch().column(column), row));
        }
    }

    private static void add(Static value, Set<TagsResult.Value> values) {
        switch (value) {
            case Static.Text(String text) -> values.add(new TagsResult.Value(text, ValueType.STRING));
            case Static.Int(long number) -> values.add(new TagsResult.Value(Long.toString(number), ValueType.INT));
            case Static.Float(double number) ->
                values.add(new TagsResult.Value(GoNumbers.shortest(number), ValueType.DOUBLE));
            case Static.Bool(boolean flag) ->
                values.add(new TagsResult.Value(Boolean.toString(flag), ValueType.BOOLEAN));
            case Static.Texts(List<String> texts) ->
                texts.forEach(text -> values.add(new TagsResult.Value(text, ValueType.STRING)));
            case Static.Ints(List<Long> numbers) ->
                numbers.forEach(number -> values.add(new TagsResult.Value(Long.toString(number), ValueType.INT)));
            case Static.Floats(List<Double> numbers) ->
                numbers.forEach(
                        number -> values.add(new TagsResult.Value(GoNumbers.shortest(number), ValueType.DOUBLE)));
            case Static.Bools(List<Boolean> flags) ->
                flags.forEach(flag -> values.add(new TagsResult.Value(Boolean.toString(flag), ValueType.BOOLEAN)));
            case Static.Nil _, Static.Duration _, Static.Status _, Static.Kind _ -> {}
        }
    }

    private void keysOfSpans(SpanSource source, SortedSet<AttributeKey> keys, Deadline deadline) {
        var columns = new HashSet<ColumnKey>();
        for (AttributeKey key : source.keys()) columns.add(new ColumnKey.Attribute(key));
        matcher(columns).run(List.of(source), deadline, (view, rows, count) -> {
            for (AttributeKey key : source.keys()) {
                if (keys.contains(key)) continue;
                if (someHas(view, new ColumnKey.Attribute(key), rows, count)) keys.add(key);
            }
        });
        // Every resource is expected to have it, so it is named even where nothing passes the filter.
        keys.add(AttributeKey.SERVICE_NAME);
    }

    private static boolean someHas(BatchView view, ColumnKey column, int[] rows, int count) {
        Column values = view.batch().column(column);
        if (values.isAbsent()) return false;
        int[] starts =
                column.rowKind() == RowKind.SPAN ? new int[0] : view.batch().childStarts(column.rowKind());
        for (int i = 0; i < count; i++) {
            int from = starts.length == 0 ? rows[i] : starts[rows[i]];
            int to = starts.length == 0 ? rows[i] + 1 : starts[rows[i] + 1];
            for (int entry = from; entry < to; entry++) {
                for (var vector : values.vectors()) if (vector.presence().has(entry)) return true;
            }
        }
        return false;
    }
}
