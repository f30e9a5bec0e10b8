package io.tenuto.server;

import io.tenuto.components.frontend.trace.TraceDiff;
import io.tenuto.components.frontend.trace.TraceFigures;
import io.tenuto.model.TraceId;
import io.tenuto.wire.GoNumbers;
import io.tenuto.wire.JsonWriter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A comparison as `trace-summary-v0-native`: whether it got slower, more or worse, and in which services.
final class DiffSummaryJson {
    private static final long MILLI = 1_000_000;
    /// A length is another only beyond this part of what it was, and beyond a millisecond.
    private static final double TOLERANCE = 0.05;

    private final Side base;
    private final Side compare;
    private final TraceDiff.Result diff;
    private final JsonWriter out = new JsonWriter();

    DiffSummaryJson(Side base, Side compare, TraceDiff.Result diff) {
        this.base = base;
        this.compare = compare;
        this.diff = diff;
    }

    record Side(TraceId id, TraceFigures figures) {}

    /// What changed in one service.
    private static final class Service {
        private long durationDeltaNanos;
        private int modified;
        private int added;
        private int removed;
        private int newErrors;
        private int resolvedErrors;

        private boolean isChanged() {
            return modified + added + removed > 0;
        }
    }

    String write() {
        TraceFigures a = base.figures();
        TraceFigures b = compare.figures();
        Map<String, Service> services = services();
        out.beginObject().field("version", "trace-summary-v0-native");
        side("base", base);
        side("compare", compare);
        out.key("signals").beginObject();
        out.field("traceLatency", length(a.durationNanos(), b.durationNanos()));
        out.field("sumSpanDuration", length(a.sumSpanDurationNanos(), b.sumSpanDurationNanos()));
        out.field("errors", count(a.errorSpanCount(), b.errorSpanCount()));
        out.field("spanCount", count(a.spanCount(), b.spanCount()));
        boolean isSameShape = diff.added().isEmpty() && diff.removed().isEmpty();
        out.field("structure", isSameShape ? "unchanged" : "changed").endObject();
        trust(a, b);
        stats(a, b);
        if (!DiffWarnings.of(diff).isEmpty()) DiffWarnings.write(diff, out);
        out.key("changedServices").beginArray();
        services.forEach((name, service) -> {
            if (service.isChanged()) out.text(name);
        });
        out.endArray();
        out.key("services").beginArray();
        services.entrySet().stream()
                .filter(entry -> entry.getValue().isChanged() || entry.getValue().durationDeltaNanos != 0)
                .sorted(Comparator.comparingLong(
                                (Map.Entry<String, Service> entry) -> -Math.abs(entry.getValue().durationDeltaNanos))
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> service(entry.getKey(), entry.getValue()));
        return out.endArray().endObject().toString();
    }

    private void side(String name, Side side) {
        TraceFigures figures = side.figures();
        out.key(name).beginObject().field("traceId", side.id().toHex());
        out.field("rootService", figures.rootService()).field("rootName", figures.rootName());
        out.key("spanCount").number(figures.spanCount());
        out.key("errorSpanCount").number(figures.errorSpanCount());
        out.key("durationMs").raw(millis(figures.durationNanos()));
        out.key("sumSpanDurationMs").raw(millis(figures.sumSpanDurationNanos()));
        out.endObject();
    }

    private static String millis(long nanos) {
        return GoNumbers.shortest(nanos / MILLI);
    }

    private static String length(long before, long after) {
        long delta = after - before;
        if (Math.abs(delta) < Math.max(MILLI, TOLERANCE * before)) return "unchanged";
        return count(before, after);
    }

    private static String count(long before, long after) {
        if (before == after) return "unchanged";
        return after > before ? "increased" : "decreased";
    }

    private void trust(TraceFigures a, TraceFigures b) {
        out.key("trust").beginObject();
        double largest = Math.max(1, Math.max(a.spanCount(), b.spanCount()));
        out.key("matchedSpanRatio").raw(GoNumbers.shortest(diff.pairs().size() / largest));
        Set<String> common = new HashSet<>(a.services().keySet());
        common.retainAll(b.services().keySet());
        Set<String> all = new HashSet<>(a.services().keySet());
        all.addAll(b.services().keySet());
        out.key("structureOverlap").raw(GoNumbers.shortest(common.size() / (double) Math.max(1, all.size())));
        out.endObject();
    }

    private void stats(TraceFigures a, TraceFigures b) {
        out.key("stats").beginObject();
        out.key("traceLatencyDeltaMs").raw(millis(b.durationNanos() - a.durationNanos()));
        out.key("sumSpanDurationDeltaMs").raw(millis(b.sumSpanDurationNanos() - a.sumSpanDurationNanos()));
        out.key("spanCountDelta").number(b.spanCount() - a.spanCount());
        out.key("errorSpanDelta").number(b.errorSpanCount() - a.errorSpanCount());
        out.key("matchedSpans").number(diff.pairs().size());
        out.key("modifiedSpans").number(diff.modifiedCount());
        out.key("addedSpans").number(diff.added().size());
        out.key("removedSpans").number(diff.removed().size());
        out.key("fieldChanges").number(diff.changeCount(TraceDiff.Kind.FIELD));
        out.key("attributeChanges").number(diff.changeCount(TraceDiff.Kind.ATTRIBUTE));
        out.endObject();
    }

    private Map<String, Service> services() {
        var services = new TreeMap<String, Service>();
        var names = new TreeSet<>(base.figures().services().keySet());
        names.addAll(compare.figures().services().keySet());
        for (String name : names) {
            Service service = services.computeIfAbsent(name, key -> new Service());
            service.durationDeltaNanos = compare.figures().services().getOrDefault(name, 0L)
                    - base.figures().services().getOrDefault(name, 0L);
        }
        for (TraceDiff.Pair pair : diff.pairs()) {
            Service service = services.computeIfAbsent(pair.base().service(), key -> new Service());
            if (!pair.changes().isEmpty()) service.modified++;
            errors(service, pair.baseSpan().isError(), pair.compareSpan().isError());
        }
        for (TraceDiff.Single single : diff.added()) {
            Service service = services.computeIfAbsent(single.facts().service(), key -> new Service());
            service.added++;
            errors(service, false, single.span().isError());
        }
        for (TraceDiff.Single single : diff.removed()) {
            Service service = services.computeIfAbsent(single.facts().service(), key -> new Service());
            service.removed++;
            errors(service, single.span().isError(), false);
        }
        return services;
    }

    private static void errors(Service service, boolean before, boolean after) {
        if (!before && after) service.newErrors++;
        if (before && !after) service.resolvedErrors++;
    }

    private void service(String name, Service service) {
        out.beginObject().field("name", name);
        out.key("sumSpanDurationDeltaMs").raw(millis(service.durationDeltaNanos));
        out.key("modified").number(service.modified);
        out.key("added").number(service.added);
        out.key("removed").number(service.removed);
        out.key("newErrors").number(service.newErrors);
        out.key("resolvedErrors").number(service.resolvedErrors);
        out.endObject();
    }
}
