package io.tenuto.traceql.lists;

import io.tenuto.model.AttributeKey;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One span with everything that a query may ask of it.
///
/// @param parentId 0 for a root
/// @param kind OTLP code
/// @param status OTLP code
/// @param attributes of span, resource and instrumentation scope
public record TestSpan(
        TraceId trace,
        long id,
        long parentId,
        long start,
        long duration,
        String name,
        int kind,
        int status,
        String statusMessage,
        Map<AttributeKey, Static> attributes,
        List<Event> events,
        List<Link> links) {
    public record Event(String name, long sinceStart, Map<String, Static> attributes) {}

    public record Link(TraceId trace, long spanId, Map<String, Static> attributes) {}

    public TestSpan {
        attributes = Map.copyOf(attributes);
        events = List.copyOf(events);
        links = List.copyOf(links);
    }

    /// A root span of a given trace without anything else.
    public static TestSpan of(long trace, long id, long parentId) {
        return new TestSpan(
                new TraceId(7, trace),
                id,
                parentId,
                1_000_000_000L * trace + id,
                1000,
                "span",
                1,
                0,
                "",
                Map.of(),
                List.of(),
                List.of());
    }

    public TestSpan with(AttributeScope scope, String name, Static value) {
        var more = new LinkedHashMap<>(attributes);
        more.put(new AttributeKey(scope, name), value);
        return new TestSpan(
                trace, id, parentId, start, duration, this.name, kind, status, statusMessage, more, events, links);
    }

    public TestSpan withEvent(Event event) {
        var more = new ArrayList<>(events);
        more.add(event);
        return new TestSpan(
                trace, id, parentId, start, duration, name, kind, status, statusMessage, attributes, more, links);
    }

    public TestSpan named(String text) {
        return new TestSpan(
                trace, id, parentId, start, duration, text, kind, status, statusMessage, attributes, events, links);
    }

    public TestSpan lasting(long nanos) {
        return new TestSpan(
                trace, id, parentId, start, nanos, name, kind, status, statusMessage, attributes, events, links);
    }

    public TestSpan startingAt(long unixNanos) {
        return new TestSpan(
                trace, id, parentId, unixNanos, duration, name, kind, status, statusMessage, attributes, events, links);
    }

    public TestSpan failed() {
        return new TestSpan(
                trace, id, parentId, start, duration, name, kind, 2, statusMessage, attributes, events, links);
    }

    public long end() {
        return start + duration;
    }

    public String service() {
        return attributes.get(AttributeKey.SERVICE_NAME) instanceof Static.Text(String text) ? text : "";
    }
}
