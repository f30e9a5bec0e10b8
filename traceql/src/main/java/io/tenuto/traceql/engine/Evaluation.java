package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.lang.UnaryOperator;
import io.tenuto.traceql.source.RowKind;
import java.util.List;

/// Evaluates an expression for one row, slowly and completely: what no column operator does.
final class Evaluation {
    private Evaluation() {}

    static Static evaluate(FieldExpression expression, BatchView view, int row, int event, int link) {
        return switch (expression) {
            case Static value -> value;
            case FieldReference field -> view.value(field, row, event, link);
            case FieldExpression.Unary unary -> unary(unary, view, row, event, link);
            case FieldExpression.Binary binary -> binary(binary, view, row, event, link);
        };
    }

    /// The value with the span's first event and first link bound, where the expression asks for one.
    static Static evaluateFirst(FieldExpression expression, BatchView view, int row) {
        int event = BatchView.NO_CHILD;
        int link = BatchView.NO_CHILD;
        for (FieldReference field : FieldColumns.fieldsOf(expression)) {
            RowKind kind = FieldColumns.kindOf(field);
            if (kind == RowKind.SPAN) continue;
            int[] starts = view.childStarts(kind);
            int first = starts[row] < starts[row + 1] ? starts[row] : BatchView.NO_CHILD;
            if (kind == RowKind.EVENT) event = first;
            else link = first;
        }
        return evaluate(expression, view, row, event, link);
    }

    private static Static unary(FieldExpression.Unary unary, BatchView view, int row, int event, int link) {
        if (unary.operator() == UnaryOperator.NOT_EXISTS && unary.operand() instanceof FieldReference field) {
            RowKind kind = FieldColumns.kindOf(field);
            if (kind != RowKind.SPAN) return someChildHas(field, kind, view, row) ? Static.FALSE : Static.TRUE;
        }
        return StaticOps.unary(unary.operator(), evaluate(unary.operand(), view, row, event, link), unary);
    }

    /// `event.x = nil` asks all events of the span, not the one that is bound.
    static boolean someChildHas(FieldReference field, RowKind kind, BatchView view, int row) {
        int[] starts = view.childStarts(kind);
        for (int entry = starts[row]; entry < starts[row + 1]; entry++) {
            Static value = view.value(field, row, entry, entry);
            if (value != Static.NIL) return true;
        }
        return false;
    }

    private static Static binary(FieldExpression.Binary binary, BatchView view, int row, int event, int link) {
        Static left = evaluate(binary.left(), view, row, event, link);
        if (binary.operator() == BinaryOperator.AND && !left.equals(Static.TRUE)) return Static.FALSE;
        if (binary.operator() == BinaryOperator.OR && left.equals(Static.TRUE)) return Static.TRUE;
        Static right = evaluate(binary.right(), view, row, event, link);
        if (!isPattern(binary.operator())) {
            left = normalId(binary.right(), left);
            right = normalId(binary.left(), right);
        }
        return StaticOps.binary(binary.operator(), left, right);
    }

    static boolean isPattern(BinaryOperator operator) {
        return operator.kind() == BinaryOperator.Kind.MATCH
                || operator == BinaryOperator.MATCH_ANY
                || operator == BinaryOperator.MATCH_NONE;
    }

    /// Literals compared with a trace identifier lose their leading zeros; patterns are as they are.
    private static Static normalId(FieldExpression other, Static value) {
        return other == IntrinsicField.TRACE_ID ? withoutLeadingZeros(value) : value;
    }

    /// A text, or each text of several, as identifiers of traces are printed.
    static Static withoutLeadingZeros(Static value) {
        return switch (value) {
            case Static.Text(String id) -> new Static.Text(trimmed(id));
            case Static.Texts(List<String> ids) ->
                new Static.Texts(ids.stream().map(Evaluation::trimmed).toList());
            default -> value;
        };
    }

    private static String trimmed(String id) {
        int start = 0;
        while (start < id.length() - 1 && id.charAt(start) == '0') start++;
        return id.substring(start);
    }
}
