package io.tenuto.it.client;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.model.TraceId;
import java.nio.ByteBuffer;
import java.util.List;

/// Small traces with known content, made by another encoder than the product's.
public final class TestSpans {
    private TestSpans() {}

    /// One request with one trace of `spanCount` spans: a root and its children, all of one service.
    public static byte[] trace(TraceId id, String service, int spanCount, long startUnixNanos) {
        return traces(List.of(id), service, spanCount, startUnixNanos);
    }

    /// One request with several such traces, in one resource and one scope.
    public static byte[] traces(List<TraceId> ids, String service, int spanCount, long startUnixNanos) {
        var spans = ScopeSpans.newBuilder();
        for (TraceId id : ids) {
            for (int i = 0; i < spanCount; i++) spans.addSpans(span(id, i, startUnixNanos));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(text("service.name", service)))
                        .addScopeSpans(spans))
                .build()
                .toByteArray();
    }

    private static Span span(TraceId id, int number, long startUnixNanos) {
        var span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(id.toByteArray()))
                .setSpanId(spanId(number + 1))
                .setName(number == 0 ? "root" : "child")
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(startUnixNanos + number)
                .setEndTimeUnixNano(startUnixNanos + 1_000_000)
                .addAttributes(text("test.trace", id.toHex()));
        if (number > 0) span.setParentSpanId(spanId(1));
        return span.build();
    }

    private static ByteString spanId(long number) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number).array());
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }
}
