package io.tenuto.server;

import io.tenuto.components.frontend.TagsResult;
import io.tenuto.traceql.engine.PipelinePlan;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.ConditionGroups;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.wire.GoNumbers;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Filters of tag names and values: what cannot filter does not, and is no error.
final class TagFilter {
    private TagFilter() {}

    /// The filter of `q`, or none where it cannot or need not filter.
    static Optional<Query> of(Parameters parameters) {
        String text = parameters.expression("q");
        if (text.isBlank()) return Optional.empty();
        Query query;
        try {
            query = TraceQl.parseLenient(text);
        } catch (TraceQlException e) {
            return Optional.empty();
        }
        ConditionGroups.of(query, groupsMax(parameters));
        boolean isFilter = query instanceof Query.Search search
                && search.pipeline().elements().size() == 1
                && search.pipeline().elements().getFirst() instanceof SpansetExpression.Filter;
        return isFilter && !isUnscoped(query) ? Optional.of(query) : Optional.empty();
    }

    /// Whether the filter speaks of attributes of any scope only: such filters do not narrow what is listed.
    private static boolean isUnscoped(Query query) {
        List<FieldReference> fields = PipelinePlan.of(SearchEngine.pipelineOf(query)).fetched().stream()
                .toList();
        return !fields.isEmpty() && fields.stream().allMatch(Attribute.Unscoped.class::isInstance);
    }

    /// The values that the filter itself asks of the field, if each of its alternatives asks for one: there can be no
    /// others, and nothing need be read.
    static Optional<TagsResult> valuesOf(Parameters parameters, Optional<Query> filter, FieldReference field) {
        if (filter.isEmpty()) return Optional.empty();
        var values = new TreeSet<TagsResult.Value>();
        List<List<ConditionGroups.Condition>> groups = ConditionGroups.of(filter.get(), groupsMax(parameters));
        if (groups.isEmpty()) return Optional.empty();
        for (List<ConditionGroups.Condition> group : groups) {
            Optional<TagsResult.Value> value = group.stream()
                    .filter(condition -> condition.reference().equals(field))
                    .flatMap(condition -> literal(condition).stream())
                    .findFirst();
            if (value.isEmpty()) return Optional.empty();
            values.add(value.get());
        }
        return Optional.of(new TagsResult(new TreeSet<>(), values, 0));
    }

    private static Optional<TagsResult.Value> literal(ConditionGroups.Condition condition) {
        boolean isOne = condition instanceof ConditionGroups.Condition.Compare compare
                && compare.operator() == BinaryOperator.EQUAL
                && compare.operands().size() == 1;
        if (!isOne) return Optional.empty();
        return switch (((ConditionGroups.Condition.Compare) condition)
                .operands()
                .getFirst()) {
            case Static.Text(String text) -> Optional.of(new TagsResult.Value(text, ValueType.STRING));
            case Static.Int(long number) -> Optional.of(new TagsResult.Value(Long.toString(number), ValueType.INT));
            case Static.Float(double number) ->
                Optional.of(new TagsResult.Value(GoNumbers.shortest(number), ValueType.DOUBLE));
            case Static.Bool(boolean flag) ->
                Optional.of(new TagsResult.Value(Boolean.toString(flag), ValueType.BOOLEAN));
            default -> Optional.empty();
        };
    }

    private static int groupsMax(Parameters parameters) {
        return parameters.config().tags().groupsMax();
    }
}
