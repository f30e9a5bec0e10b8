package io.tenuto.traceql.engine;

import io.tenuto.traceql.engine.SearchResult.MatchedSpanset;
import io.tenuto.traceql.engine.SearchResult.ServiceCounts;
import io.tenuto.traceql.engine.SearchResult.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Joins two results about one trace that were found apart, as far as results tell. Associative.
///
/// Counts of services are the larger of the two, because both may have counted the same spans. Of spansets with the
/// same
/// groups the one with more matches stays.
final class TraceMerge {
    private static final String GROUP = "by";

    private TraceMerge() {}

    static Trace merged(Trace first, Trace second) {
        if (first.equals(second)) return first;
        long start = earliest(first.startUnixNanos(), second.startUnixNanos());
        long duration = Math.max(
                first.endUnixNanos() - first.startUnixNanos(), second.endUnixNanos() - second.startUnixNanos());
        return new Trace(
                first.id(),
                start,
                start + duration,
                first.hasRoot() || second.hasRoot(),
                first.rootService().isEmpty() ? second.rootService() : first.rootService(),
                first.rootName().isEmpty() ? second.rootName() : first.rootName(),
                services(first.services(), second.services()),
                spansets(first.spansets(), second.spansets()));
    }

    /// 0 says nothing.
    private static long earliest(long first, long second) {
        if (first == 0) return second;
        return second == 0 ? first : Math.min(first, second);
    }

    private static Map<String, ServiceCounts> services(
            Map<String, ServiceCounts> first, Map<String, ServiceCounts> second) {
        var merged = new TreeMap<>(first);
        second.forEach((name, counts) -> merged.merge(
                name,
                counts,
                (a, b) -> new ServiceCounts(Math.max(a.spans(), b.spans()), Math.max(a.errors(), b.errors()))));
        return merged;
    }

    private static List<MatchedSpanset> spansets(List<MatchedSpanset> first, List<MatchedSpanset> second) {
        Map<List<SearchResult.NamedValue>, MatchedSpanset> merged = new LinkedHashMap<>();
        var all = new ArrayList<>(first);
        all.addAll(second);
        for (MatchedSpanset set : all) merged.merge(groups(set), set, (a, b) -> b.matched() > a.matched() ? b : a);
        return List.copyOf(merged.values());
    }

    private static List<SearchResult.NamedValue> groups(MatchedSpanset set) {
        return set.attributes().stream()
                .filter(attribute -> attribute.name().startsWith(GROUP))
                .toList();
    }
}
