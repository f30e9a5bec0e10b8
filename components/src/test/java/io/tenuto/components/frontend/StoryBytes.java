package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.nio.ByteBuffer;

/// The smallest request: one span of a trace of its own.
final class StoryBytes {
    private StoryBytes() {}

    static ByteSlice span(long id) {
        var out = new ProtoWriter(64);
        int resource = out.begin(OtlpFields.RESOURCE_SPANS);
        int scope = out.begin(OtlpFields.RESOURCE_SPANS_SCOPE_SPANS);
        int span = out.begin(OtlpFields.SCOPE_SPANS_SPANS);
        out.bytes(
                OtlpFields.SPAN_TRACE_ID,
                ByteSlice.of(ByteBuffer.allocate(16).putLong(7).putLong(id).array()));
        out.bytes(
                OtlpFields.SPAN_ID,
                ByteSlice.of(ByteBuffer.allocate(8).putLong(id).array()));
        out.fixed64(OtlpFields.SPAN_START, 1);
        out.fixed64(OtlpFields.SPAN_END, 2);
        out.end(span);
        out.end(scope);
        out.end(resource);
        return out.toSlice();
    }
}
