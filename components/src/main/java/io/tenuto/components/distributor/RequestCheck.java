package io.tenuto.components.distributor;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.OtlpValidator;
import io.tenuto.wire.ProtoReader;

/// Checks a request on its bytes. One bad span refuses the whole request. Used by one thread at a time.
final class RequestCheck {
    // What the collector's encoder writes even when it is empty: a tag and the length 0.
    private static final int EMPTY_FIELD_BYTES = 2;

    private final OtlpValidator validator = new OtlpValidator();
    private final ProtoReader request = new ProtoReader();
    private final ProtoReader resourceSpans = new ProtoReader();
    private final ProtoReader scopeSpans = new ProtoReader();
    private final ProtoReader span = new ProtoReader();
    private Verdict verdict = Verdict.GOOD;

    /// What is wrong with the identifiers of a request that can be decoded.
    enum Verdict {
        // Texts that clients know. Source: the ingest section of the public API.
        GOOD("", ""),
        BAD_TRACE_ID("trace ids must be 128 bit, received 0 bits", "invalid_trace_id"),
        BAD_SPAN_ID("span ids must be 64 bit and not all zero, received 0 bits", "invalid_span_id");

        private final String text;
        private final String reason;

        Verdict(String text, String reason) {
            this.text = text;
            this.reason = reason;
        }

        String text() {
            return text;
        }

        /// As a label of the metric of discarded spans.
        String reason() {
            return reason;
        }
    }

    /// A request that can be decoded.
    ///
    /// @param ratedBytes its size for rate limits: as a collector encodes it, with fields never left out
    /// @param verdict of the first bad span
    record Checked(int spans, long ratedBytes, Verdict verdict) {
        static final Checked EMPTY = new Checked(0, 0, Verdict.GOOD);
    }

    /// @throws io.tenuto.base.CorruptDataException if it cannot be decoded
    /// @throws UndecodableRequestException if an identifier has a wrong length
    Checked check(ByteSlice message) {
        int spans = validator.check(message);
        if (spans == 0) return Checked.EMPTY;
        verdict = Verdict.GOOD;
        long bytes = 0;
        request.reset(message);
        while (request.next()) {
            if (!enter(request, OtlpFields.RESOURCE_SPANS, resourceSpans)) continue;
            bytes += fieldBytes(checkResourceSpans());
        }
        return new Checked(spans, bytes, verdict);
    }

    /// Reads the present field; whether it is `field`, then `inner` is set to its message.
    private static boolean enter(ProtoReader outer, int field, ProtoReader inner) {
        outer.skip();
        if (outer.field() != field) return false;
        inner.resetToValueOf(outer);
        return true;
    }

    private long checkResourceSpans() {
        long bytes = EMPTY_FIELD_BYTES;
        while (resourceSpans.next()) {
            if (enter(resourceSpans, OtlpFields.RESOURCE_SPANS_SCOPE_SPANS, scopeSpans)) {
                bytes += fieldBytes(checkScopeSpans());
                continue;
            }
            bytes += presentBytes(resourceSpans);
            if (resourceSpans.field() == OtlpFields.RESOURCE_SPANS_RESOURCE) bytes -= EMPTY_FIELD_BYTES;
        }
        return bytes;
    }

    private long checkScopeSpans() {
        long bytes = EMPTY_FIELD_BYTES;
        while (scopeSpans.next()) {
            if (enter(scopeSpans, OtlpFields.SCOPE_SPANS_SPANS, span)) {
                bytes += fieldBytes(checkSpan());
                continue;
            }
            bytes += presentBytes(scopeSpans);
            if (scopeSpans.field() == OtlpFields.SCOPE_SPANS_SCOPE) bytes -= EMPTY_FIELD_BYTES;
        }
        return bytes;
    }

    private long checkSpan() {
        int start = span.position();
        boolean hasTraceId = false;
        boolean hasSpanId = false;
        // Both identifiers are there in every span that is not refused.
        int absent = 2 * EMPTY_FIELD_BYTES;
        while (span.next()) {
            switch (span.field()) {
                case OtlpFields.SPAN_TRACE_ID -> hasTraceId = isUsable(16, "TraceID");
                case OtlpFields.SPAN_ID -> hasSpanId = isUsable(8, "SpanID");
                case OtlpFields.SPAN_PARENT_ID -> {
                    isUsable(8, "SpanID");
                    absent -= EMPTY_FIELD_BYTES;
                }
                case OtlpFields.SPAN_STATUS -> {
                    span.skip();
                    absent -= EMPTY_FIELD_BYTES;
                }
                default -> span.skip();
            }
        }
        if (verdict == Verdict.GOOD && !hasTraceId) verdict = Verdict.BAD_TRACE_ID;
        if (verdict == Verdict.GOOD && !hasSpanId) verdict = Verdict.BAD_SPAN_ID;
        return span.position() - start + Math.max(0, absent);
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

    /// Bytes of the field just read, as they came.
    private static int presentBytes(ProtoReader reader) {
        return reader.position() - reader.tagStart();
    }

    /// Bytes of a field with a number below 16 that holds a message of `bytes`.
    private static long fieldBytes(long bytes) {
        return 1 + (70 - Long.numberOfLeadingZeros(bytes | 1)) / 7 + bytes;
    }
}
