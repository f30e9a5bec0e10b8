package io.tenuto.wire;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;

/// Walks a whole ExportTraceServiceRequest and finds every contradiction before anybody stores a part of it.
///
/// Used by one thread; keeps cursors between calls, so nothing is allocated per span.
public final class OtlpValidator {
    /// AnyValue messages nested deeper than this are refused, as protobuf libraries do.
    public static final int NESTING_MAX = 64;

    private final ProtoReader request = new ProtoReader();
    private final ProtoReader resourceSpans = new ProtoReader();
    private final ProtoReader scopeSpans = new ProtoReader();
    private final ProtoReader span = new ProtoReader();
    private final ProtoReader part = new ProtoReader();
    private final ProtoReader[] values = new ProtoReader[2 * NESTING_MAX + 4];

    public OtlpValidator() {
        for (int i = 0; i < values.length; i++) values[i] = new ProtoReader();
    }

    /// The number of spans.
    ///
    /// @throws io.tenuto.base.CorruptDataException if the message cannot be decoded, an identifier is too long, or
    /// values nest too deep
    public int check(ByteSlice message) {
        int spans = 0;
        request.reset(message);
        while (request.next()) {
            if (request.field() != OtlpFields.RESOURCE_SPANS) {
                request.skip();
                continue;
            }
            request.readBytes();
            resourceSpans.resetToValueOf(request);
            spans += checkResourceSpans();
        }
        return spans;
    }

    private int checkResourceSpans() {
        int spans = 0;
        while (resourceSpans.next()) {
            switch (resourceSpans.field()) {
                case OtlpFields.RESOURCE_SPANS_RESOURCE -> {
                    resourceSpans.readBytes();
                    part.resetToValueOf(resourceSpans);
                    checkResource();
                }
                case OtlpFields.RESOURCE_SPANS_SCOPE_SPANS -> {
                    resourceSpans.readBytes();
                    scopeSpans.resetToValueOf(resourceSpans);
                    spans += checkScopeSpans();
                }
                case OtlpFields.RESOURCE_SPANS_SCHEMA_URL -> resourceSpans.readBytes();
                default -> resourceSpans.skip();
            }
        }
        return spans;
    }

    private int checkScopeSpans() {
        int spans = 0;
        while (scopeSpans.next()) {
            switch (scopeSpans.field()) {
                case OtlpFields.SCOPE_SPANS_SCOPE -> {
                    scopeSpans.readBytes();
                    part.resetToValueOf(scopeSpans);
                    checkScope();
                }
                case OtlpFields.SCOPE_SPANS_SPANS -> {
                    scopeSpans.readBytes();
                    span.resetToValueOf(scopeSpans);
                    checkSpan();
                    spans++;
                }
                case OtlpFields.SCOPE_SPANS_SCHEMA_URL -> scopeSpans.readBytes();
                default -> scopeSpans.skip();
            }
        }
        return spans;
    }

    private void checkScope() {
        while (part.next()) {
            switch (part.field()) {
                case OtlpFields.SCOPE_NAME, OtlpFields.SCOPE_VERSION -> part.readBytes();
                case OtlpFields.SCOPE_ATTRIBUTES -> checkPair(part, 0);
                case OtlpFields.SCOPE_DROPPED_ATTRIBUTES -> part.readVarint();
                default -> part.skip();
            }
        }
    }

    private void checkSpan() {
        while (span.next()) {
            switch (span.field()) {
                case OtlpFields.SPAN_TRACE_ID -> checkId(span, 16);
                case OtlpFields.SPAN_ID, OtlpFields.SPAN_PARENT_ID -> checkId(span, 8);
                case OtlpFields.SPAN_NAME, OtlpFields.SPAN_TRACE_STATE -> span.readBytes();
                case OtlpFields.SPAN_START, OtlpFields.SPAN_END -> span.readFixed64();
                case OtlpFields.SPAN_ATTRIBUTES -> checkPair(span, 0);
                case OtlpFields.SPAN_EVENTS -> {
                    span.readBytes();
                    part.resetToValueOf(span);
                    checkEvent();
                }
                case OtlpFields.SPAN_LINKS -> {
                    span.readBytes();
                    part.resetToValueOf(span);
                    checkLink();
                }
                case OtlpFields.SPAN_STATUS -> {
                    span.readBytes();
                    part.resetToValueOf(span);
                    checkStatus();
                }
                case OtlpFields.SPAN_FLAGS -> span.readFixed32();
                case OtlpFields.SPAN_KIND,
                        OtlpFields.SPAN_DROPPED_ATTRIBUTES,
                        OtlpFields.SPAN_DROPPED_EVENTS,
                        OtlpFields.SPAN_DROPPED_LINKS -> span.readVarint();
                default -> span.skip();
            }
        }
    }

    private void checkEvent() {
        while (part.next()) {
            switch (part.field()) {
                case OtlpFields.EVENT_TIME -> part.readFixed64();
                case OtlpFields.EVENT_NAME -> part.readBytes();
                case OtlpFields.EVENT_ATTRIBUTES -> checkPair(part, 0);
                case OtlpFields.EVENT_DROPPED_ATTRIBUTES -> part.readVarint();
                default -> part.skip();
            }
        }
    }

    private void checkLink() {
        while (part.next()) {
            switch (part.field()) {
                case OtlpFields.LINK_TRACE_ID -> checkId(part, 16);
                case OtlpFields.LINK_SPAN_ID -> checkId(part, 8);
                case OtlpFields.LINK_TRACE_STATE -> part.readBytes();
                case OtlpFields.LINK_ATTRIBUTES -> checkPair(part, 0);
                case OtlpFields.LINK_DROPPED_ATTRIBUTES -> part.readVarint();
                case OtlpFields.LINK_FLAGS -> part.readFixed32();
                default -> part.skip();
            }
        }
    }

    private void checkStatus() {
        while (part.next()) {
            switch (part.field()) {
                case OtlpFields.STATUS_MESSAGE -> part.readBytes();
                case OtlpFields.STATUS_CODE -> part.readVarint();
                default -> part.skip();
            }
        }
    }

    private void checkResource() {
        while (part.next()) {
            switch (part.field()) {
                case OtlpFields.RESOURCE_ATTRIBUTES -> checkPair(part, 0);
                case OtlpFields.RESOURCE_DROPPED_ATTRIBUTES -> part.readVarint();
                case OtlpFields.RESOURCE_ENTITIES -> checkEntity();
                default -> part.skip();
            }
        }
    }

    /// Of an entity only strings are known.
    private void checkEntity() {
        part.readBytes();
        ProtoReader entity = values[0];
        entity.resetToValueOf(part);
        while (entity.next()) {
            if (entity.field() <= OtlpFields.ENTITY_LAST) entity.readBytes();
            else entity.skip();
        }
    }

    private static void checkId(ProtoReader reader, int bytesMax) {
        reader.readBytes();
        Check.data(
                reader.valueLength() <= bytesMax, "identifier of %s bytes, at most %s", reader.valueLength(), bytesMax);
    }

    private void checkPair(ProtoReader outer, int depth) {
        outer.readBytes();
        Check.data(depth / 2 < NESTING_MAX, "values nest deeper than %s", NESTING_MAX);
        ProtoReader pair = values[depth];
        pair.resetToValueOf(outer);
        while (pair.next()) {
            switch (pair.field()) {
                case OtlpFields.KEY -> pair.readBytes();
                case OtlpFields.VALUE -> checkValue(pair, depth + 1);
                case OtlpFields.KEY_INDEX -> pair.readVarint();
                default -> pair.skip();
            }
        }
    }

    private void checkValue(ProtoReader outer, int depth) {
        outer.readBytes();
        Check.data(depth / 2 < NESTING_MAX, "values nest deeper than %s", NESTING_MAX);
        ProtoReader value = values[depth];
        value.resetToValueOf(outer);
        while (value.next()) {
            switch (value.field()) {
                case OtlpFields.VALUE_STRING, OtlpFields.VALUE_BYTES -> value.readBytes();
                case OtlpFields.VALUE_BOOL, OtlpFields.VALUE_INT, OtlpFields.VALUE_STRING_INDEX -> value.readVarint();
                case OtlpFields.VALUE_DOUBLE -> value.readFixed64();
                case OtlpFields.VALUE_ARRAY -> checkList(value, depth + 1, false);
                case OtlpFields.VALUE_KVLIST -> checkList(value, depth + 1, true);
                default -> value.skip();
            }
        }
    }

    private void checkList(ProtoReader outer, int depth, boolean ofPairs) {
        outer.readBytes();
        Check.data(depth / 2 < NESTING_MAX, "values nest deeper than %s", NESTING_MAX);
        ProtoReader list = values[depth];
        list.resetToValueOf(outer);
        while (list.next()) {
            if (list.field() != OtlpFields.VALUES) list.skip();
            else if (ofPairs) checkPair(list, depth + 1);
            else checkValue(list, depth + 1);
        }
    }
}
