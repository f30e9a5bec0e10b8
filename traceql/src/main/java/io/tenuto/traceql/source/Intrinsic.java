package io.tenuto.traceql.source;

/// Columns that every source has, and the type of their values.
///
/// STATUS and KIND hold OTLP codes. Identifiers are longs, big-endian; 0 where absent. Trace-level values
/// (TRACE_START and so on) are not columns: they stand in the [TraceTable] under TRACE_ORDINAL.
public enum Intrinsic {
    /// Position of the row's trace in [TraceTable].
    TRACE_ORDINAL(RowKind.SPAN, ValueType.INT),
    SPAN_ID(RowKind.SPAN, ValueType.INT),
    PARENT_SPAN_ID(RowKind.SPAN, ValueType.INT),
    START(RowKind.SPAN, ValueType.INT),
    DURATION(RowKind.SPAN, ValueType.DURATION),
    NAME(RowKind.SPAN, ValueType.STRING),
    KIND(RowKind.SPAN, ValueType.INT),
    STATUS(RowKind.SPAN, ValueType.INT),
    STATUS_MESSAGE(RowKind.SPAN, ValueType.STRING),
    TRACE_STATE(RowKind.SPAN, ValueType.STRING),
    NESTED_SET_LEFT(RowKind.SPAN, ValueType.INT),
    NESTED_SET_RIGHT(RowKind.SPAN, ValueType.INT),
    /// Left number of the parent; -1 for roots, 0 outside any rooted tree.
    NESTED_SET_PARENT(RowKind.SPAN, ValueType.INT),
    CHILD_COUNT(RowKind.SPAN, ValueType.INT),
    INSTRUMENTATION_NAME(RowKind.SPAN, ValueType.STRING),
    INSTRUMENTATION_VERSION(RowKind.SPAN, ValueType.STRING),
    /// A hash of 32 bits over all content of the span as received, resource and scope included: tells twins from
    /// namesakes.
    CONTENT_HASH(RowKind.SPAN, ValueType.INT),
    EVENT_NAME(RowKind.EVENT, ValueType.STRING),
    /// Event time minus span start, nanoseconds.
    EVENT_TIME_SINCE_START(RowKind.EVENT, ValueType.DURATION),
    /// Upper and lower half of the linked trace's identifier.
    LINK_TRACE_ID_HIGH(RowKind.LINK, ValueType.INT),
    LINK_TRACE_ID_LOW(RowKind.LINK, ValueType.INT),
    LINK_SPAN_ID(RowKind.LINK, ValueType.INT);

    private final RowKind rowKind;
    private final ValueType type;

    Intrinsic(RowKind rowKind, ValueType type) {
        this.rowKind = rowKind;
        this.type = type;
    }

    public RowKind rowKind() {
        return rowKind;
    }

    public ValueType type() {
        return type;
    }
}
