package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.QueryRewriter;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.UnaryOperator;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.RowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns a filter's expression into column operators; what has none is evaluated row by row behind them.
final class FilterCompiler {
    private FilterCompiler() {}

    static Node compile(FieldExpression condition) {
        var conjuncts = new ArrayList<FieldExpression>();
        split(QueryRewriter.rewritten(condition), conjuncts);
        var ofSpan = new ArrayList<Node>();
        var slow = new ArrayList<Node>();
        var ofChildren = new ArrayList<FieldExpression>();
        for (FieldExpression conjunct : conjuncts) {
            if (usesChildren(conjunct)) {
                ofChildren.add(conjunct);
                continue;
            }
            Node node = ofSpan(conjunct);
            (node instanceof Leaves.PerRow || node instanceof Leaves.OfStructure ? slow : ofSpan).add(node);
        }
        // Cheap ones first; what looks at single rows sees only what is left.
        var nodes = new ArrayList<>(ofSpan);
        nodes.addAll(childNodes(ofChildren));
        nodes.addAll(slow);
        Node all = nodes.getFirst();
        for (Node node : nodes.subList(1, nodes.size())) all = new Node.And(all, node);
        return all;
    }

    private static void split(FieldExpression condition, List<FieldExpression> conjuncts) {
        if (condition instanceof FieldExpression.Binary(BinaryOperator operator, var left, var right)
                && operator == BinaryOperator.AND) {
            split(left, conjuncts);
            split(right, conjuncts);
        } else {
            conjuncts.add(condition);
        }
    }

    private static boolean usesChildren(FieldExpression expression) {
        return FieldColumns.fieldsOf(expression).stream().anyMatch(field -> FieldColumns.kindOf(field) != RowKind.SPAN);
    }

    /// Conditions on spans alone.
    private static Node ofSpan(FieldExpression expression) {
        return switch (expression) {
            case Static value -> new Node.Constant(value.equals(Static.TRUE));
            case FieldReference field -> Leaves.isPlain(field) ? Leaves.bare(field) : perRow(expression);
            case FieldExpression.Unary(UnaryOperator operator, var operand) -> ofUnary(expression, operator, operand);
            case FieldExpression.Binary binary -> ofBinary(binary);
        };
    }

    private static Node ofBinary(FieldExpression.Binary binary) {
        return switch (binary.operator()) {
            case AND -> new Node.And(ofSpan(binary.left()), ofSpan(binary.right()));
            case OR -> new Node.Or(ofSpan(binary.left()), ofSpan(binary.right()));
            default ->
                comparison(binary.operator(), binary.left(), binary.right()).orElseGet(() -> perRow(binary));
        };
    }

    private static Node ofUnary(FieldExpression whole, UnaryOperator operator, FieldExpression operand) {
        boolean isField = operand instanceof FieldReference field && Leaves.isPlain(field);
        return switch (operator) {
            case EXISTS -> isField ? new Leaves.Exists((FieldReference) operand) : perRow(whole);
            case NOT_EXISTS -> isField ? new Node.Not(new Leaves.Exists((FieldReference) operand)) : perRow(whole);
            // Comparisons are true or false, never nil, so their negation is the rest; anything else may be nil.
            case NOT -> isTwoValued(operand) ? new Node.Not(ofSpan(operand)) : perRow(whole);
            case NEGATE -> perRow(whole);
        };
    }

    private static boolean isTwoValued(FieldExpression expression) {
        return switch (expression) {
            case Static value -> value instanceof Static.Bool;
            case FieldReference _ -> false;
            case FieldExpression.Unary(UnaryOperator operator, var operand) ->
                operator == UnaryOperator.EXISTS
                        || operator == UnaryOperator.NOT_EXISTS
                        || operator == UnaryOperator.NOT && isTwoValued(operand);
            case FieldExpression.Binary binary -> binary.operator().isBoolean();
        };
    }

    private static Node perRow(FieldExpression expression) {
        Set<FieldReference> fields = FieldColumns.fieldsOf(expression);
        boolean events = fields.stream().anyMatch(field -> FieldColumns.kindOf(field) == RowKind.EVENT);
        boolean links = fields.stream().anyMatch(field -> FieldColumns.kindOf(field) == RowKind.LINK);
        return new Leaves.PerRow(expression, events, links);
    }

    /// A field against a literal, on whichever side it stands.
    private static Optional<Node> comparison(BinaryOperator operator, FieldExpression left, FieldExpression right) {
        if (operator.kind() == BinaryOperator.Kind.ARITHMETIC) return Optional.empty();
        if (left instanceof FieldReference field && right instanceof Static literal)
            return leaf(field, operator, literal);
        boolean canSwap =
                operator.kind() == BinaryOperator.Kind.EQUALITY || operator.kind() == BinaryOperator.Kind.ORDERING;
        if (canSwap && right instanceof FieldReference field && left instanceof Static literal) {
            return leaf(field, operator.mirrored(), literal);
        }
        return Optional.empty();
    }

    private static Optional<Node> leaf(FieldReference field, BinaryOperator operator, Static literal) {
        boolean isEquality = operator.kind() == BinaryOperator.Kind.EQUALITY;
        boolean equal = operator == BinaryOperator.EQUAL;
        if (Leaves.isPlain(field)) return Optional.of(new Leaves.OfColumn(field, new ValueTest(operator, literal)));
        if (isEquality && field == IntrinsicField.STATUS && literal instanceof Static.Status(var value)) {
            return Optional.of(new Leaves.OfCode(Intrinsic.STATUS, value.otlpCode(), equal));
        }
        if (isEquality && field == IntrinsicField.KIND && literal instanceof Static.Kind(var value)) {
            return Optional.of(new Leaves.OfCode(Intrinsic.KIND, value.otlpCode(), equal));
        }
        if (isEquality && literal instanceof Static.Text(String id)) {
            if (field == IntrinsicField.SPAN_ID) return Optional.of(new Leaves.OfId(Intrinsic.SPAN_ID, id, equal));
            if (field == IntrinsicField.PARENT_SPAN_ID) {
                return Optional.of(new Leaves.OfId(Intrinsic.PARENT_SPAN_ID, id, equal));
            }
        }
        if (field instanceof IntrinsicField intrinsic) {
            if (intrinsic.isOfTrace()) return Optional.of(new Leaves.OfTrace(intrinsic, operator, literal));
            if (FieldColumns.isStructural(field))
                return Optional.of(new Leaves.OfStructure(intrinsic, operator, literal));
        }
        return Optional.empty();
    }

    /// Conditions that look at events or links. Those of one kind must hold for the same event or link.
    private static List<Node> childNodes(List<FieldExpression> conjuncts) {
        var nodes = new ArrayList<Node>();
        var rest = new ArrayList<FieldExpression>();
        var ofEvents = new ArrayList<Leaves.ChildTest>();
        var ofLinks = new ArrayList<Leaves.ChildTest>();
        for (FieldExpression conjunct : conjuncts) {
            Optional<FieldReference> missing = missingChild(conjunct);
            if (missing.isPresent()) {
                RowKind kind = FieldColumns.kindOf(missing.get());
                var has = new Leaves.ChildExists(missing.get());
                nodes.add(new Node.Not(new Leaves.SomeChild(kind, List.of(has))));
                continue;
            }
            Optional<Leaves.ChildTest> test = childTest(conjunct);
            if (test.isEmpty()) rest.add(conjunct);
            else (kindOf(conjunct) == RowKind.EVENT ? ofEvents : ofLinks).add(test.get());
        }
        if (!rest.isEmpty()) {
            // One of them cannot be a column operator: then all are bound together, row by row.
            FieldExpression all = conjuncts.getFirst();
            for (FieldExpression next : conjuncts.subList(1, conjuncts.size())) {
                all = new FieldExpression.Binary(BinaryOperator.AND, all, next);
            }
            nodes.add(perRow(all));
            return nodes;
        }
        if (!ofEvents.isEmpty()) nodes.add(new Leaves.SomeChild(RowKind.EVENT, ofEvents));
        if (!ofLinks.isEmpty()) nodes.add(new Leaves.SomeChild(RowKind.LINK, ofLinks));
        return nodes;
    }

    private static RowKind kindOf(FieldExpression expression) {
        return FieldColumns.fieldsOf(expression).stream()
                .map(FieldColumns::kindOf)
                .filter(kind -> kind != RowKind.SPAN)
                .findFirst()
                .orElse(RowKind.SPAN);
    }

    private static Optional<FieldReference> missingChild(FieldExpression expression) {
        return expression instanceof FieldExpression.Unary(UnaryOperator operator, var operand)
                        && operator == UnaryOperator.NOT_EXISTS
                        && operand instanceof FieldReference field
                        && Leaves.isPlain(field)
                ? Optional.of(field)
                : Optional.empty();
    }

    private static Optional<Leaves.ChildTest> childTest(FieldExpression expression) {
        if (expression instanceof FieldExpression.Unary(UnaryOperator operator, var operand)) {
            boolean plain = operator == UnaryOperator.EXISTS
                    && operand instanceof FieldReference field
                    && Leaves.isPlain(field);
            return plain ? Optional.of(new Leaves.ChildExists((FieldReference) operand)) : Optional.empty();
        }
        if (!(expression instanceof FieldExpression.Binary(BinaryOperator operator, var left, var right)))
            return Optional.empty();
        boolean direct = left instanceof FieldReference && right instanceof Static;
        boolean swapped = left instanceof Static
                && right instanceof FieldReference
                && (operator.kind() == BinaryOperator.Kind.EQUALITY || operator.kind() == BinaryOperator.Kind.ORDERING);
        if (!direct && !swapped || !operator.isBoolean() || operator.kind() == BinaryOperator.Kind.LOGICAL)
            return Optional.empty();
        FieldReference field = (FieldReference) (direct ? left : right);
        Static literal = (Static) (direct ? right : left);
        if (!Leaves.isPlain(field)) return Optional.empty();
        var test = new ValueTest(direct ? operator : operator.mirrored(), literal);
        return Optional.of(new Leaves.ChildCompare(field, test));
    }
}
