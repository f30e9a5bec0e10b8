package io.tenuto.traceql.engine;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.QueryRewriter;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.lang.UnaryOperator;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.PruneCondition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Derives what every matching row must satisfy, from the conjuncts of filters that all must hold.
///
/// Only comparisons that need a present value qualify: `=`, orderings, `=~`, existence. `!=` and `!~` say little, and
/// nothing under `!` or `||` is certain.
final class Pruning {
    private Pruning() {}

    static List<PruneCondition> of(List<SpansetExpression.Filter> filters) {
        var conditions = new ArrayList<PruneCondition>();
        for (SpansetExpression.Filter filter : filters)
            collect(QueryRewriter.rewritten(filter.condition()), conditions);
        return List.copyOf(conditions);
    }

    private static void collect(FieldExpression expression, List<PruneCondition> conditions) {
        if (expression instanceof FieldExpression.Unary unary) {
            boolean exists = unary.operator() == UnaryOperator.EXISTS
                    && unary.operand() instanceof FieldReference field
                    && Leaves.isPlain(field)
                    && !FieldColumns.isEmptyWhenMissing(field);
            if (exists) conditions.add(new PruneCondition.Present(FieldColumns.of((FieldReference) unary.operand())));
        } else if (expression instanceof FieldExpression.Binary binary) {
            if (binary.operator() == BinaryOperator.AND) {
                collect(binary.left(), conditions);
                collect(binary.right(), conditions);
            } else if (binary.left() instanceof FieldReference field && binary.right() instanceof Static literal) {
                add(field, binary.operator(), literal, conditions);
            } else if (binary.right() instanceof FieldReference field
                    && binary.left() instanceof Static literal
                    && binary.operator().kind() != BinaryOperator.Kind.MATCH) {
                add(field, binary.operator().mirrored(), literal, conditions);
            }
        }
    }

    private static void add(
            FieldReference field, BinaryOperator operator, Static literal, List<PruneCondition> conditions) {
        boolean usable = Leaves.isPlain(field) || field == IntrinsicField.STATUS || field == IntrinsicField.KIND;
        boolean holdsWhenMissing = FieldColumns.isEmptyWhenMissing(field)
                && StaticOps.binary(operator, new Static.Text(""), literal).equals(Static.TRUE);
        if (!usable || holdsWhenMissing) return;
        List<ColumnKey> columns = FieldColumns.of(field);
        switch (literal) {
            case Static.Text(String text) -> {
                if (operator == BinaryOperator.EQUAL) {
                    conditions.add(new PruneCondition.StringIn(columns, List.of(ByteSlice.utf8(text))));
                } else if (operator == BinaryOperator.REGEX) {
                    conditions.add(matching(columns, TextPattern.of(text)));
                }
            }
            case Static.Texts(List<String> texts) -> {
                if (operator == BinaryOperator.IN) {
                    conditions.add(new PruneCondition.StringIn(
                            columns, texts.stream().map(ByteSlice::utf8).toList()));
                } else if (operator == BinaryOperator.MATCH_ANY) {
                    TextTest.of(operator, literal).ifPresent(test -> conditions.add(matching(columns, test)));
                }
            }
            case Static.Ints(List<Long> values) -> {
                if (operator == BinaryOperator.IN) {
                    double min = Math.nextDown((double) Collections.min(values));
                    double max = Math.nextUp((double) Collections.max(values));
                    conditions.add(new PruneCondition.NumberBetween(columns, min, max));
                }
            }
            case Static.Int _, Static.Float _, Static.Duration _ ->
                addNumber(columns, operator, StaticOps.toDouble(literal), conditions);
            case Static.Status(var status) -> {
                // Codes that OTLP does not know count as unset, so only the others bound the column.
                if (operator == BinaryOperator.EQUAL && status.otlpCode() != 0) {
                    addNumber(columns, operator, status.otlpCode(), conditions);
                }
            }
            case Static.Kind(var kind) -> {
                if (operator == BinaryOperator.EQUAL && kind.otlpCode() != 0) {
                    addNumber(columns, operator, kind.otlpCode(), conditions);
                }
            }
            default -> {}
        }
    }

    private static PruneCondition matching(List<ColumnKey> columns, TextTest test) {
        return new PruneCondition.StringMatches(
                columns, value -> test.holds(value.array(), value.offset(), value.offset() + value.length()));
    }

    private static void addNumber(
            List<ColumnKey> columns, BinaryOperator operator, double wanted, List<PruneCondition> conditions) {
        // Longs beyond 2^53 lose digits as doubles: one step outwards keeps the condition necessary.
        double below = Math.nextDown(wanted);
        double above = Math.nextUp(wanted);
        switch (operator) {
            case EQUAL -> conditions.add(new PruneCondition.NumberBetween(columns, below, above));
            case LESS, LESS_EQUAL ->
                conditions.add(new PruneCondition.NumberBetween(columns, Double.NEGATIVE_INFINITY, above));
            case GREATER, GREATER_EQUAL ->
                conditions.add(new PruneCondition.NumberBetween(columns, below, Double.POSITIVE_INFINITY));
            default -> {}
        }
    }
}
