package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.nio.ByteBuffer;

/// A trace for tests, span by span, each with a resource of its own service.
final class MadeTrace {
    private final ProtoWriter out = new ProtoWriter();

    /// @param parent 0 for none
    /// @param code status code; -1 for no status at all
    MadeTrace span(String service, String name, long id, long parent, int kind, long start, long duration, int code) {
        int resourceSpans = out.begin(OtlpFields.RESOURCE_SPANS);
        int resource = out.begin(OtlpFields.RESOURCE_SPANS_RESOURCE);
        text(OtlpFields.RESOURCE_ATTRIBUTES, "service.name", service);
        out.end(resource);
        int scopeSpans = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
        int span = out.begin(OtlpFields.SCOPE_SPANS_SPANS);
        out.bytes(OtlpFields.SPAN_TRACE_ID, ByteSlice.of(new byte[16]));
        out.bytes(OtlpFields.SPAN_ID, id(id));
        if (parent != 0) out.bytes(OtlpFields.SPAN_PARENT_ID, id(parent));
        out.text(OtlpFields.SPAN_NAME, name);
        out.varintIfSet(OtlpFields.SPAN_KIND, kind);
        out.fixed64(OtlpFields.SPAN_START, start);
        out.fixed64(OtlpFields.SPAN_END, start + duration);
        text(OtlpFields.SPAN_ATTRIBUTES, "seen.by", name);
        out.fixed32(OtlpFields.SPAN_FLAGS, 257);
        if (code >= 0) {
            int status = out.begin(OtlpFields.SPAN_STATUS);
            out.varintIfSet(OtlpFields.STATUS_CODE, code);
            out.end(status);
        }
        out.end(span);
        out.end(scopeSpans);
        out.end(resourceSpans);
        return this;
    }

    private void text(int field, String key, String value) {
        int pair = out.begin(field);
        out.text(OtlpFields.KEY, key);
        int any = out.begin(OtlpFields.VALUE);
        out.text(OtlpFields.VALUE_STRING, value);
        out.end(any);
        out.end(pair);
    }

    ByteSlice toOtlp() {
        return out.toSlice();
    }

    TraceParts parts() {
        return TraceParts.of(toOtlp());
    }

    static ByteSlice id(long number) {
        return ByteSlice.of(ByteBuffer.allocate(8).putLong(number).array());
    }
}
