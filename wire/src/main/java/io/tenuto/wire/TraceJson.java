package io.tenuto.wire;

import io.tenuto.base.ByteSlice;

/// Writes OTLP trace messages as the query API's JSON. Source: the API's rules for protobuf messages as JSON.
///
/// Identifiers are base64, enums names, defaults left out, and so are flags and schema URLs. Used by one thread.
public final class TraceJson {
    private final JsonWriter out;

    public TraceJson(JsonWriter out) {
        this.out = out;
    }

    /// The whole message as an object whose one member is called `member` (`resourceSpans` or `batches`).
    public void write(ByteSlice tracesData, String member) {
        out.beginObject();
        if (!tracesData.isEmpty()) {
            out.key(member).beginArray();
            var reader = new ProtoReader(tracesData);
            while (reader.next()) {
                if (reader.field() == OtlpFields.RESOURCE_SPANS) resourceSpans(reader.readSlice());
                else reader.skip();
            }
            out.endArray();
        }
        out.endObject();
    }

    private void resourceSpans(ByteSlice message) {
        out.beginObject();
        ByteSlice resource = MessageFields.last(message, OtlpFields.RESOURCE_SPANS_RESOURCE);
        out.key("resource").beginObject();
        attributes(resource, OtlpFields.RESOURCE_ATTRIBUTES);
        out.fieldIfSet(
                "droppedAttributesCount", MessageFields.varint(resource, OtlpFields.RESOURCE_DROPPED_ATTRIBUTES));
        out.endObject();
        MessageFields.array(out, message, OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, "scopeSpans", this::scopeSpans);
        out.endObject();
    }

    private void scopeSpans(ByteSlice message) {
        out.beginObject();
        ByteSlice scope = MessageFields.last(message, OtlpFields.SCOPE_SPANS_SCOPE);
        out.key("scope").beginObject();
        out.fieldIfSet("name", MessageFields.last(scope, OtlpFields.SCOPE_NAME).toUtf8());
        out.fieldIfSet(
                "version", MessageFields.last(scope, OtlpFields.SCOPE_VERSION).toUtf8());
        attributes(scope, OtlpFields.SCOPE_ATTRIBUTES);
        out.fieldIfSet("droppedAttributesCount", MessageFields.varint(scope, OtlpFields.SCOPE_DROPPED_ATTRIBUTES));
        out.endObject();
        MessageFields.array(out, message, OtlpFields.SCOPE_SPANS_SPANS, "spans", this::span);
        out.endObject();
    }

    private void span(ByteSlice span) {
        out.beginObject();
        bytes("traceId", MessageFields.last(span, OtlpFields.SPAN_TRACE_ID));
        bytes("spanId", MessageFields.last(span, OtlpFields.SPAN_ID));
        out.fieldIfSet(
                "traceState",
                MessageFields.last(span, OtlpFields.SPAN_TRACE_STATE).toUtf8());
        bytes("parentSpanId", MessageFields.last(span, OtlpFields.SPAN_PARENT_ID));
        out.fieldIfSet("name", MessageFields.last(span, OtlpFields.SPAN_NAME).toUtf8());
        enumeration("kind", MessageFields.varint(span, OtlpFields.SPAN_KIND), OtlpNames.KINDS);
        time("startTimeUnixNano", MessageFields.fixed64(span, OtlpFields.SPAN_START));
        time("endTimeUnixNano", MessageFields.fixed64(span, OtlpFields.SPAN_END));
        attributes(span, OtlpFields.SPAN_ATTRIBUTES);
        out.fieldIfSet("droppedAttributesCount", MessageFields.varint(span, OtlpFields.SPAN_DROPPED_ATTRIBUTES));
        MessageFields.array(out, span, OtlpFields.SPAN_EVENTS, "events", this::event);
        out.fieldIfSet("droppedEventsCount", MessageFields.varint(span, OtlpFields.SPAN_DROPPED_EVENTS));
        MessageFields.array(out, span, OtlpFields.SPAN_LINKS, "links", this::link);
        out.fieldIfSet("droppedLinksCount", MessageFields.varint(span, OtlpFields.SPAN_DROPPED_LINKS));
        ByteSlice status = MessageFields.last(span, OtlpFields.SPAN_STATUS);
        out.key("status").beginObject();
        out.fieldIfSet(
                "message", MessageFields.last(status, OtlpFields.STATUS_MESSAGE).toUtf8());
        enumeration("code", MessageFields.varint(status, OtlpFields.STATUS_CODE), OtlpNames.CODES);
        out.endObject();
        out.endObject();
    }

    private void event(ByteSlice event) {
        out.beginObject();
        time("timeUnixNano", MessageFields.fixed64(event, OtlpFields.EVENT_TIME));
        out.fieldIfSet("name", MessageFields.last(event, OtlpFields.EVENT_NAME).toUtf8());
        attributes(event, OtlpFields.EVENT_ATTRIBUTES);
        out.fieldIfSet("droppedAttributesCount", MessageFields.varint(event, OtlpFields.EVENT_DROPPED_ATTRIBUTES));
        out.endObject();
    }

    private void link(ByteSlice link) {
        out.beginObject();
        bytes("traceId", MessageFields.last(link, OtlpFields.LINK_TRACE_ID));
        bytes("spanId", MessageFields.last(link, OtlpFields.LINK_SPAN_ID));
        out.fieldIfSet(
                "traceState",
                MessageFields.last(link, OtlpFields.LINK_TRACE_STATE).toUtf8());
        attributes(link, OtlpFields.LINK_ATTRIBUTES);
        out.fieldIfSet("droppedAttributesCount", MessageFields.varint(link, OtlpFields.LINK_DROPPED_ATTRIBUTES));
        out.endObject();
    }

    private void attributes(ByteSlice message, int field) {
        MessageFields.array(out, message, field, "attributes", this::pair);
    }

    private void pair(ByteSlice pair) {
        out.beginObject();
        out.fieldIfSet("key", MessageFields.last(pair, OtlpFields.KEY).toUtf8());
        // An attribute without a value has an empty one, as clients of the API expect.
        out.key("value");
        value(MessageFields.last(pair, OtlpFields.VALUE));
        out.endObject();
    }

    /// An AnyValue. Of several values in one the last counts.
    public void value(ByteSlice value) {
        out.beginObject();
        var reader = new ProtoReader(value);
        int last = -1;
        while (reader.next()) {
            if (reader.field() <= OtlpFields.VALUE_BYTES) last = reader.tagStart();
            reader.skip();
        }
        if (last >= 0) {
            reader.reset(value.array(), last, reader.end());
            reader.next();
            value(reader);
        }
        out.endObject();
    }

    /// The value that the reader stands before.
    private void value(ProtoReader reader) {
        switch (reader.field()) {
            case OtlpFields.VALUE_STRING ->
                out.field("stringValue", reader.readSlice().toUtf8());
            case OtlpFields.VALUE_BOOL -> out.key("boolValue").bool(reader.readVarint() != 0);
            case OtlpFields.VALUE_INT -> out.key("intValue").bigNumber(reader.readVarint());
            case OtlpFields.VALUE_DOUBLE -> out.key("doubleValue").number(reader.readDouble());
            case OtlpFields.VALUE_BYTES -> out.key("bytesValue").base64(reader.readSlice());
            case OtlpFields.VALUE_ARRAY -> {
                ByteSlice array = reader.readSlice();
                out.key("arrayValue").beginObject();
                MessageFields.array(out, array, OtlpFields.VALUES, "values", this::value);
                out.endObject();
            }
            case OtlpFields.VALUE_KVLIST -> {
                ByteSlice pairs = reader.readSlice();
                out.key("kvlistValue").beginObject();
                MessageFields.array(out, pairs, OtlpFields.VALUES, "values", this::pair);
                out.endObject();
            }
            default -> reader.skip();
        }
    }

    private void bytes(String name, ByteSlice value) {
        if (!value.isEmpty()) out.key(name).base64(value);
    }

    private void time(String name, long nanos) {
        if (nanos != 0) out.key(name).unsigned(nanos);
    }

    private void enumeration(String name, long number, String[] names) {
        if (number == 0) return;
        if (number > 0 && number < names.length) out.field(name, names[(int) number]);
        else out.key(name).number(number);
    }
}
