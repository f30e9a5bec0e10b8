package io.tenuto.it.cases;

import io.tenuto.model.TraceId;
import io.tenuto.traceql.engine.ScanStatistics;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Joining two results about one trace.
@SuppressWarnings("unchecked")
final class SearchCombineCases implements Family {
    private static final TraceId ID = new TraceId(0, 1);

    @Override
    public String name() {
        return "search-combine";
    }

    @Override
    public List<String> run(Case testCase) {
        SearchResult existing = result(new Case(testCase.map("existing")));
        SearchResult incoming = result(new Case(testCase.map("incoming")));
        SearchResult expected = result(new Case(testCase.map("expected")));
        SearchResult merged = SearchEngine.merge(existing, incoming, 10);
        return Expect.same(
                "merged", expected.traces().toString(), merged.traces().toString());
    }

    private static SearchResult result(Case trace) {
        long start = trace.has("startTimeUnixNano") ? trace.integer("startTimeUnixNano") : 0;
        long millis = trace.has("durationMs") ? trace.integer("durationMs") : 0;
        var services = new TreeMap<String, SearchResult.ServiceCounts>();
        if (trace.has("serviceStats")) {
            trace.map("serviceStats")
                    .forEach((name, counts) -> services.put(name, counts((Map<String, Object>) counts)));
        }
        var sets = new ArrayList<SearchResult.MatchedSpanset>();
        if (trace.has("spanSets")) {
            for (Object set : trace.list("spanSets")) sets.add(spanset(new Case((Map<String, Object>) set)));
        }
        var found = new SearchResult.Trace(
                ID,
                start,
                start + millis * 1_000_000,
                false,
                text(trace, "rootServiceName"),
                text(trace, "rootTraceName"),
                services,
                sets);
        return new SearchResult(List.of(found), ScanStatistics.NONE, 0);
    }

    private static String text(Case trace, String field) {
        return trace.has(field) ? trace.text(field) : "";
    }

    private static SearchResult.ServiceCounts counts(Map<String, Object> counts) {
        return new SearchResult.ServiceCounts(number(counts, "spanCount"), number(counts, "errorCount"));
    }

    private static int number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number.intValue() : 0;
    }

    private static SearchResult.MatchedSpanset spanset(Case set) {
        var spans = new ArrayList<SearchResult.MatchedSpan>();
        if (set.has("spans")) {
            for (Object span : set.list("spans")) {
                String id =
                        ((Map<String, Object>) span).getOrDefault("spanID", "").toString();
                spans.add(new SearchResult.MatchedSpan(id.hashCode(), id, 0, 0, List.of()));
            }
        }
        var attributes = new ArrayList<SearchResult.NamedValue>();
        if (set.has("attributes")) {
            for (Object attribute : set.list("attributes")) {
                Case named = new Case((Map<String, Object>) attribute);
                attributes.add(new SearchResult.NamedValue(named.text("key"), Values.parse(named.field("value"))));
            }
        }
        int matched = set.has("matched") ? Math.toIntExact(set.integer("matched")) : 0;
        return new SearchResult.MatchedSpanset(spans, matched, attributes);
    }
}
