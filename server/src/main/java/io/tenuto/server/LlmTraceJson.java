package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.components.frontend.trace.AttributeValues;
import io.tenuto.components.frontend.trace.SpanPart;
import io.tenuto.components.frontend.trace.TraceParts;
import io.tenuto.wire.GoNumbers;
import io.tenuto.wire.JsonWriter;
import io.tenuto.wire.MessageFields;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.OtlpNames;
import java.util.HexFormat;
import java.util.Map;

/// A trace in the few words that language models are given.
final class LlmTraceJson {
    private final JsonWriter out;

    LlmTraceJson(JsonWriter out) {
        this.out = out;
    }

    /// The trace as an object.
    ///
    /// @param traceId 32 hexadecimal digits
    void write(TraceParts trace, String traceId) {
        out.beginObject().field("traceId", traceId).key("services").beginArray();
        for (TraceParts.Resource resource : trace.resources()) service(resource);
        out.endArray().endObject();
    }

    private void service(TraceParts.Resource resource) {
        Map<String, ByteSlice> attributes = AttributeValues.of(resource.message(), OtlpFields.RESOURCE_ATTRIBUTES);
        ByteSlice name = attributes.remove("service.name");
        out.beginObject();
        if (name != null) out.fieldIfSet("serviceName", AttributeValues.text(name));
        attributes("resource", attributes);
        out.key("scopes").beginArray();
        for (TraceParts.Scope scope : resource.scopes()) scope(scope);
        out.endArray().endObject();
    }

    private void attributes(String name, Map<String, ByteSlice> attributes) {
        if (attributes.isEmpty()) return;
        out.key(name);
        PlainValues.object(attributes, out);
    }

    private void scope(TraceParts.Scope scope) {
        out.beginObject();
        out.fieldIfSet("name", text(scope.message(), OtlpFields.SCOPE_NAME));
        out.fieldIfSet("version", text(scope.message(), OtlpFields.SCOPE_VERSION));
        out.key("spans").beginArray();
        for (SpanPart span : scope.spans()) span(span);
        out.endArray().endObject();
    }

    private void span(SpanPart span) {
        out.beginObject();
        out.field("spanId", hex(span.id())).field("name", span.name().toUtf8());
        out.fieldIfSet("parentSpanId", hex(span.parentId()));
        out.fieldIfSet("kind", OtlpNames.kind(span.kind()));
        if (span.startUnixNanos() != 0) out.key("startTimeUnixNano").unsigned(span.startUnixNanos());
        if (span.endUnixNanos() != 0) out.key("endTimeUnixNano").unsigned(span.endUnixNanos());
        if (span.durationNanos() != 0) out.key("durationMs").raw(GoNumbers.shortest(span.durationNanos() / 1e6));
        attributes("attributes", AttributeValues.of(span.message(), OtlpFields.SPAN_ATTRIBUTES));
        MessageFields.array(out, span.message(), OtlpFields.SPAN_EVENTS, "events", this::event);
        MessageFields.array(out, span.message(), OtlpFields.SPAN_LINKS, "links", this::link);
        ByteSlice status = MessageFields.last(span.message(), OtlpFields.SPAN_STATUS);
        out.key("status").beginObject().field("code", OtlpNames.code(span.statusCode()));
        out.field("message", text(status, OtlpFields.STATUS_MESSAGE));
        out.endObject().endObject();
    }

    private void event(ByteSlice event) {
        long time = MessageFields.fixed64(event, OtlpFields.EVENT_TIME);
        out.beginObject().fieldIfSet("name", text(event, OtlpFields.EVENT_NAME));
        if (time != 0) out.key("timeUnixNano").unsigned(time);
        attributes("attributes", AttributeValues.of(event, OtlpFields.EVENT_ATTRIBUTES));
        out.endObject();
    }

    private void link(ByteSlice link) {
        out.beginObject();
        out.fieldIfSet("traceId", hex(MessageFields.last(link, OtlpFields.LINK_TRACE_ID)));
        out.fieldIfSet("spanId", hex(MessageFields.last(link, OtlpFields.LINK_SPAN_ID)));
        attributes("attributes", AttributeValues.of(link, OtlpFields.LINK_ATTRIBUTES));
        out.endObject();
    }

    private static String hex(ByteSlice bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static String text(ByteSlice message, int field) {
        return MessageFields.last(message, field).toUtf8();
    }
}
