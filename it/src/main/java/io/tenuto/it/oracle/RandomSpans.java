package io.tenuto.it.oracle;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Random messages of a few traces: broken trees, several roots, cycles, shared identifiers, every type of value. No
/// span occurs twice.
public final class RandomSpans {
    static final String[] KEYS = {"a", "b", "http.status", "n", "flag", "tags"};
    /// Of spans only, and never an array.
    static final String NUMBER_KEY = "w";

    static final String[] TEXTS = {"", "x", "y", "GET", "nil", "10", "é"};
    static final long START = 1_700_000_000_000_000_000L;

    private final RandomGenerator random;
    private final Set<String> used = new HashSet<>();
    private int spanCount;

    public RandomSpans(RandomGenerator random) {
        this.random = random;
    }

    /// One to eight messages whose spans belong to one to five traces.
    public List<ExportTraceServiceRequest> requests() {
        int traces = random.nextInt(1, 6);
        List<ExportTraceServiceRequest> requests = new ArrayList<>();
        int count = random.nextInt(1, 9);
        for (int i = 0; i < count; i++) requests.add(request(traces));
        return requests;
    }

    private ExportTraceServiceRequest request(int traces) {
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        int resources = random.nextInt(1, 3);
        for (int i = 0; i < resources; i++) {
            ResourceSpans.Builder resource = ResourceSpans.newBuilder()
                    .setResource(Resource.newBuilder().addAllAttributes(resourceAttributes()));
            int scopes = random.nextInt(1, 3);
            for (int j = 0; j < scopes; j++) {
                ScopeSpans.Builder scope = ScopeSpans.newBuilder();
                if (random.nextBoolean()) {
                    scope.setScope(InstrumentationScope.newBuilder()
                            .setName(text())
                            .setVersion(text())
                            .addAllAttributes(attributes(1)));
                }
                int spans = random.nextInt(4);
                for (int k = 0; k < spans; k++) scope.addSpans(span(random.nextInt(traces)));
                resource.addScopeSpans(scope);
            }
            request.addResourceSpans(resource);
        }
        return request.build();
    }

    private List<KeyValue> resourceAttributes() {
        List<KeyValue> attributes = new ArrayList<>(attributes(2));
        if (random.nextInt(4) > 0) {
            attributes.add(KeyValue.newBuilder()
                    .setKey("service.name")
                    .setValue(AnyValue.newBuilder().setStringValue(text()))
                    .build());
        }
        return attributes;
    }

    private Span span(int trace) {
        // Few identifiers, so that parents are found and some are shared, once or more often. Two spans of one kind
        // that share one would leave it open which of them is the parent of others.
        int kind = random.nextInt(6);
        int id = random.nextInt(1, 12);
        while (!used.add(trace + " " + id + " " + kind)) id++;
        // Spans come in the order of their starts: where they do not, what of several roots names a trace that lies in
        // several places is left open. Many starts are whole milliseconds, which are borders of intervals.
        long start = START + spanCount * 1_000_000L + (random.nextBoolean() ? random.nextInt(1000) : 0);
        Span.Builder span = Span.newBuilder()
                .setTraceId(bytes(trace == 0 ? 0 : 7, trace + 1))
                .setSpanId(bytes(id))
                .setName(text())
                .setKindValue(kind)
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + random.nextInt(5) * 1_000_000L)
                .setStatus(Status.newBuilder().setCodeValue(random.nextInt(3)).setMessage(text()))
                .addAllAttributes(attributes(3))
                .addAttributes(KeyValue.newBuilder()
                        .setKey("serial")
                        .setValue(AnyValue.newBuilder().setIntValue(spanCount++)));
        if (random.nextInt(4) > 0) span.setParentSpanId(bytes(random.nextInt(1, 14)));
        if (random.nextBoolean()) {
            AnyValue number = random.nextBoolean()
                    ? AnyValue.newBuilder().setIntValue(random.nextInt(-2, 4)).build()
                    : AnyValue.newBuilder()
                            .setDoubleValue(random.nextInt(-2, 6) / 2.0)
                            .build();
            span.addAttributes(KeyValue.newBuilder().setKey(NUMBER_KEY).setValue(number));
        }
        int events = random.nextInt(3);
        for (int i = 0; i < events; i++) {
            span.addEvents(Span.Event.newBuilder()
                    .setName(text())
                    .setTimeUnixNano(start + random.nextInt(4) * 1_000_000L)
                    .addAllAttributes(attributes(1)));
        }
        int links = random.nextInt(2);
        for (int i = 0; i < links; i++) {
            span.addLinks(Span.Link.newBuilder()
                    .setTraceId(bytes(0, random.nextInt(1, 4)))
                    .setSpanId(bytes(random.nextInt(1, 4)))
                    .addAllAttributes(attributes(1)));
        }
        return span.build();
    }

    private List<KeyValue> attributes(int countMax) {
        List<KeyValue> attributes = new ArrayList<>();
        int count = random.nextInt(countMax + 1);
        // Keys are distinct, as OTLP demands.
        int from = random.nextInt(KEYS.length);
        for (int i = 0; i < count; i++) {
            attributes.add(KeyValue.newBuilder()
                    .setKey(KEYS[(from + i) % KEYS.length])
                    .setValue(value())
                    .build());
        }
        return attributes;
    }

    private AnyValue value() {
        AnyValue.Builder value = AnyValue.newBuilder();
        switch (random.nextInt(9)) {
            case 0, 1 -> value.setIntValue(random.nextInt(-2, 4));
            case 2 -> value.setDoubleValue(random.nextInt(-4, 8) / 2.0);
            case 3, 4 -> value.setStringValue(text());
            case 5 -> value.setBoolValue(random.nextBoolean());
            case 6 -> value.setArrayValue(array(true));
            case 7 -> value.setArrayValue(array(random.nextBoolean()));
            default -> value.setBytesValue(ByteString.copyFromUtf8("b"));
        }
        return value.build();
    }

    private ArrayValue array(boolean isPlain) {
        ArrayValue.Builder array = ArrayValue.newBuilder();
        int type = random.nextInt(4);
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            AnyValue.Builder element = AnyValue.newBuilder();
            switch (isPlain ? type : random.nextInt(4)) {
                case 0 -> element.setIntValue(random.nextInt(-1, 3));
                case 1 -> element.setDoubleValue(random.nextInt(-2, 4) / 2.0);
                case 2 -> element.setStringValue(text());
                default -> element.setBoolValue(random.nextBoolean());
            }
            array.addValues(element);
        }
        return array.build();
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static ByteString bytes(long... words) {
        ByteBuffer buffer = ByteBuffer.allocate(8 * words.length);
        for (long word : words) buffer.putLong(word);
        return ByteString.copyFrom(buffer.array());
    }
}
