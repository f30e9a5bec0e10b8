package io.tenuto.it.shards;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.tenuto.model.TraceId;
import java.nio.ByteBuffer;

/// Traces that come in several requests, so that each lies in several blocks if a block is made after each request.
///
/// @param traceCount traces, one second after the other
/// @param spanCount spans that each request has of each trace; the first of the first request is the root
record SplitTraces(int traceCount, int spanCount, long startSeconds) {
    static TraceId id(int trace) {
        return new TraceId(7, trace + 1);
    }

    byte[] request(int part) {
        var request = ExportTraceServiceRequest.newBuilder();
        for (int service = 0; service < 3; service++) {
            var spans = ScopeSpans.newBuilder();
            for (int t = service; t < traceCount; t += 3) {
                for (int i = 0; i < spanCount; i++) spans.addSpans(span(t, part * spanCount + i));
            }
            request.addResourceSpans(ResourceSpans.newBuilder()
                    .setResource(Resource.newBuilder().addAttributes(text("service.name", "service-" + service)))
                    .addScopeSpans(spans));
        }
        return request.build().toByteArray();
    }

    private Span span(int trace, int number) {
        long start = (startSeconds + trace) * 1_000_000_000L + number * 1_000_000L;
        var span = Span.newBuilder()
                .setTraceId(ByteString.copyFrom(id(trace).toByteArray()))
                .setSpanId(spanId(number))
                .setName(number == 0 ? "root" : "step-" + number % 4)
                .setKind(Span.SpanKind.SPAN_KIND_SERVER)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + (1 + (trace * 7L + number * 13L) % 500) * 1_000_000L)
                .addAttributes(text("route", "/r" + (trace + number) % 5))
                .addAttributes(integer("size", (trace * 31L + number) % 1000));
        if (number > 0) span.setParentSpanId(spanId(number % 3 == 0 ? 0 : number / 2));
        if ((trace + number) % 11 == 0)
            span.setStatus(Status.newBuilder().setCode(Status.StatusCode.STATUS_CODE_ERROR));
        return span.build();
    }

    private static ByteString spanId(long number) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number + 1).array());
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static KeyValue integer(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }
}
