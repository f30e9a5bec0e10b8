package io.tenuto.components.distributor;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.base.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Requests made by another encoder than the product's.
final class MadeRequest {
    private MadeRequest() {}

    /// A random request of several resources, scopes and traces, some of them empty.
    static ExportTraceServiceRequest random(SplittableRandom random, int traceCount) {
        var request = ExportTraceServiceRequest.newBuilder();
        for (int r = random.nextInt(1, 6); r > 0; r--) {
            var resource = ResourceSpans.newBuilder();
            if (random.nextInt(5) > 0) resource.setResource(resource("service-" + random.nextInt(3), 20));
            if (random.nextInt(3) == 0) resource.setSchemaUrl("https://schema/" + random.nextInt(2));
            for (int s = random.nextInt(4); s > 0; s--) {
                var scope = ScopeSpans.newBuilder();
                if (random.nextBoolean())
                    scope.setScope(InstrumentationScope.newBuilder().setName("library"));
                if (random.nextInt(3) == 0) scope.setSchemaUrl("https://scope/" + random.nextInt(2));
                for (int i = random.nextInt(12); i > 0; i--) {
                    scope.addSpans(span(random.nextInt(traceCount), random.nextLong(), random.nextInt(200)));
                }
                resource.addScopeSpans(scope);
            }
            request.addResourceSpans(resource);
        }
        return request.build();
    }

    /// One resource with an attribute of `attributeBytes`, one scope, one span of each of `traceCount` traces.
    static ExportTraceServiceRequest wide(int traceCount, int attributeBytes) {
        var scope = ScopeSpans.newBuilder();
        for (int t = 0; t < traceCount; t++) scope.addSpans(span(t, 1, 10));
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(resource("wide", attributeBytes))
                        .addScopeSpans(scope))
                .build();
    }

    static Resource resource(String service, int attributeBytes) {
        return Resource.newBuilder()
                .addAttributes(text("service.name", service))
                .addAttributes(text("filler", "x".repeat(attributeBytes)))
                .build();
    }

    static Span span(long trace, long id, int nameLength) {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(7).putLong(trace).array()))
                .setSpanId(ByteString.copyFrom(
                        ByteBuffer.allocate(8).putLong(id | 1).array()))
                .setName("n".repeat(nameLength))
                .setStartTimeUnixNano(1_000_000_000L)
                .build();
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    static ByteSlice bytes(ExportTraceServiceRequest request) {
        return ByteSlice.of(request.toByteArray());
    }

    static ExportTraceServiceRequest parse(ByteSlice message) {
        try {
            return ExportTraceServiceRequest.parseFrom(message.toByteArray());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /// Each span with all that it stands in, as one text.
    static List<String> spans(ExportTraceServiceRequest request) {
        var found = new ArrayList<String>();
        for (ResourceSpans resource : request.getResourceSpansList()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                String around = resource.hasResource()
                        + resource.getResource().toString()
                        + resource.getSchemaUrl()
                        + scope.hasScope()
                        + scope.getScope()
                        + scope.getSchemaUrl();
                for (Span span : scope.getSpansList()) found.add(around + span);
            }
        }
        return found;
    }
}
