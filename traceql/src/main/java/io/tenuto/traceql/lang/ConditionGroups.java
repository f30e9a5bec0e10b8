package io.tenuto.traceql.lang;

import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// A query's first filter as alternatives of conditions that must hold together: what the tag APIs filter by.
///
/// The conditions are necessary, not sufficient: what is no comparison of a reference with a literal is left out.
public final class ConditionGroups {
    private ConditionGroups() {}

    /// One test of one reference.
    public sealed interface Condition {
        FieldReference reference();

        /// Compared with literals; more than one literal only with the set operators.
        record Compare(FieldReference reference, BinaryOperator operator, List<Static> operands) implements Condition {
            public Compare {
                operands = List.copyOf(operands);
            }
        }

        /// Has a value at all.
        record Exists(FieldReference reference) implements Condition {}

        /// Has no value.
        record Missing(FieldReference reference) implements Condition {}
    }

    /// The groups, each with at least one condition; empty if everything may match.
    ///
    /// @throws RequestException if there are more than `countMax`
    public static List<List<Condition>> of(Query query, int countMax) {
        PipelineElement first = switch (query) {
            case Query.Search search -> search.pipeline().elements().getFirst();
            case Query.Metrics metrics
            when metrics.expression() instanceof MetricsExpression.Leaf leaf ->
                leaf.pipeline().elements().getFirst();
            case Query.Metrics _ -> new PipelineElement.Coalesce();
        };
        if (!(first instanceof SpansetExpression.Filter filter)) return List.of();
        List<List<Condition>> groups = new ArrayList<>(new LinkedHashSet<>(expanded(filter.condition(), countMax)));
        return groups.stream().anyMatch(List::isEmpty) ? List.of() : List.copyOf(groups);
    }

    /// Alternatives; one without conditions matches everything.
    private static List<List<Condition>> expanded(FieldExpression expression, int countMax) {
        if (expression instanceof FieldExpression.Unary unary && unary.operand() instanceof FieldReference reference) {
            return switch (unary.operator()) {
                case EXISTS -> List.of(List.of(new Condition.Exists(reference)));
                case NOT_EXISTS -> List.of(List.of(new Condition.Missing(reference)));
                case NOT, NEGATE -> List.of(List.of());
            };
        }
        if (!(expression instanceof FieldExpression.Binary binary)) return List.of(List.of());
        List<List<Condition>> groups = new ArrayList<>();
        switch (binary.operator()) {
            case OR -> {
                groups.addAll(expanded(binary.left(), countMax));
                groups.addAll(expanded(binary.right(), countMax));
            }
            case AND -> {
                List<List<Condition>> left = expanded(binary.left(), countMax);
                List<List<Condition>> right = expanded(binary.right(), countMax);
                checkCount((long) left.size() * right.size(), countMax);
                for (List<Condition> b : right) {
                    for (List<Condition> a : left) {
                        List<Condition> both = new ArrayList<>(a);
                        both.addAll(b);
                        groups.add(both);
                    }
                }
            }
            default -> groups.add(conditions(binary));
        }
        checkCount(groups.size(), countMax);
        return groups;
    }

    private static List<Condition> conditions(FieldExpression.Binary binary) {
        BinaryOperator operator = binary.operator();
        if (operator.kind() == BinaryOperator.Kind.ARITHMETIC) return List.of();
        if (binary.left() instanceof FieldReference reference && binary.right() instanceof Static literal) {
            return List.of(new Condition.Compare(reference, operator, StaticOps.elements(literal)));
        }
        if (binary.left() instanceof Static literal && binary.right() instanceof FieldReference reference) {
            return List.of(new Condition.Compare(reference, operator.mirrored(), List.of(literal)));
        }
        return List.of();
    }

    private static void checkCount(long count, int countMax) {
        if (count > countMax) {
            throw new RequestException(
                    Fault.INVALID_ARGUMENT,
                    "maximum condition groups reached (limit: " + countMax
                            + "). Reduce the number of OR conditions in the query");
        }
    }
}
