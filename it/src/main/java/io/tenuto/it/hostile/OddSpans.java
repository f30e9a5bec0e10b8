package io.tenuto.it.hostile;

import static io.tenuto.it.hostile.HostileBodies.field;
import static io.tenuto.it.hostile.HostileBodies.span;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.model.TraceId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/// Spans that are strange but not wrong: they are taken in, and found.
public final class OddSpans {
    private static final int MEGABYTE = 1_000_000;
    /// The high half of their trace identifiers.
    private static final long TRACES = 0x0DD;

    private OddSpans() {}

    /// @param spans how many the trace has once it is taken in
    public record Odd(String name, TraceId id, byte[] body, int spans) {}

    /// Each in a trace of its own.
    ///
    /// @param now for spans whose time is not what is odd about them
    public static List<Odd> all(long now) {
        return List.of(
                odd(1, "attribute of 1 MB", one(1, now).addAttributes(text("large", "x".repeat(MEGABYTE)))),
                odd(2, "key of 1 MB", one(2, now).addAttributes(text("k".repeat(MEGABYTE), "x"))),
                odd(3, "name of 1 MB", one(3, now).setName("n".repeat(MEGABYTE))),
                odd(4, "10,000 attributes", many(one(4, now))),
                odd(5, "times of 0", one(5, 0).setEndTimeUnixNano(0)),
                odd(6, "times beyond all clocks", one(6, -1).setEndTimeUnixNano(-1)),
                odd(7, "the largest signed time", one(7, Long.MAX_VALUE).setEndTimeUnixNano(Long.MAX_VALUE)),
                odd(8, "the smallest signed time", one(8, Long.MIN_VALUE).setEndTimeUnixNano(1)),
                odd(9, "ends before it begins", one(9, now).setEndTimeUnixNano(now - 1_000_000_000)),
                odd(10, "its own parent", one(10, now).setParentSpanId(id(1))),
                odd(11, "a circle of three", child(11, 1, 2, now), child(11, 2, 3, now), child(11, 3, 1, now)),
                odd(12, "one span twice", one(12, now), one(12, now)),
                odd(13, "two spans of one ID", one(13, now), one(13, now).setName("other")),
                new Odd("text that is no UTF-8", trace(14), noUtf8(trace(14), now), 1));
    }

    /// A trace of many spans, as requests of `perRequest` each.
    public static List<byte[]> large(TraceId id, int spans, int perRequest, long now) {
        return IntStream.range(0, spans / perRequest)
                .mapToObj(request -> {
                    Span.Builder[] part = new Span.Builder[perRequest];
                    for (int i = 0; i < perRequest; i++) {
                        int number = request * perRequest + i + 1;
                        part[i] = Span.newBuilder()
                                .setTraceId(ByteString.copyFrom(id.toByteArray()))
                                .setSpanId(id(number))
                                .setName("part")
                                .setStartTimeUnixNano(now + number)
                                .setEndTimeUnixNano(now + number + 1000);
                        if (number > 1) part[i].setParentSpanId(id(number / 2));
                    }
                    return request(part);
                })
                .toList();
    }

    private static Odd odd(int number, String name, Span.Builder... spans) {
        // The same span twice is one.
        long distinct =
                List.of(spans).stream().map(Span.Builder::build).distinct().count();
        return new Odd(name, trace(number), request(spans), (int) distinct);
    }

    private static TraceId trace(int number) {
        return new TraceId(TRACES, number);
    }

    private static Span.Builder one(int trace, long start) {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(trace(trace).toByteArray()))
                .setSpanId(id(1))
                .setName("odd")
                .setStartTimeUnixNano(start)
                .setEndTimeUnixNano(start + 1000);
    }

    private static Span.Builder child(int trace, int number, int parent, long now) {
        return one(trace, now).setSpanId(id(number)).setParentSpanId(id(parent));
    }

    private static Span.Builder many(Span.Builder span) {
        for (int i = 0; i < 10_000; i++) span.addAttributes(text("key." + i, "v"));
        return span;
    }

    private static ByteString id(long number) {
        return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(number).array());
    }

    private static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static byte[] request(Span.Builder... spans) {
        var scope = ScopeSpans.newBuilder();
        for (Span.Builder span : spans) scope.addSpans(span);
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(scope))
                .build()
                .toByteArray();
    }

    /// By hand: the library makes no such text.
    private static byte[] noUtf8(TraceId id, long now) {
        var out = new ByteArrayOutputStream();
        byte[] text = {'a', (byte) 0xc3, (byte) 0x28, (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80};
        out.writeBytes(field(1, id.toByteArray()));
        out.writeBytes(field(2, id(1).toByteArray()));
        out.writeBytes(field(5, text));
        out.writeBytes(fixed64(7, now));
        out.writeBytes(fixed64(8, now + 1000));
        byte[] value = field(2, field(1, text));
        byte[] key = field(1, text);
        var attribute = new ByteArrayOutputStream();
        attribute.writeBytes(key);
        attribute.writeBytes(value);
        out.writeBytes(field(9, attribute.toByteArray()));
        return span(out.toByteArray());
    }

    private static byte[] fixed64(int number, long value) {
        return ByteBuffer.allocate(9)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put((byte) (number << 3 | 1))
                .putLong(value)
                .array();
    }
}
