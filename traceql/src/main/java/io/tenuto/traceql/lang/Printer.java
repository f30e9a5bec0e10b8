package io.tenuto.traceql.lang;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The canonical text of syntax trees. Clients and caches see it: equal trees give equal texts.
final class Printer {
    private Printer() {}

    static String print(Query query) {
        return switch (query) {
            case Query.Search(Pipeline pipeline, Hints hints) -> print(pipeline) + print(hints);
            case Query.Metrics(MetricsExpression expression, Hints hints) -> print(expression) + print(hints);
        };
    }

    private static String print(Hints hints) {
        if (hints.hints().isEmpty()) return "";
        StringBuilder text = new StringBuilder(" with(");
        String separator = "";
        for (Hints.Hint hint : hints.hints()) {
            text.append(separator).append(hint.name()).append('=').append(print(hint.value()));
            separator = ",";
        }
        return text.append(')').toString();
    }

    static String print(PipelineElement element) {
        return switch (element) {
            case Pipeline(List<PipelineElement> elements) ->
                String.join("|", elements.stream().map(Printer::print).toList());
            case SpansetExpression.Filter(FieldExpression condition) -> "{ " + print(condition) + " }";
            case SpansetExpression.Operation operation -> joined(operation);
            case PipelineElement.GroupBy(FieldExpression by) -> "by(" + print(by) + ")";
            case PipelineElement.Coalesce() -> "coalesce()";
            case PipelineElement.Select(List<FieldReference> attributes) -> "select(" + join(", ", attributes) + ")";
            case PipelineElement.ScalarFilter(BinaryOperator operator, ScalarExpression left, ScalarExpression right) ->
                wrapped(left) + " " + operator.symbol() + " " + wrapped(right);
        };
    }

    static String print(ScalarExpression expression) {
        return switch (expression) {
            case ScalarExpression.Count() -> "count()";
            case ScalarExpression.Fold(ScalarExpression.FoldFunction function, FieldExpression of) ->
                function.text() + "(" + print(of) + ")";
            case ScalarExpression.Constant(Static value) -> print(value);
            case ScalarExpression.Operation(BinaryOperator operator, ScalarExpression left, ScalarExpression right) ->
                wrapped(left) + " " + operator.symbol() + " " + wrapped(right);
            case ScalarExpression.OfPipeline(Pipeline pipeline, ScalarExpression.Aggregate aggregate) ->
                print(pipeline) + "|" + print(aggregate);
        };
    }

    private static String wrapped(ScalarExpression expression) {
        return expression instanceof ScalarExpression.Constant ? print(expression) : "(" + print(expression) + ")";
    }

    static String print(FieldExpression expression) {
        return switch (expression) {
            case Static value -> print(value);
            case Attribute attribute -> print(attribute);
            case IntrinsicField intrinsic -> intrinsic.text();
            case FieldExpression.Binary _, FieldExpression.Unary _ -> joined(expression);
        };
    }

    /// The text of nodes that may nest deeply: without recursion, and so without a stack or texts of texts for each
    /// level.
    private static String joined(Object root) {
        var text = new StringBuilder();
        var pending = new ArrayDeque<Object>();
        pending.push(root);
        while (!pending.isEmpty()) {
            Object next = pending.pop();
            if (next instanceof String piece) {
                text.append(piece);
            } else {
                List<Object> pieces = pieces(next);
                for (int i = pieces.size() - 1; i >= 0; i--) pending.push(pieces.get(i));
            }
        }
        return text.toString();
    }

    /// Texts and nodes that one node is made of.
    private static List<Object> pieces(Object node) {
        return switch (node) {
            case FieldExpression.Binary(BinaryOperator operator, FieldExpression left, FieldExpression right) -> {
                List<Object> pieces = new ArrayList<>(leftOf(operator, left));
                pieces.add(" " + operator.symbol() + " ");
                pieces.addAll(wrapped(right));
                yield pieces;
            }
            case FieldExpression.Unary(UnaryOperator operator, FieldExpression operand) -> {
                List<Object> pieces = new ArrayList<>(wrapped(operand));
                switch (operator) {
                    case NEGATE -> pieces.addFirst("-");
                    case NOT -> pieces.addFirst("!");
                    case EXISTS -> pieces.add(" != nil");
                    case NOT_EXISTS -> pieces.add(" = nil");
                }
                yield pieces;
            }
            case SpansetExpression.Operation(var operator, var left, var right) ->
                List.of("(", left, ") " + operator.symbol() + " (", right, ")");
            case MetricsExpression.Math(var operator, var left, var right) ->
                List.of("(", left, ") " + operator.symbol() + " (", right, ")");
            case MetricsExpression.ScalarMath(var operator, var inner, var number, var side) ->
                side == MetricsExpression.Side.LEFT
                        ? List.of(constant(number) + " " + operator.symbol() + " (", inner, ")")
                        : List.of("(", inner, ") " + operator.symbol() + " " + constant(number));
            case FieldExpression leaf -> List.of(print(leaf));
            case PipelineElement element -> List.of(print(element));
            case MetricsExpression leaf -> List.of(print(leaf));
            default -> throw new IllegalArgumentException(node.getClass().getName());
        };
    }

    /// A sign binds less tightly than multiplication: `-2 % .a` would be read as `-(2 % .a)`.
    private static List<Object> leftOf(BinaryOperator operator, FieldExpression left) {
        boolean isTight = switch (operator) {
            case MULTIPLY, DIVIDE, MODULO, POWER -> true;
            default -> false;
        };
        if (!isTight || !(left instanceof Static value)) return wrapped(left);
        String text = print(value);
        return List.of(text.startsWith("-") ? "(" + text + ")" : text);
    }

    private static List<Object> wrapped(FieldExpression expression) {
        return expression instanceof Static || expression instanceof FieldReference
                ? List.of(print(expression))
                : List.of("(", expression, ")");
    }

    private static String print(Attribute attribute) {
        return switch (attribute) {
            case Attribute.Scoped(var key) -> key.scope().label() + "." + AttributeNames.quoted(key.name());
            case Attribute.Unscoped(String name) -> "." + AttributeNames.quotedAfterPoint(name);
            case Attribute.OfParent(Attribute.Unscoped(String name)) -> "parent." + AttributeNames.quoted(name);
            case Attribute.OfParent(Attribute of) -> "parent." + print(of);
        };
    }

    static String print(Static value) {
        return switch (value) {
            case Static.Nil() -> "nil";
            case Static.Int(long number) -> Long.toString(number);
            case Static.Float(double number) -> Numbers.floatLiteral(number);
            case Static.Text(String text) -> quoted(text);
            case Static.Bool(boolean bool) -> Boolean.toString(bool);
            case Static.Duration(long nanos) -> Numbers.duration(nanos);
            case Static.Status(Static.StatusValue status) -> status.text();
            case Static.Kind(Static.KindValue kind) -> kind.text();
            case Static.Ints(List<Long> values) -> values.toString();
            case Static.Floats(List<Double> values) ->
                values.stream().map(Numbers::floatLiteral).toList().toString();
            case Static.Texts(List<String> values) ->
                values.stream().map(Printer::quoted).toList().toString();
            case Static.Bools(List<Boolean> values) -> values.toString();
        };
    }

    /// In backquotes, which know no escapes, unless one stands in the text.
    private static String quoted(String text) {
        return text.indexOf('`') < 0 ? "`" + text + "`" : Lenient.quoted(text);
    }

    static String print(MetricsExpression expression) {
        return switch (expression) {
            case MetricsExpression.Leaf(Pipeline pipeline, MetricsAggregation aggregation, List<SecondStage> stages) ->
                print(pipeline) + " | " + print(aggregation) + print(stages);
            case MetricsExpression.Math _, MetricsExpression.ScalarMath _ -> joined(expression);
            case MetricsExpression.Staged(MetricsExpression inner, List<SecondStage> stages) ->
                print(inner) + print(stages);
        };
    }

    static String print(MetricsAggregation aggregation) {
        return switch (aggregation) {
            case MetricsAggregation.Counting(MetricsAggregation.CountFunction function, List<FieldReference> by) ->
                function.text() + "()" + by(by);
            case MetricsAggregation.OverTime(
                    MetricsAggregation.OverTimeFunction function,
                    FieldReference of,
                    List<FieldReference> by) -> function.text() + "(" + print(of) + ")" + by(by);
            case MetricsAggregation.Quantiles(FieldReference of, List<Double> quantiles, List<FieldReference> by) -> {
                StringBuilder text = new StringBuilder("quantile_over_time(").append(print(of));
                for (double quantile : quantiles) text.append(',').append(String.format(Locale.ROOT, "%.5f", quantile));
                yield text.append(')') + by(by);
            }
            case MetricsAggregation.Compare compare -> print(compare);
        };
    }

    private static String print(MetricsAggregation.Compare compare) {
        String text = "compare(" + print(compare.selection());
        boolean hasRange = compare.startUnixNanos() != 0 || compare.endUnixNanos() != 0;
        if (hasRange || compare.topN() != MetricsAggregation.Compare.DEFAULT_TOP_N) text += "," + compare.topN();
        if (hasRange) text += "," + compare.startUnixNanos() + "," + compare.endUnixNanos();
        return text + ")";
    }

    private static String by(List<FieldReference> by) {
        return by.isEmpty() ? "" : "by(" + join(",", by) + ")";
    }

    private static String join(String separator, List<FieldReference> references) {
        return String.join(separator, references.stream().map(Printer::print).toList());
    }

    private static String print(List<SecondStage> stages) {
        StringBuilder text = new StringBuilder();
        for (SecondStage stage : stages) {
            text.append(
                    switch (stage) {
                        case SecondStage.TopK(long limit) -> " | topk(" + limit + ")";
                        case SecondStage.BottomK(long limit) -> " | bottomk(" + limit + ")";
                        case SecondStage.Threshold(BinaryOperator operator, Static constant) ->
                            " " + operator.symbol() + " " + constant(constant);
                    });
        }
        return text.toString();
    }

    private static String constant(Static number) {
        return number instanceof Static.Float(double value) ? Numbers.shortest(value) : print(number);
    }
}
