package io.tenuto.it.oracle;

import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.lang.UnaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Expressions over one span: a filter holds if it does for some pair of an event and a link.
final class NaiveExpression {
    private NaiveExpression() {}

    static boolean holds(FieldExpression expression, NaiveSpan span) {
        for (Optional<Span.Event> event : bindings(span.span().getEventsList())) {
            for (Optional<Span.Link> link : bindings(span.span().getLinksList())) {
                if (evaluate(expression, span, event, link).equals(Static.TRUE)) return true;
            }
        }
        return false;
    }

    /// The value with the first event and the first link bound.
    static Static value(FieldExpression expression, NaiveSpan span) {
        Optional<Span.Event> event = span.span().getEventsList().stream().findFirst();
        Optional<Span.Link> link = span.span().getLinksList().stream().findFirst();
        return evaluate(expression, span, event, link);
    }

    private static <T> List<Optional<T>> bindings(List<T> elements) {
        if (elements.isEmpty()) return List.of(Optional.empty());
        List<Optional<T>> bindings = new ArrayList<>();
        for (T element : elements) bindings.add(Optional.of(element));
        return bindings;
    }

    private static Static evaluate(
            FieldExpression expression, NaiveSpan span, Optional<Span.Event> event, Optional<Span.Link> link) {
        return switch (expression) {
            case Static value -> value;
            case FieldReference field -> span.value(field, event, link);
            case FieldExpression.Unary unary -> {
                boolean asksForNone = unary.operator() == UnaryOperator.NOT_EXISTS
                        && unary.operand() instanceof FieldReference field
                        && isOfChildren(field);
                if (asksForNone) yield noneHas((FieldReference) unary.operand(), span);
                yield StaticOps.unary(unary.operator(), evaluate(unary.operand(), span, event, link), unary);
            }
            case FieldExpression.Binary binary -> {
                Static left = evaluate(binary.left(), span, event, link);
                if (binary.operator() == BinaryOperator.AND && !left.equals(Static.TRUE)) yield Static.FALSE;
                if (binary.operator() == BinaryOperator.OR && left.equals(Static.TRUE)) yield Static.TRUE;
                Static right = evaluate(binary.right(), span, event, link);
                yield binary.operator().kind() == BinaryOperator.Kind.MATCH
                        ? StaticOps.binary(binary.operator(), left, right)
                        : StaticOps.binary(
                                binary.operator(), traceId(binary.right(), left), traceId(binary.left(), right));
            }
        };
    }

    private static boolean isOfChildren(FieldReference field) {
        return switch (field) {
            case Attribute.Scoped(var key) -> key.scope() == AttributeScope.EVENT || key.scope() == AttributeScope.LINK;
            case IntrinsicField intrinsic ->
                intrinsic.text().startsWith("event:") || intrinsic.text().startsWith("link:");
            default -> false;
        };
    }

    /// `event.x = nil` asks all events of the span.
    private static Static noneHas(FieldReference field, NaiveSpan span) {
        for (Optional<Span.Event> event : bindings(span.span().getEventsList())) {
            for (Optional<Span.Link> link : bindings(span.span().getLinksList())) {
                if (!span.value(field, event, link).equals(Static.NIL)) return Static.FALSE;
            }
        }
        return Static.TRUE;
    }

    /// A literal beside a trace identifier loses its leading zeros.
    private static Static traceId(FieldExpression other, Static value) {
        return other == IntrinsicField.TRACE_ID && value instanceof Static.Text(String text)
                ? new Static.Text(text.replaceFirst("^0+(?=.)", ""))
                : value;
    }
}
