package io.tenuto.traceql.lang;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rewrites that do not change results, so that plans become simpler.
///
/// Chains of comparisons of one attribute with literals of one type become one comparison with a set: `.a = 1 || .a =
/// 2`
/// is `.a IN [1, 2]`. A set operator holds for an array where the chain would: IN and MATCH ANY where any element does,
/// NOT IN and MATCH NONE where all do.
public final class QueryRewriter {
    private static final String SKIP_HINT = "skip_ast_transformations";

    private QueryRewriter() {}

    /// The rewritten condition of a filter.
    public static FieldExpression rewritten(FieldExpression expression) {
        // Nothing below a negation is touched: the plan could not use it.
        if (!(expression instanceof FieldExpression.Binary binary)) return expression;
        FieldExpression left = rewritten(binary.left());
        FieldExpression right = rewritten(binary.right());
        if (binary.operator().kind() == BinaryOperator.Kind.LOGICAL
                && left instanceof FieldExpression.Binary a
                && right instanceof FieldExpression.Binary b) {
            FieldExpression merged = merged(binary.operator(), a, b);
            if (merged != null) return merged;
        }
        return left == binary.left() && right == binary.right()
                ? binary
                : new FieldExpression.Binary(binary.operator(), left, right);
    }

    /// Whether the hints of a query ask that nothing be rewritten.
    public static boolean isSkipped(Hints hints) {
        return hints.text(SKIP_HINT)
                .map(names ->
                        List.of(names.split(",")).stream().map(String::strip).toList())
                .filter(names -> names.contains("or_to_in") || names.contains("all"))
                .isPresent();
    }

    private static @Nullable FieldExpression merged(
            BinaryOperator logical, FieldExpression.Binary left, FieldExpression.Binary right) {
        Comparison a = comparison(left);
        Comparison b = comparison(right);
        if (a == null || b == null || a.set() != b.set() || !a.reference().equals(b.reference())) return null;
        boolean isAlternative = a.set() == BinaryOperator.IN || a.set() == BinaryOperator.MATCH_ANY;
        if (isAlternative != (logical == BinaryOperator.OR)) return null;
        List<Static> values = new ArrayList<>(a.values());
        values.addAll(b.values());
        StaticType type = values.getFirst().type();
        if (values.stream().anyMatch(value -> value.type() != type)) return null;
        return new FieldExpression.Binary(a.set(), a.reference(), array(type, values));
    }

    /// A comparison as the set operator it can become.
    private record Comparison(BinaryOperator set, FieldReference reference, List<Static> values) {}

    private static @Nullable Comparison comparison(FieldExpression.Binary binary) {
        BinaryOperator operator = binary.operator();
        if (operator.kind() == BinaryOperator.Kind.SET) {
            return new Comparison(
                    operator, (FieldReference) binary.left(), StaticOps.elements((Static) binary.right()));
        }
        FieldReference reference;
        Static value;
        if (binary.left() instanceof FieldReference a && binary.right() instanceof Static b) {
            reference = a;
            value = b;
        } else if (binary.right() instanceof FieldReference a && binary.left() instanceof Static b) {
            reference = a;
            value = b;
        } else {
            return null;
        }
        BinaryOperator set = switch (operator) {
            case EQUAL -> BinaryOperator.IN;
            case NOT_EQUAL -> BinaryOperator.NOT_IN;
            case REGEX -> BinaryOperator.MATCH_ANY;
            case NOT_REGEX -> BinaryOperator.MATCH_NONE;
            default -> null;
        };
        boolean isPlain = switch (value.type()) {
            case INT, FLOAT, STRING, BOOL -> true;
            default -> false;
        };
        return set == null || !isPlain ? null : new Comparison(set, reference, List.of(value));
    }

    private static Static array(StaticType type, List<Static> values) {
        return switch (type) {
            case INT ->
                new Static.Ints(values.stream()
                        .map(value -> ((Static.Int) value).value())
                        .toList());
            case FLOAT ->
                new Static.Floats(values.stream()
                        .map(value -> ((Static.Float) value).value())
                        .toList());
            case BOOL ->
                new Static.Bools(values.stream()
                        .map(value -> ((Static.Bool) value).value())
                        .toList());
            default ->
                new Static.Texts(values.stream()
                        .map(value -> ((Static.Text) value).value())
                        .toList());
        };
    }
}
