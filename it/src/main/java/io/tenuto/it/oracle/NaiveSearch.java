package io.tenuto.it.oracle;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Runs a pipeline over every trace, span by span.
public final class NaiveSearch {
    private NaiveSearch() {}

    /// What a trace yields.
    public record Found(String traceId, List<Spanset> spansets) {}

    /// One span set: names with values in the order in which they were added, and identifiers of spans, ascending.
    public record Spanset(List<Map.Entry<String, Static>> attributes, List<String> spanIds) {}

    private record Group(List<Map.Entry<String, Static>> attributes, List<NaiveSpan> spans) {
        Group with(String name, Static value) {
            List<Map.Entry<String, Static>> more = new ArrayList<>(attributes);
            more.add(Map.entry(name, value));
            return new Group(more, spans);
        }
    }

    /// The traces found, in the order of their first spans.
    ///
    /// @throws TraceQlException if an operator fails on some span
    public static List<Found> run(Pipeline pipeline, List<ExportTraceServiceRequest> requests) {
        List<Found> found = new ArrayList<>();
        for (NaiveTrace trace : NaiveTrace.of(requests)) {
            List<Group> sets = piped(pipeline, List.of(new Group(List.of(), trace.spans())));
            if (sets.isEmpty()) continue;
            found.add(new Found(
                    trace.facts().id(), sets.stream().map(NaiveSearch::shown).toList()));
        }
        return found;
    }

    /// The spans that are left at the end of a pipeline, as often as they are in a span set.
    static List<NaiveSpan> spans(Pipeline pipeline, List<ExportTraceServiceRequest> requests) {
        List<NaiveSpan> spans = new ArrayList<>();
        for (NaiveTrace trace : NaiveTrace.of(requests)) {
            for (Group set : piped(pipeline, List.of(new Group(List.of(), trace.spans())))) spans.addAll(set.spans());
        }
        return spans;
    }

    private static Spanset shown(Group set) {
        List<String> ids = set.spans().stream()
                .map(span -> NaiveSpan.spanId(span.span().getSpanId().toByteArray()))
                .sorted()
                .toList();
        return new Spanset(set.attributes(), ids);
    }

    private static List<Group> piped(Pipeline pipeline, List<Group> input) {
        List<Group> sets = input;
        for (PipelineElement element : pipeline.elements()) {
            List<Group> next = new ArrayList<>();
            if (element instanceof PipelineElement.Coalesce) {
                Set<NaiveSpan> all = new LinkedHashSet<>();
                sets.forEach(set -> all.addAll(set.spans()));
                if (!all.isEmpty()) next.add(new Group(List.of(), List.copyOf(all)));
            } else {
                for (Group set : sets) next.addAll(step(element, set));
            }
            sets = next;
        }
        return sets;
    }

    private static List<Group> step(PipelineElement element, Group set) {
        return switch (element) {
            case SpansetExpression expression -> spansets(expression, set);
            case PipelineElement.GroupBy(FieldExpression by) -> groups(by, set);
            case PipelineElement.Coalesce _, PipelineElement.Select _ -> List.of(set);
            case PipelineElement.ScalarFilter filter -> {
                Optional<Static> value = aggregate(filter.left(), set.spans());
                Static wanted =
                        filter.right() instanceof ScalarExpression.Constant(Static constant) ? constant : Static.NIL;
                boolean holds = value.isPresent()
                        && StaticOps.binary(filter.operator(), value.get(), wanted)
                                .equals(Static.TRUE);
                yield holds ? List.of(set.with(filter.left().canonical(), value.get())) : List.of();
            }
        };
    }

    private static List<Group> spansets(SpansetExpression expression, Group set) {
        if (expression instanceof Pipeline pipeline) return piped(pipeline, List.of(set));
        List<NaiveSpan> spans = expression instanceof SpansetExpression.Filter(FieldExpression condition)
                ? set.spans().stream()
                        .filter(span -> NaiveExpression.holds(condition, span))
                        .toList()
                : combined((SpansetExpression.Operation) expression, set);
        return spans.isEmpty() ? List.of() : List.of(new Group(set.attributes(), spans));
    }

    private static List<NaiveSpan> combined(SpansetExpression.Operation operation, Group set) {
        List<NaiveSpan> left = only(operation.left(), set);
        List<NaiveSpan> right = only(operation.right(), set);
        SpansetOperator operator = operation.operator();
        if (operator.isStructural()) return List.copyOf(NaiveStructure.related(operator, left, right));
        if (operator == SpansetOperator.AND && (left.isEmpty() || right.isEmpty())) return List.of();
        Set<NaiveSpan> both = new LinkedHashSet<>(left);
        both.addAll(right);
        return List.copyOf(both);
    }

    private static List<NaiveSpan> only(SpansetExpression side, Group set) {
        List<Group> sets = spansets(side, set);
        if (sets.size() > 1) {
            throw new TraceQlException(
                    TraceQlException.Stage.EVALUATE,
                    "spanset operators are not supported for multiple spansets per trace."
                            + " consider using coalesce()");
        }
        return sets.isEmpty() ? List.of() : sets.getFirst().spans();
    }

    private static List<Group> groups(FieldExpression by, Group set) {
        Map<Static, List<NaiveSpan>> groups = new LinkedHashMap<>();
        for (NaiveSpan span : set.spans()) {
            groups.computeIfAbsent(NaiveExpression.value(by, span), _ -> new ArrayList<>())
                    .add(span);
        }
        List<Group> sets = new ArrayList<>();
        groups.forEach((value, spans) ->
                sets.add(new Group(set.attributes(), spans).with("by(" + by.canonical() + ")", value)));
        return sets;
    }

    private static Optional<Static> aggregate(ScalarExpression expression, List<NaiveSpan> spans) {
        return switch (expression) {
            case ScalarExpression.Count _ -> Optional.of(new Static.Int(spans.size()));
            case ScalarExpression.Fold(ScalarExpression.FoldFunction function, FieldExpression of) -> {
                List<Static> values = spans.stream()
                        .map(span -> NaiveExpression.value(of, span))
                        .filter(value ->
                                value.type() != StaticType.NIL && !value.type().isArray())
                        .toList();
                yield folded(function, values);
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Static> folded(ScalarExpression.FoldFunction function, List<Static> values) {
        if (function == ScalarExpression.FoldFunction.MIN)
            return values.stream().min(StaticOps::compare);
        if (function == ScalarExpression.FoldFunction.MAX) {
            return values.stream().reduce((a, b) -> StaticOps.compare(b, a) > 0 ? b : a);
        }
        List<Static> numbers =
                values.stream().filter(value -> value.type().isNumeric()).toList();
        if (numbers.isEmpty()) return Optional.empty();
        boolean isAverage = function == ScalarExpression.FoldFunction.AVG;
        boolean areInts = numbers.stream().allMatch(number -> number.type() == StaticType.INT);
        boolean areDurations = numbers.stream().allMatch(number -> number.type() == StaticType.DURATION);
        if (!areInts && !areDurations) {
            double sum = numbers.stream().mapToDouble(StaticOps::toDouble).sum();
            return Optional.of(new Static.Float(isAverage ? sum / numbers.size() : sum));
        }
        long sum = 0;
        for (Static number : numbers) {
            sum += number instanceof Static.Int(long value) ? value : ((Static.Duration) number).nanos();
        }
        if (areDurations) return Optional.of(new Static.Duration(isAverage ? sum / numbers.size() : sum));
        return Optional.of(isAverage ? new Static.Float((double) sum / numbers.size()) : new Static.Int(sum));
    }
}
