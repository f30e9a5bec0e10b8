package io.tenuto.it.cases;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Makes OTLP requests of the traces of a fixture.
@SuppressWarnings("unchecked")
final class OtlpTraces {
    private OtlpTraces() {}

    /// One request for each trace.
    static List<ExportTraceServiceRequest> requests(Case fixture) {
        List<ExportTraceServiceRequest> requests = new ArrayList<>();
        for (Object trace : fixture.list("traces")) requests.add(request(new Case((Map<String, Object>) trace)));
        return requests;
    }

    private static ExportTraceServiceRequest request(Case trace) {
        ByteString traceId = id(trace.text("trace_id"));
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (Case resource : cases(trace, "resources")) {
            ResourceSpans.Builder resourceSpans = ResourceSpans.newBuilder()
                    .setResource(Resource.newBuilder().addAllAttributes(attributes(resource)));
            for (Case scope : cases(resource, "scopes")) resourceSpans.addScopeSpans(scope(scope, traceId));
            request.addResourceSpans(resourceSpans);
        }
        return request.build();
    }

    private static ScopeSpans scope(Case scope, ByteString traceId) {
        ScopeSpans.Builder scopeSpans = ScopeSpans.newBuilder();
        boolean isPresent = scope.has("name") || scope.has("version") || scope.has("attributes");
        if (isPresent) {
            scopeSpans.setScope(InstrumentationScope.newBuilder()
                    .setName(textOr(scope, "name", ""))
                    .setVersion(textOr(scope, "version", ""))
                    .addAllAttributes(attributes(scope)));
        }
        for (Case span : cases(scope, "spans")) scopeSpans.addSpans(span(span, traceId));
        return scopeSpans.build();
    }

    private static Span span(Case span, ByteString traceId) {
        long start = span.integer("start_ns");
        Span.Builder built = Span.newBuilder()
                .setTraceId(traceId)
                .setSpanId(id(span.text("id")))
                .setName(textOr(span, "name", ""))
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + span.integer("duration_ns"))
                .setTraceState(textOr(span, "trace_state", ""))
                .setKind(kind(textOr(span, "kind", "unspecified")))
                .setStatus(Status.newBuilder()
                        .setCode(status(textOr(span, "status", "unset")))
                        .setMessage(textOr(span, "status_message", "")))
                .addAllAttributes(attributes(span));
        if (span.has("parent")) built.setParentSpanId(parent(span.text("parent")));
        for (Case event : cases(span, "events")) {
            built.addEvents(Span.Event.newBuilder()
                    .setName(textOr(event, "name", ""))
                    .setTimeUnixNano(start + event.integer("offset_ns"))
                    .addAllAttributes(attributes(event)));
        }
        for (Case link : cases(span, "links")) {
            built.addLinks(Span.Link.newBuilder()
                    .setTraceId(id(link.text("trace_id")))
                    .setSpanId(id(link.text("span_id")))
                    .addAllAttributes(attributes(link)));
        }
        return built.build();
    }

    /// On the wire an identifier of zeros is none, and its span a root. Recorded is a span outside the tree: there some
    /// unknown parent does what zeros did.
    private static ByteString parent(String hex) {
        return id(hex.equals("0000000000000000") ? "00000000000000ff" : hex);
    }

    private static Span.SpanKind kind(String kind) {
        return switch (kind) {
            case "internal" -> Span.SpanKind.SPAN_KIND_INTERNAL;
            case "server" -> Span.SpanKind.SPAN_KIND_SERVER;
            case "client" -> Span.SpanKind.SPAN_KIND_CLIENT;
            case "producer" -> Span.SpanKind.SPAN_KIND_PRODUCER;
            case "consumer" -> Span.SpanKind.SPAN_KIND_CONSUMER;
            default -> Span.SpanKind.SPAN_KIND_UNSPECIFIED;
        };
    }

    private static Status.StatusCode status(String status) {
        return switch (status) {
            case "ok" -> Status.StatusCode.STATUS_CODE_OK;
            case "error" -> Status.StatusCode.STATUS_CODE_ERROR;
            default -> Status.StatusCode.STATUS_CODE_UNSET;
        };
    }

    private static List<KeyValue> attributes(Case holder) {
        if (!holder.has("attributes")) return List.of();
        return keyValues(holder.map("attributes"));
    }

    private static List<KeyValue> keyValues(Map<String, Object> attributes) {
        List<KeyValue> keyValues = new ArrayList<>();
        attributes.forEach((key, value) -> keyValues.add(
                KeyValue.newBuilder().setKey(key).setValue(value(value)).build()));
        return keyValues;
    }

    private static AnyValue value(Object typed) {
        Map.Entry<String, Object> entry =
                ((Map<String, Object>) typed).entrySet().iterator().next();
        AnyValue.Builder value = AnyValue.newBuilder();
        switch (entry.getKey()) {
            case "string" -> value.setStringValue(entry.getValue().toString());
            case "int" -> value.setIntValue(((Number) entry.getValue()).longValue());
            case "float" -> value.setDoubleValue(Values.number(entry.getValue()));
            case "bool" -> value.setBoolValue((Boolean) entry.getValue());
            case "strings" -> value.setArrayValue(array(entry.getValue(), "string"));
            case "ints" -> value.setArrayValue(array(entry.getValue(), "int"));
            case "floats" -> value.setArrayValue(array(entry.getValue(), "float"));
            case "bools" -> value.setArrayValue(array(entry.getValue(), "bool"));
            case "empty_array" -> value.setArrayValue(ArrayValue.getDefaultInstance());
            case "mixed" -> {
                ArrayValue.Builder array = ArrayValue.newBuilder();
                for (Object element : (List<Object>) entry.getValue()) array.addValues(value(element));
                value.setArrayValue(array);
            }
            case "kvlist" ->
                value.setKvlistValue(
                        KeyValueList.newBuilder().addAllValues(keyValues((Map<String, Object>) entry.getValue())));
            default -> throw new IllegalArgumentException("unknown type " + entry);
        }
        return value.build();
    }

    private static ArrayValue array(Object elements, String type) {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        for (Object element : (List<Object>) elements) array.addValues(value(Map.of(type, element)));
        return array.build();
    }

    private static List<Case> cases(Case holder, String field) {
        List<Case> cases = new ArrayList<>();
        if (holder.has(field)) {
            for (Object entry : holder.list(field)) cases.add(new Case((Map<String, Object>) entry));
        }
        return cases;
    }

    private static String textOr(Case holder, String field, String otherwise) {
        return holder.has(field) ? holder.text(field) : otherwise;
    }

    private static ByteString id(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
