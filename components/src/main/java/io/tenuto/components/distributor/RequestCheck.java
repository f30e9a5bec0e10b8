package io.tenuto.components.distributor;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.RequestException;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.OtlpValidator;
import io.tenuto.wire.ProtoReader;

/// Checks a request on its bytes. One bad span refuses the whole request. Used by one thread at a time.
final class RequestCheck {
    // Texts that clients know. Source: the ingest section of the public API.
    private static final String BAD_TRACE_ID = "trace ids must be 128 bit, received 0 bits";
    private static final String BAD_SPAN_ID = "span ids must be 64 bit and not all zero, received 0 bits";

    private final OtlpValidator validator = new OtlpValidator();
    private final ProtoReader request = new ProtoReader();
    private final ProtoReader resourceSpans = new ProtoReader();
    private final ProtoReader scopeSpans = new ProtoReader();
    private final ProtoReader span = new ProtoReader();

    /// The number of spans.
    ///
    /// @throws io.tenuto.base.CorruptDataException if it cannot be decoded or an identifier has a wrong length
    /// @throws RequestException if an identifier is missing or zero
    int check(ByteSlice message) {
        int spans = validator.check(message);
        if (spans > 0) checkIds(message);
        return spans;
    }

    private void checkIds(ByteSlice message) {
        request.reset(message);
        while (enter(request, OtlpFields.RESOURCE_SPANS, resourceSpans)) {
            while (enter(resourceSpans, OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, scopeSpans)) {
                while (enter(scopeSpans, OtlpFields.SCOPE_SPANS_SPANS, span)) checkSpan();
            }
        }
    }

    /// Goes to the next field of that number and sets `inner` to it; false at the end.
    private static boolean enter(ProtoReader outer, int field, ProtoReader inner) {
        while (outer.next()) {
            if (outer.field() == field) {
                outer.readBytes();
                inner.resetToValueOf(outer);
                return true;
            }
            outer.skip();
        }
        return false;
    }

    private void checkSpan() {
        boolean hasTraceId = false;
        boolean hasSpanId = false;
        while (span.next()) {
            switch (span.field()) {
                case OtlpFields.SPAN_TRACE_ID -> hasTraceId = isUsable(16, "TraceID");
                case OtlpFields.SPAN_ID -> hasSpanId = isUsable(8, "SpanID");
                case OtlpFields.SPAN_PARENT_ID -> isUsable(8, "SpanID");
                default -> span.skip();
            }
        }
        if (!hasTraceId) throw RequestException.invalid(BAD_TRACE_ID);
        if (!hasSpanId) throw RequestException.invalid(BAD_SPAN_ID);
    }

    /// Whether the identifier just met is there and not zero.
    private boolean isUsable(int bytes, String type) {
        span.readBytes();
        int length = span.valueLength();
        if (length == 0) return false;
        if (length != bytes) throw new UndecodableRequestException("unmarshal: invalid " + type + " length");
        for (int i = span.valueStart(); i < span.valueEnd(); i++) if (span.array()[i] != 0) return true;
        return false;
    }
}
