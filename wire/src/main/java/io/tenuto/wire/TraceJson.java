package io.tenuto.wire;

import io.tenuto.base.ByteSlice;

/// Writes OTLP trace messages as the query API's JSON. Source: the API's rules for protobuf messages as JSON.
///
/// Identifiers are base64, enums names, defaults left out, and so are flags and schema URLs. Used by one thread.
public final class TraceJson {
    private static final String[] KINDS = {
        "SPAN_KIND_UNSPECIFIED",
        "SPAN_KIND_INTERNAL",
        "SPAN_KIND_SERVER",
        "SPAN_KIND_CLIENT",
        "SPAN_KIND_PRODUCER",
        "SPAN_KIND_CONSUMER"
    };
    private static final String[] CODES = {"STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"};

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
        ByteSlice resource = last(message, OtlpFields.RESOURCE_SPANS_RESOURCE);
        out.key("resource").beginObject();
        attributes(resource, OtlpFields.RESOURCE_ATTRIBUTES);
        out.fieldIfSet("droppedAttributesCount", varint(resource, OtlpFields.RESOURCE_DROPPED_ATTRIBUTES));
        out.endObject();
        list(message, OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, "scopeSpans", this::scopeSpans);
        out.endObject();
    }

    private void scopeSpans(ByteSlice message) {
        out.beginObject();
        ByteSlice scope = last(message, OtlpFields.SCOPE_SPANS_SCOPE);
        out.key("scope").beginObject();
        out.fieldIfSet("name", last(scope, OtlpFields.SCOPE_NAME).toUtf8());
        out.fieldIfSet("version", last(scope, OtlpFields.SCOPE_VERSION).toUtf8());
        attributes(scope, OtlpFields.SCOPE_ATTRIBUTES);
        out.fieldIfSet("droppedAttributesCount", varint(scope, OtlpFields.SCOPE_DROPPED_ATTRIBUTES));
        out.endObject();
        list(message, OtlpFields.SCOPE_SPANS_SPANS, "spans", this::span);
        out.endObject();
    }

    private void span(ByteSlice span) {
        out.beginObject();
        bytes("traceId", last(span, OtlpFields.SPAN_TRACE_ID));
        bytes("spanId", last(span, OtlpFields.SPAN_ID));
        out.fieldIfSet("traceState", last(span, OtlpFields.SPAN_TRACE_STATE).toUtf8());
        bytes("parentSpanId", last(span, OtlpFields.SPAN_PARENT_ID));
        out.fieldIfSet("name", last(span, OtlpFields.SPAN_NAME).toUtf8());
        enumeration("kind", varint(span, OtlpFields.SPAN_KIND), KINDS);
        time("startTimeUnixNano", fixed64(span, OtlpFields.SPAN_START));
        time("endTimeUnixNano", fixed64(span, OtlpFields.SPAN_END));
        attributes(span, OtlpFields.SPAN_ATTRIBUTES);
        out.fieldIfSet("droppedAttributesCount", varint(span, OtlpFields.SPAN_DROPPED_ATTRIBUTES));
        list(span, OtlpFields.SPAN_EVENTS, "events", this::event);
        out.fieldIfSet("droppedEventsCount", varint(span, OtlpFields.SPAN_DROPPED_EVENTS));
        list(span, OtlpFields.SPAN_LINKS, "links", this::link);
        out.fieldIfSet("droppedLinksCount", varint(span, OtlpFields.SPAN_DROPPED_LINKS));
        ByteSlice status = last(span, OtlpFields.SPAN_STATUS);
        out.key("status").beginObject();
        out.fieldIfSet("message", last(status, OtlpFields.STATUS_MESSAGE).toUtf8());
        enumeration("code", varint(status, OtlpFields.STATUS_CODE), CODES);
        out.endObject();
        out.endObject();
    }

    private void event(ByteSlice event) {
        out.beginObject();
        time("timeUnixNano", fixed64(event, OtlpFields.EVENT_TIME));
        out.fieldIfSet("name", last(event, OtlpFields.EVENT_NAME).toUtf8());
        attributes(event, OtlpFields.EVENT_ATTRIBUTES);
        out.fieldIfSet("droppedAttributesCount", varint(event, OtlpFields.EVENT_DROPPED_ATTRIBUTES));
        out.endObject();
    }

    private void link(ByteSlice link) {
        out.beginObject();
        bytes("traceId", last(link, OtlpFields.LINK_TRACE_ID));
        bytes("spanId", last(link, OtlpFields.LINK_SPAN_ID));
        out.fieldIfSet("traceState", last(link, OtlpFields.LINK_TRACE_STATE).toUtf8());
        attributes(link, OtlpFields.LINK_ATTRIBUTES);
        out.fieldIfSet("droppedAttributesCount", varint(link, OtlpFields.LINK_DROPPED_ATTRIBUTES));
        out.endObject();
    }

    private void attributes(ByteSlice message, int field) {
        list(message, field, "attributes", this::pair);
    }

    private void pair(ByteSlice pair) {
        out.beginObject();
        out.fieldIfSet("key", last(pair, OtlpFields.KEY).toUtf8());
        // An attribute without a value has an empty one, as clients of the API expect.
        out.key("value");
        value(last(pair, OtlpFields.VALUE));
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
                list(array, OtlpFields.VALUES, "values", this::value);
                out.endObject();
            }
            case OtlpFields.VALUE_KVLIST -> {
                ByteSlice pairs = reader.readSlice();
                out.key("kvlistValue").beginObject();
                list(pairs, OtlpFields.VALUES, "values", this::pair);
                out.endObject();
            }
            default -> reader.skip();
        }
    }

    private interface Element {
        void write(ByteSlice message);
    }

    /// A repeated message as an array; nothing if there is none.
    private void list(ByteSlice message, int field, String name, Element element) {
        boolean any = false;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() != field) {
                reader.skip();
                continue;
            }
            if (!any) out.key(name).beginArray();
            any = true;
            element.write(reader.readSlice());
        }
        if (any) out.endArray();
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

    /// Of a field given several times the last one counts.
    private static ByteSlice last(ByteSlice message, int field) {
        ByteSlice found = ByteSlice.EMPTY;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() == field) found = reader.readSlice();
            else reader.skip();
        }
        return found;
    }

    private static long varint(ByteSlice message, int field) {
        long found = 0;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() == field) found = reader.readVarint();
            else reader.skip();
        }
        return found;
    }

    private static long fixed64(ByteSlice message, int field) {
        long found = 0;
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() == field) found = reader.readFixed64();
            else reader.skip();
        }
        return found;
    }
}
