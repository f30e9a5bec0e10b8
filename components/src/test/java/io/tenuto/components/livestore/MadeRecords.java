package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Records of partition 0 as a log would hand them out.
final class MadeRecords {
    private MadeRecords() {}

    /// One span of a trace of its own.
    static StoredRecord span(String tenant, long offset) {
        return new StoredRecord(offset, record(tenant, spanOf(offset)));
    }

    /// What no decoder takes.
    static StoredRecord poison(String tenant, long offset) {
        return new StoredRecord(offset, record(tenant, ByteSlice.utf8("no request at all")));
    }

    /// A request that is in order and holds no span.
    static StoredRecord empty(String tenant, long offset) {
        return new StoredRecord(offset, record(tenant, ByteSlice.EMPTY));
    }

    static LogRecord record(String tenant, ByteSlice value) {
        return new LogRecord(0, Optional.of(tenant), 1, false, value);
    }

    static ByteSlice spanOf(long id) {
        return spanOf(id, "");
    }

    /// @param attribute a key, which has a value that no other span has; "" for none
    static ByteSlice spanOf(long id, String attribute) {
        var out = new ProtoWriter(64);
        int resource = out.begin(OtlpFields.RESOURCE_SPANS);
        int scope = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
        int span = out.begin(OtlpFields.SCOPE_SPANS_SPANS);
        out.bytes(
                OtlpFields.SPAN_TRACE_ID,
                ByteSlice.of(ByteBuffer.allocate(16).putLong(7).putLong(id + 1).array()));
        out.bytes(
                OtlpFields.SPAN_ID,
                ByteSlice.of(ByteBuffer.allocate(8).putLong(id + 1).array()));
        out.fixed64(OtlpFields.SPAN_START, 1);
        out.fixed64(OtlpFields.SPAN_END, 2);
        if (!attribute.isEmpty()) {
            int pair = out.begin(OtlpFields.SPAN_ATTRIBUTES);
            out.text(OtlpFields.KEY, attribute);
            int value = out.begin(OtlpFields.VALUE);
            out.text(OtlpFields.VALUE_STRING, "value-" + id);
            out.end(value);
            out.end(pair);
        }
        out.end(span);
        out.end(scope);
        out.end(resource);
        return out.toSlice();
    }
}
