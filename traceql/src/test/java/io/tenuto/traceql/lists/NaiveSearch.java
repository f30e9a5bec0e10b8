package io.tenuto.traceql.lists;

import io.tenuto.model.TimeRange;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.Pipeline;
import io.tenuto.traceql.lang.PipelineElement;
import io.tenuto.traceql.lang.ScalarExpression;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.SpansetOperator;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.lang.StaticType;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Evaluates a search by the definitions, trace by trace and pair by pair.
public final class NaiveSearch {
    private NaiveSearch() {}

    /// @param start of the trace
    public record Hit(TraceId trace, long start, List<Group> groups) {}

    /// A spanset: spans by start.
    public record Group(List<TestSpan> spans, List<Map.Entry<String, Static>> attributes) {}

    /// Traces that match, newest first.
    public static List<Hit> run(Pipeline pipeline, List<TestSpan> spans, TimeRange range, int limit) {
        Map<TraceId, List<TestSpan>> byTrace = new LinkedHashMap<>();
        for (TestSpan span : NaiveTrace.withoutTwins(spans)) {
            byTrace.computeIfAbsent(span.trace(), id -> new ArrayList<>()).add(span);
        }
        var hits = new ArrayList<Hit>();
        byTrace.forEach((id, own) -> {
            var trace = new NaiveTrace(own);
            if (trace.start() > range.endUnixNanos() || trace.end() < range.startUnixNanos()) return;
            List<Group> groups = run(pipeline, trace, List.of(new Group(trace.spans(), List.of())));
            if (!groups.isEmpty()) hits.add(new Hit(id, trace.start(), groups));
        });
        hits.sort(Comparator.comparingLong(Hit::start).reversed().thenComparing(Hit::trace));
        return hits.subList(0, Math.min(limit, hits.size()));
    }

    private static List<Group> run(Pipeline pipeline, NaiveTrace trace, List<Group> input) {
        List<Group> groups = input;
        for (PipelineElement element : pipeline.elements()) groups = step(element, trace, groups);
        return groups;
    }

    private static List<Group> step(PipelineElement element, NaiveTrace trace, List<Group> input) {
        var filter = new NaiveFilter(trace);
        var output = new ArrayList<Group>();
        switch (element) {
            case SpansetExpression expression -> {
                for (Group group : input) output.addAll(spansets(expression, trace, group));
            }
            case PipelineElement.GroupBy(FieldExpression by) -> {
                for (Group group : input) {
                    Map<Static, List<TestSpan>> parts = new LinkedHashMap<>();
                    for (TestSpan span : group.spans()) {
                        parts.computeIfAbsent(filter.value(by, span), v -> new ArrayList<>())
                                .add(span);
                    }
                    parts.forEach((value, spans) -> output.add(
                            with(new Group(spans, group.attributes()), "by(" + by.canonical() + ")", value)));
                }
            }
            case PipelineElement.Coalesce _ -> {
                Map<TestSpan, Boolean> all = new IdentityHashMap<>();
                for (Group group : input) group.spans().forEach(span -> all.put(span, true));
                if (!all.isEmpty()) output.add(new Group(pick(trace, all), List.of()));
            }
            case PipelineElement.Select _ -> output.addAll(input);
            case PipelineElement.ScalarFilter scalar -> {
                for (Group group : input) {
                    Optional<Static> left = scalar(scalar.left(), filter, group);
                    Optional<Static> right = scalar(scalar.right(), filter, group);
                    if (left.isEmpty() || right.isEmpty()) continue;
                    Static holds = StaticOps.binary(scalar.operator(), left.get(), right.get());
                    if (holds.equals(Static.TRUE))
                        output.add(with(group, scalar.left().canonical(), left.get()));
                }
            }
        }
        return output;
    }

    private static Group with(Group group, String name, Static value) {
        var attributes = new ArrayList<>(group.attributes());
        attributes.add(Map.entry(name, value));
        return new Group(group.spans(), attributes);
    }

    private static List<TestSpan> pick(NaiveTrace trace, Map<TestSpan, Boolean> wanted) {
        return trace.spans().stream().filter(wanted::containsKey).toList();
    }

    private static List<Group> spansets(SpansetExpression expression, NaiveTrace trace, Group input) {
        return switch (expression) {
            case Pipeline pipeline -> run(pipeline, trace, List.of(input));
            case SpansetExpression.Filter(FieldExpression condition) -> {
                var filter = new NaiveFilter(trace);
                List<TestSpan> kept = input.spans().stream()
                        .filter(span -> filter.holds(condition, span))
                        .toList();
                yield kept.isEmpty() ? List.of() : List.of(new Group(kept, input.attributes()));
            }
            case SpansetExpression.Operation operation -> {
                List<TestSpan> left = only(spansets(operation.left(), trace, input));
                List<TestSpan> right = only(spansets(operation.right(), trace, input));
                Map<TestSpan, Boolean> chosen = combined(operation.operator(), trace, left, right);
                yield chosen.isEmpty() ? List.of() : List.of(new Group(pick(trace, chosen), input.attributes()));
            }
        };
    }

    private static List<TestSpan> only(List<Group> groups) {
        if (groups.size() > 1) throw new TraceQlException(TraceQlException.Stage.EVALUATE, "several spansets");
        return groups.isEmpty() ? List.of() : groups.getFirst().spans();
    }

    private static Map<TestSpan, Boolean> combined(
            SpansetOperator operator, NaiveTrace trace, List<TestSpan> left, List<TestSpan> right) {
        Map<TestSpan, Boolean> chosen = new IdentityHashMap<>();
        if (!operator.isStructural()) {
            if (operator == SpansetOperator.AND && (left.isEmpty() || right.isEmpty())) return chosen;
            left.forEach(span -> chosen.put(span, true));
            right.forEach(span -> chosen.put(span, true));
            return chosen;
        }
        for (TestSpan b : right) {
            boolean any = false;
            for (TestSpan a : left) {
                if (!related(operator.relation(), trace, a, b)) continue;
                any = true;
                if (operator.form() == SpansetOperator.Form.UNION) chosen.put(a, true);
            }
            if (any != (operator.form() == SpansetOperator.Form.NEGATED)) chosen.put(b, true);
        }
        return chosen;
    }

    /// Whether `b` is the child (parent, ...) of `a`.
    private static boolean related(SpansetOperator.Relation relation, NaiveTrace trace, TestSpan a, TestSpan b) {
        NaiveTrace.Place first = trace.place(a);
        NaiveTrace.Place second = trace.place(b);
        return switch (relation) {
            case CHILD -> first.left() != 0 && second.parent() == first.left();
            case PARENT -> related(SpansetOperator.Relation.CHILD, trace, b, a);
            case DESCENDANT ->
                first.left() != 0
                        && second.left() != 0
                        && second.left() > first.left()
                        && second.right() < first.right();
            case ANCESTOR -> related(SpansetOperator.Relation.DESCENDANT, trace, b, a);
            case SIBLING -> a != b && first.parent() != 0 && first.parent() == second.parent();
            case NONE -> false;
        };
    }

    private static Optional<Static> scalar(ScalarExpression expression, NaiveFilter filter, Group group) {
        return switch (expression) {
            case ScalarExpression.Count _ ->
                Optional.of(new Static.Int(group.spans().size()));
            case ScalarExpression.Constant(Static value) -> Optional.of(value);
            case ScalarExpression.Fold(ScalarExpression.FoldFunction function, FieldExpression of) -> {
                List<Static> values = group.spans().stream()
                        .map(span -> filter.value(of, span))
                        .filter(value -> value != Static.NIL && !value.type().isArray())
                        .toList();
                yield fold(function, values);
            }
            default -> throw new IllegalArgumentException(expression.canonical());
        };
    }

    private static Optional<Static> fold(ScalarExpression.FoldFunction function, List<Static> values) {
        if (function == ScalarExpression.FoldFunction.MIN || function == ScalarExpression.FoldFunction.MAX) {
            int sign = function == ScalarExpression.FoldFunction.MIN ? 1 : -1;
            Optional<Static> best = Optional.empty();
            for (Static value : values) {
                if (best.isEmpty() || sign * StaticOps.compare(value, best.get()) < 0) best = Optional.of(value);
            }
            return best;
        }
        List<Static> numbers =
                values.stream().filter(value -> value.type().isNumeric()).toList();
        if (numbers.isEmpty()) return Optional.empty();
        boolean average = function == ScalarExpression.FoldFunction.AVG;
        long types = numbers.stream().map(Static::type).distinct().count();
        StaticType type = types == 1 ? numbers.getFirst().type() : StaticType.FLOAT;
        if (type == StaticType.FLOAT) {
            double sum = 0;
            for (Static number : numbers) sum += StaticOps.toDouble(number);
            return Optional.of(new Static.Float(average ? sum / numbers.size() : sum));
        }
        long sum = 0;
        for (Static number : numbers) {
            sum += number instanceof Static.Int(long value) ? value : ((Static.Duration) number).nanos();
        }
        if (type == StaticType.DURATION) return Optional.of(new Static.Duration(average ? sum / numbers.size() : sum));
        return Optional.of(average ? new Static.Float((double) sum / numbers.size()) : new Static.Int(sum));
    }
}
