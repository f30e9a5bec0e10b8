package io.tenuto.it.oracle;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// One span with its surroundings, and what fields of it mean.
///
/// @param numbers its nested-set numbers
/// @param trace what is known of its whole trace
record NaiveSpan(Span span, Resource resource, InstrumentationScope scope, NestedNumbers numbers, TraceFacts trace) {
    /// Nested-set numbers and the number of children.
    record NestedNumbers(int left, int right, int parent, int childCount) {
        static final NestedNumbers NONE = new NestedNumbers(0, 0, 0, 0);
    }

    record TraceFacts(String id, String rootName, String rootService, long durationNanos) {}

    /// The value of a field, with one event and one link bound, if there are any.
    Static value(FieldReference field, Optional<Span.Event> event, Optional<Span.Link> link) {
        return switch (field) {
            case Attribute.Scoped(AttributeKey key) -> scoped(key, event, link);
            case Attribute.Unscoped(String name) -> unscoped(name);
            case Attribute.OfParent _ -> Static.NIL;
            case IntrinsicField intrinsic -> intrinsic(intrinsic, event, link);
        };
    }

    private Static scoped(AttributeKey key, Optional<Span.Event> event, Optional<Span.Link> link) {
        return switch (key.scope()) {
            case SPAN -> first(span.getAttributesList(), key.name());
            case RESOURCE -> ofResource(key.name());
            case INSTRUMENTATION -> first(scope.getAttributesList(), key.name());
            case EVENT ->
                event.map(bound -> first(bound.getAttributesList(), key.name())).orElse(Static.NIL);
            case LINK ->
                link.map(bound -> first(bound.getAttributesList(), key.name())).orElse(Static.NIL);
        };
    }

    private Static ofResource(String name) {
        Static value = first(resource.getAttributesList(), name);
        boolean isMissingService = value.equals(Static.NIL) && name.equals("service.name");
        return isMissingService ? new Static.Text("") : value;
    }

    private Static unscoped(String name) {
        for (List<KeyValue> attributes : List.of(span.getAttributesList(), resource.getAttributesList())) {
            Static value = first(attributes, name);
            if (!value.equals(Static.NIL)) return value;
        }
        return first(scope.getAttributesList(), name);
    }

    private Static intrinsic(IntrinsicField field, Optional<Span.Event> event, Optional<Span.Link> link) {
        return switch (field) {
            case DURATION -> new Static.Duration(span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
            case NAME -> new Static.Text(span.getName());
            case STATUS ->
                new Static.Status(
                        Static.StatusValue.ofOtlp(span.getStatus().getCode().getNumber()));
            case STATUS_MESSAGE -> new Static.Text(span.getStatus().getMessage());
            case KIND -> new Static.Kind(Static.KindValue.ofOtlp(span.getKind().getNumber()));
            case SPAN_ID -> new Static.Text(spanId(span.getSpanId().toByteArray()));
            case PARENT_SPAN_ID -> new Static.Text(spanId(span.getParentSpanId().toByteArray()));
            case CHILD_COUNT -> new Static.Int(numbers.childCount());
            case NESTED_SET_LEFT -> new Static.Int(numbers.left());
            case NESTED_SET_RIGHT -> new Static.Int(numbers.right());
            case NESTED_SET_PARENT -> new Static.Int(numbers.parent());
            case TRACE_ID -> new Static.Text(trace.id());
            case TRACE_DURATION -> new Static.Duration(trace.durationNanos());
            case TRACE_ROOT_NAME -> new Static.Text(trace.rootName());
            case TRACE_ROOT_SERVICE -> new Static.Text(trace.rootService());
            case EVENT_NAME ->
                event.<Static>map(bound -> new Static.Text(bound.getName())).orElse(Static.NIL);
            case EVENT_TIME_SINCE_START ->
                event.<Static>map(bound -> new Static.Duration(bound.getTimeUnixNano() - span.getStartTimeUnixNano()))
                        .orElse(Static.NIL);
            case LINK_TRACE_ID ->
                link.<Static>map(bound ->
                                new Static.Text(shortHex(bound.getTraceId().toByteArray())))
                        .orElse(Static.NIL);
            case LINK_SPAN_ID ->
                link.<Static>map(bound ->
                                new Static.Text(spanId(bound.getSpanId().toByteArray())))
                        .orElse(Static.NIL);
            case INSTRUMENTATION_NAME -> new Static.Text(scope.getName());
            case INSTRUMENTATION_VERSION -> new Static.Text(scope.getVersion());
            case PARENT -> Static.NIL;
        };
    }

    /// Of a key that is repeated the first value counts that can be queried.
    private static Static first(List<KeyValue> attributes, String name) {
        for (KeyValue attribute : attributes) {
            Static value = attribute.getKey().equals(name) ? value(attribute.getValue()) : Static.NIL;
            if (!value.equals(Static.NIL)) return value;
        }
        return Static.NIL;
    }

    private static Static value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> new Static.Text(value.getStringValue());
            case INT_VALUE -> new Static.Int(value.getIntValue());
            case DOUBLE_VALUE -> new Static.Float(value.getDoubleValue());
            case BOOL_VALUE -> value.getBoolValue() ? Static.TRUE : Static.FALSE;
            case ARRAY_VALUE -> array(value.getArrayValue());
            default -> Static.NIL;
        };
    }

    /// Only arrays of one type can be queried; one element alone is a scalar.
    private static Static array(ArrayValue array) {
        List<AnyValue> values = array.getValuesList();
        if (values.stream().map(AnyValue::getValueCase).distinct().count() != 1) return Static.NIL;
        if (values.size() == 1) {
            return values.getFirst().hasArrayValue() ? Static.NIL : value(values.getFirst());
        }
        return switch (values.getFirst().getValueCase()) {
            case STRING_VALUE ->
                new Static.Texts(values.stream().map(AnyValue::getStringValue).toList());
            case INT_VALUE ->
                new Static.Ints(values.stream().map(AnyValue::getIntValue).toList());
            case DOUBLE_VALUE ->
                new Static.Floats(values.stream().map(AnyValue::getDoubleValue).toList());
            case BOOL_VALUE ->
                new Static.Bools(values.stream().map(AnyValue::getBoolValue).toList());
            default -> Static.NIL;
        };
    }

    static String spanId(byte[] id) {
        String hex = HexFormat.of().formatHex(id);
        return "0".repeat(Math.max(0, 16 - hex.length())) + hex;
    }

    static String shortHex(byte[] id) {
        return HexFormat.of().formatHex(id).replaceFirst("^0+(?=.)", "");
    }
}
