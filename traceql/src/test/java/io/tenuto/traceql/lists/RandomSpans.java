package io.tenuto.traceql.lists;

import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Random traces over few names and values, so that queries meet them: orphans, several roots, cycles, shared ids.
public final class RandomSpans {
    static final List<String> KEYS = List.of("a", "b", "c");
    private static final long SECOND = 1_000_000_000L;

    private final RandomGenerator random;

    public RandomSpans(RandomGenerator random) {
        this.random = random;
    }

    /// Spans of some traces, by trace and then by start.
    public List<TestSpan> traces(int count) {
        var spans = new ArrayList<TestSpan>();
        for (int i = 0; i < count; i++) spans.addAll(trace(i + 1));
        return spans;
    }

    private List<TestSpan> trace(int number) {
        int count = 1 + random.nextInt(random.nextInt(6) == 0 ? 30 : 8);
        long start = SECOND * random.nextInt(20);
        var id = new TraceId(random.nextBoolean() ? 0 : 7, number);
        var spans = new ArrayList<TestSpan>();
        boolean shares = random.nextInt(5) == 0;
        for (int i = 0; i < count; i++) {
            long own = shares && random.nextInt(4) == 0 ? 1 + random.nextInt(count) : i + 1;
            spans.add(span(id, own, parent(i, count), start + i * 1000L + random.nextInt(1000)));
        }
        return spans;
    }

    private long parent(int index, int count) {
        if (index == 0) return random.nextInt(10) == 0 ? 99 : 0;
        return switch (random.nextInt(20)) {
            case 0 -> 0;
            case 1 -> 99;
            case 2 -> 1 + random.nextInt(count);
            default -> 1 + random.nextInt(index);
        };
    }

    private TestSpan span(TraceId trace, long id, long parent, long start) {
        Map<AttributeKey, Static> attributes = new HashMap<>();
        for (AttributeScope scope :
                List.of(AttributeScope.SPAN, AttributeScope.RESOURCE, AttributeScope.INSTRUMENTATION)) {
            for (String key : KEYS) if (random.nextInt(3) == 0) attributes.put(new AttributeKey(scope, key), value());
        }
        if (random.nextInt(4) != 0)
            attributes.put(AttributeKey.SERVICE_NAME, new Static.Text(pick("front", "db", "é")));
        var events = new ArrayList<TestSpan.Event>();
        while (random.nextInt(3) == 0) {
            events.add(new TestSpan.Event(pick("x", "y"), random.nextInt(4) * 500L, values()));
        }
        var links = new ArrayList<TestSpan.Link>();
        while (random.nextInt(4) == 0) {
            links.add(new TestSpan.Link(new TraceId(0, random.nextInt(3)), random.nextInt(3), values()));
        }
        return new TestSpan(
                trace,
                id,
                parent,
                start,
                random.nextInt(5) * SECOND / 2,
                pick("get", "put", ""),
                random.nextInt(7),
                random.nextInt(4),
                pick("", "bad"),
                attributes,
                events,
                links);
    }

    private Map<String, Static> values() {
        Map<String, Static> values = new HashMap<>();
        for (String key : KEYS) if (random.nextInt(3) == 0) values.put(key, value());
        return values;
    }

    Static value() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> new Static.Int(random.nextInt(-2, 4));
            case 2 -> new Static.Float(random.nextInt(-4, 8) / 2.0);
            case 3 -> random.nextBoolean() ? Static.TRUE : Static.FALSE;
            case 4 -> new Static.Texts(List.of(pick("p", "q"), pick("q", "nil")));
            case 5 -> new Static.Ints(List.of((long) random.nextInt(3), 3L));
            case 6 -> random.nextInt(4) == 0 ? new Static.Floats(List.of(0.5, 2.0)) : new Static.Text("pq");
            default -> new Static.Text(pick("p", "q", "nil", ""));
        };
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
