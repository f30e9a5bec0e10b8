package io.tenuto.wire;

/// Field numbers of the OTLP trace messages. Source: opentelemetry-proto 1.x, trace.proto, common.proto,
/// resource.proto.
public final class OtlpFields {
    /// ExportTraceServiceRequest and TracesData.
    public static final int RESOURCE_SPANS = 1;

    public static final int RESOURCE_SPANS_RESOURCE = 1;
    public static final int RESOURCE_SPANS_SCOPE_SPANS = 2;
    public static final int RESOURCE_SPANS_SCHEMA_URL = 3;

    public static final int RESOURCE_ATTRIBUTES = 1;
    public static final int RESOURCE_DROPPED_ATTRIBUTES = 2;
    public static final int RESOURCE_ENTITIES = 3;

    /// EntityRef: the largest field number, all are strings.
    public static final int ENTITY_LAST = 4;

    public static final int SCOPE_SPANS_SCOPE = 1;
    public static final int SCOPE_SPANS_SPANS = 2;
    public static final int SCOPE_SPANS_SCHEMA_URL = 3;

    public static final int SCOPE_NAME = 1;
    public static final int SCOPE_VERSION = 2;
    public static final int SCOPE_ATTRIBUTES = 3;
    public static final int SCOPE_DROPPED_ATTRIBUTES = 4;

    public static final int SPAN_TRACE_ID = 1;
    public static final int SPAN_ID = 2;
    public static final int SPAN_TRACE_STATE = 3;
    public static final int SPAN_PARENT_ID = 4;
    public static final int SPAN_NAME = 5;
    public static final int SPAN_KIND = 6;
    public static final int SPAN_START = 7;
    public static final int SPAN_END = 8;
    public static final int SPAN_ATTRIBUTES = 9;
    public static final int SPAN_DROPPED_ATTRIBUTES = 10;
    public static final int SPAN_EVENTS = 11;
    public static final int SPAN_DROPPED_EVENTS = 12;
    public static final int SPAN_LINKS = 13;
    public static final int SPAN_DROPPED_LINKS = 14;
    public static final int SPAN_STATUS = 15;
    public static final int SPAN_FLAGS = 16;

    public static final int STATUS_MESSAGE = 2;
    public static final int STATUS_CODE = 3;

    public static final int EVENT_TIME = 1;
    public static final int EVENT_NAME = 2;
    public static final int EVENT_ATTRIBUTES = 3;
    public static final int EVENT_DROPPED_ATTRIBUTES = 4;

    public static final int LINK_TRACE_ID = 1;
    public static final int LINK_SPAN_ID = 2;
    public static final int LINK_TRACE_STATE = 3;
    public static final int LINK_ATTRIBUTES = 4;
    public static final int LINK_DROPPED_ATTRIBUTES = 5;
    public static final int LINK_FLAGS = 6;

    public static final int KEY = 1;
    public static final int VALUE = 2;
    public static final int KEY_INDEX = 3;

    public static final int VALUE_STRING = 1;
    public static final int VALUE_BOOL = 2;
    public static final int VALUE_INT = 3;
    public static final int VALUE_DOUBLE = 4;
    public static final int VALUE_ARRAY = 5;
    public static final int VALUE_KVLIST = 6;
    public static final int VALUE_BYTES = 7;
    public static final int VALUE_STRING_INDEX = 8;

    /// ArrayValue and KeyValueList.
    public static final int VALUES = 1;

    private OtlpFields() {}
}
