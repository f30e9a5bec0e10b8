package io.tenuto.traceql.lists;

import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.lang.UnaryOperator;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Expressions on one span of a whole trace. Nothing is cut short: both sides of every operator are evaluated.
final class NaiveFilter {
    private static final Set<IntrinsicField> OF_EVENT =
            Set.of(IntrinsicField.EVENT_NAME, IntrinsicField.EVENT_TIME_SINCE_START);
    private static final Set<IntrinsicField> OF_LINK =
            Set.of(IntrinsicField.LINK_TRACE_ID, IntrinsicField.LINK_SPAN_ID);
    private static final List<AttributeScope> UNSCOPED =
            List.of(AttributeScope.SPAN, AttributeScope.RESOURCE, AttributeScope.INSTRUMENTATION);

    private final NaiveTrace trace;

    NaiveFilter(NaiveTrace trace) {
        this.trace = trace;
    }

    /// One event and one link, or none of them.
    private record Bound(Optional<TestSpan.Event> event, Optional<TestSpan.Link> link) {}

    boolean holds(FieldExpression condition, TestSpan span) {
        var events = new ArrayList<Optional<TestSpan.Event>>();
        for (TestSpan.Event event : span.events()) events.add(Optional.of(event));
        if (events.isEmpty()) events.add(Optional.empty());
        var links = new ArrayList<Optional<TestSpan.Link>>();
        for (TestSpan.Link link : span.links()) links.add(Optional.of(link));
        if (links.isEmpty()) links.add(Optional.empty());
        boolean holds = false;
        for (var event : events) {
            for (var link : links) {
                holds |= evaluate(condition, span, new Bound(event, link)).equals(Static.TRUE);
            }
        }
        return holds;
    }

    /// The value for a span as a whole: with its first event and its first link.
    Static value(FieldExpression expression, TestSpan span) {
        return evaluate(
                expression,
                span,
                new Bound(
                        span.events().stream().findFirst(),
                        span.links().stream().findFirst()));
    }

    private Static evaluate(FieldExpression expression, TestSpan span, Bound bound) {
        return switch (expression) {
            case Static value -> value;
            case FieldReference field -> field(field, span, bound);
            case FieldExpression.Unary(UnaryOperator operator, FieldExpression operand) -> {
                if (operator == UnaryOperator.NOT_EXISTS && operand instanceof FieldReference field && isOfEvent(field))
                    yield truth(span.events().stream()
                            .allMatch(event ->
                                    field(field, span, new Bound(Optional.of(event), bound.link())) == Static.NIL));
                if (operator == UnaryOperator.NOT_EXISTS && operand instanceof FieldReference field && isOfLink(field))
                    yield truth(span.links().stream()
                            .allMatch(link ->
                                    field(field, span, new Bound(bound.event(), Optional.of(link))) == Static.NIL));
                yield StaticOps.unary(operator, evaluate(operand, span, bound), expression);
            }
            case FieldExpression.Binary(BinaryOperator operator, FieldExpression left, FieldExpression right) ->
                StaticOps.binary(
                        operator,
                        trimmed(right, evaluate(left, span, bound)),
                        trimmed(left, evaluate(right, span, bound)));
        };
    }

    private static Static truth(boolean value) {
        return value ? Static.TRUE : Static.FALSE;
    }

    private static Static trimmed(FieldExpression other, Static value) {
        boolean beside = other == IntrinsicField.TRACE_ID && value instanceof Static.Text;
        if (!beside) return value;
        String text = ((Static.Text) value).value();
        while (text.length() > 1 && text.charAt(0) == '0') text = text.substring(1);
        return new Static.Text(text);
    }

    private static boolean isOfEvent(FieldReference field) {
        return OF_EVENT.contains(field)
                || field instanceof Attribute.Scoped(AttributeKey key) && key.scope() == AttributeScope.EVENT;
    }

    private static boolean isOfLink(FieldReference field) {
        return OF_LINK.contains(field)
                || field instanceof Attribute.Scoped(AttributeKey key) && key.scope() == AttributeScope.LINK;
    }

    private Static field(FieldReference field, TestSpan span, Bound bound) {
        return switch (field) {
            case Attribute.Scoped(AttributeKey key) -> scoped(key, span, bound);
            case Attribute.Unscoped(String name) -> {
                for (AttributeScope scope : UNSCOPED) {
                    Static value = span.attributes().getOrDefault(new AttributeKey(scope, name), Static.NIL);
                    if (value != Static.NIL) yield value;
                }
                yield Static.NIL;
            }
            case Attribute.OfParent _ -> throw new IllegalArgumentException("no valid query has it");
            case IntrinsicField intrinsic -> intrinsic(intrinsic, span, bound);
        };
    }

    private static Static scoped(AttributeKey key, TestSpan span, Bound bound) {
        return switch (key.scope()) {
            case EVENT ->
                bound.event()
                        .map(event -> event.attributes().getOrDefault(key.name(), Static.NIL))
                        .orElse(Static.NIL);
            case LINK ->
                bound.link()
                        .map(link -> link.attributes().getOrDefault(key.name(), Static.NIL))
                        .orElse(Static.NIL);
            case SPAN, RESOURCE, INSTRUMENTATION -> {
                Static value = span.attributes().getOrDefault(key, Static.NIL);
                boolean isService = key.equals(AttributeKey.SERVICE_NAME);
                yield isService && value == Static.NIL ? new Static.Text("") : value;
            }
        };
    }

    private Static intrinsic(IntrinsicField field, TestSpan span, Bound bound) {
        NaiveTrace.Place place = trace.place(span);
        return switch (field) {
            case DURATION -> new Static.Duration(span.duration());
            case NAME -> new Static.Text(span.name());
            case STATUS -> new Static.Status(Static.StatusValue.ofOtlp(span.status()));
            case STATUS_MESSAGE -> new Static.Text(span.statusMessage());
            case KIND -> new Static.Kind(Static.KindValue.ofOtlp(span.kind()));
            case SPAN_ID -> new Static.Text(HexFormat.of().toHexDigits(span.id()));
            case PARENT_SPAN_ID -> new Static.Text(HexFormat.of().toHexDigits(span.parentId()));
            case CHILD_COUNT -> new Static.Int(place.children());
            case NESTED_SET_LEFT -> new Static.Int(place.left());
            case NESTED_SET_RIGHT -> new Static.Int(place.right());
            case NESTED_SET_PARENT -> new Static.Int(place.parent());
            case TRACE_ID -> new Static.Text(hex(span.trace()));
            case TRACE_DURATION -> new Static.Duration(trace.end() - trace.start());
            case TRACE_ROOT_NAME ->
                new Static.Text(trace.root().map(TestSpan::name).orElse(""));
            case TRACE_ROOT_SERVICE ->
                new Static.Text(trace.root().map(TestSpan::service).orElse(""));
            case EVENT_NAME ->
                bound.event()
                        .<Static>map(event -> new Static.Text(event.name()))
                        .orElse(Static.NIL);
            case EVENT_TIME_SINCE_START ->
                bound.event()
                        .<Static>map(event -> new Static.Duration(event.sinceStart()))
                        .orElse(Static.NIL);
            case LINK_TRACE_ID ->
                bound.link()
                        .<Static>map(link -> new Static.Text(hex(link.trace())))
                        .orElse(Static.NIL);
            case LINK_SPAN_ID ->
                bound.link()
                        .<Static>map(link -> new Static.Text(HexFormat.of().toHexDigits(link.spanId())))
                        .orElse(Static.NIL);
            case INSTRUMENTATION_NAME, INSTRUMENTATION_VERSION -> new Static.Text("");
            case PARENT -> throw new IllegalArgumentException("no valid query has it");
        };
    }

    private static String hex(TraceId id) {
        String digits = "%016x%016x".formatted(id.high(), id.low());
        while (digits.length() > 1 && digits.charAt(0) == '0') digits = digits.substring(1);
        return digits;
    }
}
