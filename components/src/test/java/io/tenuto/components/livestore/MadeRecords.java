package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

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
        return spanOf(id, out -> {});
    }

    /// @param attribute a key, which has a text that no other span has; `number` has one of 1,000 numbers
    static ByteSlice spanOf(long id, String attribute) {
        return spanOf(id, out -> {
            attribute(out, attribute, "value-" + id);
            attribute(out, "number", id % 1000);
        });
    }

    /// A span with as many attributes, all texts or all numbers.
    static ByteSlice wideSpan(long id, int attributes, boolean areNumbers) {
        return spanOf(id, out -> {
            for (int i = 0; i < attributes; i++) {
                if (areNumbers) attribute(out, "key-" + i, id);
                else attribute(out, "key-" + i, "value-" + id);
            }
        });
    }

    private static void attribute(ProtoWriter out, String key, String text) {
        attribute(out, key, value -> value.text(OtlpFields.VALUE_STRING, text));
    }

    private static void attribute(ProtoWriter out, String key, long number) {
        attribute(out, key, value -> value.varint(OtlpFields.VALUE_INT, number));
    }

    private static void attribute(ProtoWriter out, String key, Consumer<ProtoWriter> value) {
        int pair = out.begin(OtlpFields.SPAN_ATTRIBUTES);
        out.text(OtlpFields.KEY, key);
        int mark = out.begin(OtlpFields.VALUE);
        value.accept(out);
        out.end(mark);
        out.end(pair);
    }

    private static ByteSlice spanOf(long id, Consumer<ProtoWriter> attributes) {
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
        attributes.accept(out);
        out.end(span);
        out.end(scope);
        out.end(resource);
        return out.toSlice();
    }
}
