package io.tenuto.traceql.lang;

/// The fields that every span has, by their canonical names.
public enum IntrinsicField implements FieldReference {
    DURATION("duration", StaticType.DURATION),
    NAME("name", StaticType.STRING),
    STATUS("status", StaticType.STATUS),
    STATUS_MESSAGE("statusMessage", StaticType.STRING),
    KIND("kind", StaticType.KIND),
    /// 16 lowercase hex digits.
    SPAN_ID("span:id", StaticType.STRING),
    /// 16 lowercase hex digits, all zero for a root.
    PARENT_SPAN_ID("span:parentID", StaticType.STRING),
    CHILD_COUNT("span:childCount", StaticType.INT),
    NESTED_SET_LEFT("nestedSetLeft", StaticType.INT),
    NESTED_SET_RIGHT("nestedSetRight", StaticType.INT),
    NESTED_SET_PARENT("nestedSetParent", StaticType.INT),
    /// Lowercase hex without leading zeros.
    TRACE_ID("trace:id", StaticType.STRING),
    TRACE_DURATION("traceDuration", StaticType.DURATION),
    TRACE_ROOT_NAME("rootName", StaticType.STRING),
    TRACE_ROOT_SERVICE("rootServiceName", StaticType.STRING),
    EVENT_NAME("event:name", StaticType.STRING),
    EVENT_TIME_SINCE_START("event:timeSinceStart", StaticType.DURATION),
    /// Lowercase hex without leading zeros.
    LINK_TRACE_ID("link:traceID", StaticType.STRING),
    /// 16 lowercase hex digits.
    LINK_SPAN_ID("link:spanID", StaticType.STRING),
    /// A string at run time, but untyped to the validator: any comparison is allowed.
    INSTRUMENTATION_NAME("instrumentation:name", StaticType.ATTRIBUTE),
    INSTRUMENTATION_VERSION("instrumentation:version", StaticType.ATTRIBUTE),
    /// Parses, and validation rejects it: no valid query holds one.
    PARENT("parent", StaticType.NIL);

    private final String text;
    private final StaticType type;

    IntrinsicField(String text, StaticType type) {
        this.text = text;
        this.type = type;
    }

    /// The canonical name.
    public String text() {
        return text;
    }

    public StaticType type() {
        return type;
    }

    /// Whether the value belongs to the whole trace.
    public boolean isOfTrace() {
        return switch (this) {
            case TRACE_ID, TRACE_DURATION, TRACE_ROOT_NAME, TRACE_ROOT_SERVICE -> true;
            default -> false;
        };
    }
}
