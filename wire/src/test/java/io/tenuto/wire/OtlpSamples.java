package io.tenuto.wire;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.List;

/// Small requests that together use everything that OTLP has.
final class OtlpSamples {
    static final String JSON = """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"a"}}],
            "droppedAttributesCount":1},"schemaUrl":"u","scopeSpans":[{"scope":{"name":"n","version":"v"},
            "spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","name":"op",
            "kind":"SPAN_KIND_SERVER","startTimeUnixNano":"1700000000000000000","endTimeUnixNano":1700000000000000001,
            "attributes":[{"key":"i","value":{"intValue":"-5"}},{"key":"d","value":{"doubleValue":1.5e3}},
            {"key":"b","value":{"boolValue":true}},{"key":"x","value":{"bytesValue":"AQI="}},
            {"key":"l","value":{"arrayValue":{"values":[{"stringValue":"é"},{"doubleValue":"NaN"}]}}},
            {"key":"m","value":{"kvlistValue":{"values":[{"key":"k","value":{"intValue":1}}]}}}],
            "events":[{"time_unix_nano":"5","name":"e","attributes":[]}],
            "links":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","flags":1}],
            "status":{"code":2,"message":"m"},"flags":257,"traceState":"a=b","unknown":[{"x":[null]}]}]}]}]}""";

    private OtlpSamples() {}

    static List<TracesData> all() {
        return List.of(
                of(span()),
                of(Span.newBuilder().addEvents(event())),
                of(Span.newBuilder().addLinks(link())));
    }

    private static TracesData of(Span.Builder span) {
        var resource = Resource.newBuilder()
                .addAttributes(pair("service.name", text("a")))
                .setDroppedAttributesCount(1);
        var scope = InstrumentationScope.newBuilder()
                .setName("n")
                .setVersion("v")
                .addAttributes(pair("k", text("")))
                .setDroppedAttributesCount(2);
        var spans = ScopeSpans.newBuilder().setScope(scope).addSpans(span).setSchemaUrl("u");
        return TracesData.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource)
                        .addScopeSpans(spans)
                        .setSchemaUrl("u"))
                .build();
    }

    private static Span.Builder span() {
        var list = KeyValueList.newBuilder()
                .addValues(pair("d", AnyValue.newBuilder().setDoubleValue(0.5).build()));
        var array = ArrayValue.newBuilder()
                .addValues(text("x"))
                .addValues(AnyValue.newBuilder().setKvlistValue(list));
        return Span.newBuilder()
                .setTraceId(id(16))
                .setSpanId(id(8))
                .setParentSpanId(id(8))
                .setTraceState("a=b")
                .setName("op")
                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                .setStartTimeUnixNano(1_700_000_000_000_000_000L)
                .setEndTimeUnixNano(1_700_000_000_000_001_000L)
                .addAttributes(pair("i", AnyValue.newBuilder().setIntValue(-1).build()))
                .addAttributes(
                        pair("b", AnyValue.newBuilder().setBoolValue(true).build()))
                .addAttributes(
                        pair("x", AnyValue.newBuilder().setBytesValue(id(2)).build()))
                .addAttributes(
                        pair("l", AnyValue.newBuilder().setArrayValue(array).build()))
                .setDroppedAttributesCount(1)
                .setDroppedEventsCount(2)
                .setDroppedLinksCount(3)
                .setStatus(Status.newBuilder().setCodeValue(2).setMessage("m"))
                .setFlags(257);
    }

    private static Span.Event.Builder event() {
        return Span.Event.newBuilder()
                .setTimeUnixNano(5)
                .setName("e")
                .addAttributes(pair("k", text("v")))
                .setDroppedAttributesCount(1);
    }

    private static Span.Link.Builder link() {
        return Span.Link.newBuilder()
                .setTraceId(id(16))
                .setSpanId(id(8))
                .setTraceState("a=b")
                .addAttributes(pair("k", text("v")))
                .setDroppedAttributesCount(1)
                .setFlags(1);
    }

    private static KeyValue pair(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static AnyValue text(String text) {
        return AnyValue.newBuilder().setStringValue(text).build();
    }

    private static ByteString id(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (i + 1);
        return ByteString.copyFrom(bytes);
    }
}
