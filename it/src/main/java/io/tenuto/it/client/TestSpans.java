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

/// Small traces with known content, made by another encoder than the product's.
public final class TestSpans {
    private TestSpans() {}

    /// One request with one trace of `spanCount` spans: a root and its children, all of one service.
    public static byte[] trace(TraceId id, String service, int spanCount, long startUnixNanos) {
        var spans = ScopeSpans.newBuilder();
        for (int i = 0; i < spanCount; i++) {
            var span = Span.newBuilder()
                    .setTraceId(ByteString.copyFrom(id.toByteArray()))
                    .setSpanId(spanId(i + 1))
                    .setName(i == 0 ? "root" : "child")
                    .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                    .setStartTimeUnixNano(startUnixNanos + i)
                    .setEndTimeUnixNano(startUnixNanos + 1_000_000)
                    .addAttributes(text("test.trace", id.toHex()));
            if (i > 0) span.setParentSpanId(spanId(1));
            spans.addSpans(span);
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Resource.newBuilder().addAttributes(text("service.name", service)))
                        .addScopeSpans(spans))
                .build()
                .toByteArray();
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
