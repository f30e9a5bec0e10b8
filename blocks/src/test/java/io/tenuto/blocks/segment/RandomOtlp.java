package io.tenuto.blocks.segment;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
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
import java.util.SplittableRandom;

/// Random requests that use everything OTLP has, odd things included. The same for the same seed.
public final class RandomOtlp {
    private static final String[] KEYS = {"http.method", "user.id", "db.rows", "weird key ☃", "", "flag", "x"};
    private final SplittableRandom random;
    private final int traceCount;

    public RandomOtlp(long seed, int traceCount) {
        this.random = new SplittableRandom(seed);
        this.traceCount = traceCount;
    }

    public ExportTraceServiceRequest request(int spanCount) {
        var request = ExportTraceServiceRequest.newBuilder();
        int left = spanCount;
        while (left > 0) {
            var resource = ResourceSpans.newBuilder().setResource(resource());
            if (random.nextInt(4) == 0) resource.setSchemaUrl("https://schema/" + random.nextInt(2));
            int scopes = random.nextInt(1, 3);
            for (int s = 0; s < scopes && left > 0; s++) {
                var scope = ScopeSpans.newBuilder().setScope(scope());
                if (random.nextInt(4) == 0) scope.setSchemaUrl("https://scope/" + random.nextInt(2));
                int spans = Math.min(left, random.nextInt(1, 9));
                for (int i = 0; i < spans; i++) scope.addSpans(span());
                left -= spans;
                resource.addScopeSpans(scope);
            }
            request.addResourceSpans(resource);
        }
        return request.build();
    }

    private Resource resource() {
        var resource = Resource.newBuilder();
        if (random.nextInt(8) != 0) resource.addAttributes(pair("service.name", text("service-" + random.nextInt(3))));
        for (int i = random.nextInt(3); i > 0; i--) resource.addAttributes(attribute(0));
        if (random.nextInt(5) == 0) resource.setDroppedAttributesCount(random.nextInt(5));
        return resource.build();
    }

    private InstrumentationScope scope() {
        var scope = InstrumentationScope.newBuilder();
        if (random.nextBoolean()) scope.setName("lib-" + random.nextInt(3));
        if (random.nextBoolean()) scope.setVersion("1." + random.nextInt(2));
        for (int i = random.nextInt(2); i > 0; i--) scope.addAttributes(attribute(0));
        return scope.build();
    }

    private Span span() {
        long start = random.nextInt(20) == 0
                ? random.nextLong()
                : 1_700_000_000_000_000_000L + random.nextInt(1_000_000_000);
        var span = Span.newBuilder()
                .setTraceId(traceId(random.nextInt(traceCount)))
                .setSpanId(id(8, random.nextLong()))
                .setName(random.nextInt(9) == 0 ? "" : "op-" + random.nextInt(20))
                .setKindValue(random.nextInt(6))
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + random.nextInt(1_000_000));
        if (random.nextInt(4) != 0) span.setParentSpanId(random.nextInt(30) == 0 ? id(3, 7) : id(8, random.nextLong()));
        if (random.nextInt(10) == 0) span.setTraceState("ot=th:8,x=" + random.nextInt(3));
        if (random.nextInt(3) == 0) span.setFlags(random.nextInt());
        if (random.nextInt(9) == 0) span.setDroppedAttributesCount(random.nextInt(9));
        if (random.nextInt(9) == 0) span.setDroppedEventsCount(random.nextInt(9));
        if (random.nextInt(9) == 0) span.setDroppedLinksCount(random.nextInt(9));
        for (int i = random.nextInt(6); i > 0; i--) span.addAttributes(attribute(0));
        for (int i = random.nextInt(8) - 5; i > 0; i--) span.addEvents(event(start));
        for (int i = random.nextInt(8) - 6; i > 0; i--) span.addLinks(link());
        switch (random.nextInt(4)) {
            case 0 ->
                span.setStatus(
                        Status.newBuilder().setCodeValue(random.nextInt(3)).setMessage("m" + random.nextInt(3)));
            case 1 -> span.setStatus(Status.newBuilder());
            default -> {}
        }
        return span.build();
    }

    private Span.Event event(long start) {
        var event = Span.Event.newBuilder().setTimeUnixNano(start + random.nextInt(1000));
        if (random.nextInt(5) != 0) event.setName("event-" + random.nextInt(3));
        for (int i = random.nextInt(3); i > 0; i--) event.addAttributes(attribute(0));
        if (random.nextInt(5) == 0) event.setDroppedAttributesCount(3);
        return event.build();
    }

    private Span.Link link() {
        var link = Span.Link.newBuilder()
                .setTraceId(traceId(random.nextInt(traceCount)))
                .setSpanId(id(8, random.nextLong()));
        if (random.nextInt(3) == 0) link.setTraceState("a=b");
        if (random.nextInt(3) == 0) link.setFlags(1);
        for (int i = random.nextInt(2); i > 0; i--) link.addAttributes(attribute(0));
        return link.build();
    }

    private KeyValue attribute(int depth) {
        var pair = KeyValue.newBuilder().setKey(KEYS[random.nextInt(KEYS.length)]);
        if (random.nextInt(30) != 0) pair.setValue(value(depth));
        return pair.build();
    }

    private AnyValue value(int depth) {
        int kind = random.nextInt(depth < 3 ? 12 : 7);
        var value = AnyValue.newBuilder();
        return switch (kind) {
            case 0, 1, 2 -> text("v" + random.nextInt(50));
            case 3 ->
                value.setIntValue(random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(10))
                        .build();
            case 4 -> value.setDoubleValue(random.nextInt(5) / 2.0).build();
            case 5 -> value.setBoolValue(random.nextBoolean()).build();
            case 6 -> value.setStringValue("").build();
            case 7 ->
                value.setBytesValue(id(random.nextInt(1, 5), random.nextLong())).build();
            case 8 -> value.build();
            case 9 ->
                value.setKvlistValue(KeyValueList.newBuilder().addValues(attribute(depth + 1)))
                        .build();
            default -> value.setArrayValue(array(depth)).build();
        };
    }

    private ArrayValue array(int depth) {
        var array = ArrayValue.newBuilder();
        boolean uniform = random.nextBoolean();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.addValues(uniform ? text("e" + random.nextInt(4)) : value(depth + 1));
        }
        return array.build();
    }

    static AnyValue text(String value) {
        return AnyValue.newBuilder().setStringValue(value).build();
    }

    static KeyValue pair(String key, AnyValue value) {
        return KeyValue.newBuilder().setKey(key).setValue(value).build();
    }

    private static ByteString traceId(int number) {
        byte[] bytes = new byte[16];
        bytes[0] = (byte) (number % 3);
        bytes[15] = (byte) (number + 1);
        bytes[14] = (byte) (number >> 8);
        return ByteString.copyFrom(bytes);
    }

    private static ByteString id(int length, long value) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) bytes[i] = (byte) (value >>> (8 * i) | 1);
        return ByteString.copyFrom(bytes);
    }
}
