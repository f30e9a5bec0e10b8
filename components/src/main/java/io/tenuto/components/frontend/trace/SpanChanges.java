package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/// What differs between two spans that are the same operation.
final class SpanChanges {
    /// Durations differ by chance; only more than this part and one millisecond is a change.
    private static final double DURATION_TOLERANCE = 0.2;

    private static final double NUMBER_TOLERANCE = 0.05;
    private static final long MILLI = 1_000_000;
    private static final List<String> STATUSES = List.of("unset", "ok", "error");

    private SpanChanges() {}

    static String status(SpanPart span) {
        return span.statusCode() >= 0 && span.statusCode() < STATUSES.size() ? STATUSES.get(span.statusCode()) : "";
    }

    static List<TraceDiff.Change> between(SpanPart base, SpanPart compare) {
        var changes = new ArrayList<TraceDiff.Change>();
        long before = base.durationNanos();
        long after = compare.durationNanos();
        if (Math.abs(after - before) > before * DURATION_TOLERANCE + MILLI) {
            changes.add(TraceDiff.Change.ofField(
                    "duration_nanos", new TraceDiff.Datum.Whole(before), new TraceDiff.Datum.Whole(after)));
        }
        if (base.statusCode() != compare.statusCode()) {
            changes.add(TraceDiff.Change.ofField(
                    "status", new TraceDiff.Datum.Text(status(base)), new TraceDiff.Datum.Text(status(compare))));
        }
        attributes(base, compare, changes);
        events(base, compare, changes);
        return changes;
    }

    private static void attributes(SpanPart base, SpanPart compare, List<TraceDiff.Change> changes) {
        Map<String, ByteSlice> before = AttributeValues.of(base.message(), OtlpFields.SPAN_ATTRIBUTES);
        Map<String, ByteSlice> after = AttributeValues.of(compare.message(), OtlpFields.SPAN_ATTRIBUTES);
        var keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            TraceDiff.Datum was = datum(before, key);
            TraceDiff.Datum is = datum(after, key);
            if (before.containsKey(key) && after.containsKey(key) && isEqual(before.get(key), after.get(key))) continue;
            changes.add(new TraceDiff.Change(TraceDiff.Kind.ATTRIBUTE, key, was, is));
        }
    }

    private static TraceDiff.Datum datum(Map<String, ByteSlice> attributes, String key) {
        ByteSlice value = attributes.get(key);
        return value == null ? new TraceDiff.Datum.Absent() : new TraceDiff.Datum.Any(value);
    }

    private static boolean isEqual(ByteSlice before, ByteSlice after) {
        if (before.equals(after)) return true;
        OptionalDouble a = AttributeValues.number(before);
        OptionalDouble b = AttributeValues.number(after);
        if (a.isEmpty() || b.isEmpty()) return false;
        double size = Math.max(Math.abs(a.getAsDouble()), Math.abs(b.getAsDouble()));
        return Math.abs(a.getAsDouble() - b.getAsDouble()) <= NUMBER_TOLERANCE * size;
    }

    /// Events are told apart by their names; how often each happened is compared.
    private static void events(SpanPart base, SpanPart compare, List<TraceDiff.Change> changes) {
        Map<String, Long> before = eventCounts(base);
        Map<String, Long> after = eventCounts(compare);
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            if (before.getOrDefault(name, 0L).equals(after.getOrDefault(name, 0L))) continue;
            changes.add(new TraceDiff.Change(TraceDiff.Kind.EVENT, name, count(before, name), count(after, name)));
        }
    }

    private static TraceDiff.Datum count(Map<String, Long> counts, String name) {
        Long count = counts.get(name);
        return count == null ? new TraceDiff.Datum.Absent() : new TraceDiff.Datum.Whole(count);
    }

    private static Map<String, Long> eventCounts(SpanPart span) {
        var counts = new TreeMap<String, Long>();
        var reader = new ProtoReader(span.message());
        while (reader.next()) {
            if (reader.field() == OtlpFields.SPAN_EVENTS) counts.merge(eventName(reader.readSlice()), 1L, Long::sum);
            else reader.skip();
        }
        return counts;
    }

    private static String eventName(ByteSlice event) {
        String name = "";
        var reader = new ProtoReader(event);
        while (reader.next()) {
            if (reader.field() == OtlpFields.EVENT_NAME)
                name = reader.readSlice().toUtf8();
            else reader.skip();
        }
        return name;
    }
}
