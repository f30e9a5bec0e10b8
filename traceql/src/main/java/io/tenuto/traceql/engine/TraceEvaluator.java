package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.Pipeline;
import io.tenuto.traceql.lang.PipelineElement;
import io.tenuto.traceql.lang.ScalarExpression;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.SpansetOperator;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs a pipeline over one trace after the other, on filter results computed for the whole source. Used by one thread.
final class TraceEvaluator {
    private static final String SEVERAL_SPANSETS =
            "spanset operators are not supported for multiple spansets per trace. consider using coalesce()";

    private final FilterResults results;
    private final Relations relations;

    TraceEvaluator(FilterResults results, Structure structure) {
        this.results = results;
        this.relations = new Relations(structure);
    }

    /// The spansets that the pipeline makes of a trace's rows, none if it does not match.
    List<Spanset> evaluate(Pipeline pipeline, int[] traceRows) {
        return run(pipeline, List.of(new Spanset(traceRows, List.of())));
    }

    private List<Spanset> run(Pipeline pipeline, List<Spanset> input) {
        List<Spanset> spansets = input;
        for (PipelineElement element : pipeline.elements()) {
            if (spansets.isEmpty()) return spansets;
            spansets = step(element, spansets);
        }
        return spansets;
    }

    private List<Spanset> step(PipelineElement element, List<Spanset> input) {
        return switch (element) {
            case SpansetExpression expression -> {
                var output = new ArrayList<Spanset>();
                for (Spanset spanset : input) output.addAll(spansets(expression, spanset));
                yield output;
            }
            case PipelineElement.GroupBy(FieldExpression by) -> groups(by, input);
            case PipelineElement.Coalesce _ -> List.of(coalesced(input));
            case PipelineElement.Select _ -> input;
            case PipelineElement.ScalarFilter filter -> {
                var output = new ArrayList<Spanset>();
                for (Spanset spanset : input) compared(filter, spanset).ifPresent(output::add);
                yield output;
            }
        };
    }

    private List<Spanset> spansets(SpansetExpression expression, Spanset input) {
        return switch (expression) {
            case Pipeline pipeline -> run(pipeline, List.of(input));
            case SpansetExpression.Filter filter -> {
                int[] kept = results.kept(filter, input.rows());
                yield kept.length == 0 ? List.of() : List.of(new Spanset(kept, input.attributes()));
            }
            case SpansetExpression.Operation operation -> {
                int[] rows = combined(operation, input);
                yield rows.length == 0 ? List.of() : List.of(new Spanset(rows, input.attributes()));
            }
        };
    }

    private int[] combined(SpansetExpression.Operation operation, Spanset input) {
        int[] right = rowsOf(operation.right(), input);
        SpansetOperator operator = operation.operator();
        if (operator != SpansetOperator.UNION && right.length == 0) return right;
        int[] left = rowsOf(operation.left(), input);
        return switch (operator) {
            case AND -> left.length == 0 ? left : Relations.union(left, right);
            case UNION -> Relations.union(left, right);
            default -> relations.apply(operator, left, right);
        };
    }

    private int[] rowsOf(SpansetExpression side, Spanset input) {
        List<Spanset> spansets = spansets(side, input);
        if (spansets.size() > 1) throw new TraceQlException(TraceQlException.Stage.EVALUATE, SEVERAL_SPANSETS);
        return spansets.isEmpty() ? new int[0] : spansets.getFirst().rows();
    }

    private List<Spanset> groups(FieldExpression by, List<Spanset> input) {
        String name = "by(" + by.canonical() + ")";
        var output = new ArrayList<Spanset>();
        for (Spanset spanset : input) {
            Map<Static, List<Integer>> groups = new LinkedHashMap<>();
            for (int row : spanset.rows()) {
                groups.computeIfAbsent(results.value(by, row), value -> new ArrayList<>())
                        .add(row);
            }
            groups.forEach((value, rows) -> output.add(
                    new Spanset(rows.stream().mapToInt(Integer::intValue).toArray(), spanset.attributes())
                            .with(name, value)));
        }
        return output;
    }

    private static Spanset coalesced(List<Spanset> input) {
        int[] all = input.stream()
                .flatMapToInt(spanset -> Arrays.stream(spanset.rows()))
                .sorted()
                .distinct()
                .toArray();
        return new Spanset(all, List.of());
    }

    private Optional<Spanset> compared(PipelineElement.ScalarFilter filter, Spanset spanset) {
        Optional<Static> value = scalar(filter.left(), spanset);
        Optional<Static> wanted = scalar(filter.right(), spanset);
        if (value.isEmpty() || wanted.isEmpty()) return Optional.empty();
        boolean holds =
                StaticOps.binary(filter.operator(), value.get(), wanted.get()).equals(Static.TRUE);
        return holds ? Optional.of(spanset.with(filter.left().canonical(), value.get())) : Optional.empty();
    }

    private Optional<Static> scalar(ScalarExpression expression, Spanset spanset) {
        return switch (expression) {
            case ScalarExpression.Count _ -> Optional.of(new Static.Int(spanset.rows().length));
            case ScalarExpression.Constant(Static value) -> Optional.of(value);
            case ScalarExpression.Fold fold -> {
                var values = new ArrayList<Static>();
                for (int row : spanset.rows()) values.add(results.value(fold.of(), row));
                yield Aggregates.of(fold.function(), values);
            }
            case ScalarExpression.Operation _, ScalarExpression.OfPipeline _ ->
                throw new IllegalArgumentException("not executable: " + expression.canonical());
        };
    }
}
