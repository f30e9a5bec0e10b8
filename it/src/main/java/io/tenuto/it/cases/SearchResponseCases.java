package io.tenuto.it.cases;

import io.tenuto.it.cases.Fixtures.Named;
import io.tenuto.it.cases.Searches.Bounds;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Whole answers of searches: what is told of each trace, and which attributes of each span.
@SuppressWarnings("unchecked")
final class SearchResponseCases implements Family {
    private final Fixtures fixtures;
    private final Searches searches;

    SearchResponseCases(Fixtures fixtures, Searches searches) {
        this.fixtures = fixtures;
        this.searches = searches;
    }

    @Override
    public String name() {
        return "search-response";
    }

    @Override
    public List<String> run(Case testCase) {
        Map<String, String> wanted = new TreeMap<>();
        for (Object entry : testCase.list("traces")) {
            Case trace = new Case((Map<String, Object>) entry);
            wanted.put(trace.text("trace_id"), text(trace));
        }
        List<String> problems = new ArrayList<>();
        for (Named source : fixtures.sources(testCase.text("fixture"))) {
            Map<String, String> actual = new TreeMap<>();
            for (TraceHit hit :
                    searches.run(TraceQl.parse(testCase.text("query")), List.of(source.source()), Bounds.WIDE)) {
                actual.put("0".repeat(32 - hit.id().length()) + hit.id(), text(hit));
            }
            problems.addAll(Expect.same(source.name(), wanted, actual));
        }
        return problems;
    }

    @Override
    public String difference(Case testCase) {
        Query query = TraceQl.parse(testCase.text("query"));
        for (Named source : fixtures.sources(testCase.text("fixture"))) {
            List<TraceHit> hits = searches.run(query, List.of(source.source()), Bounds.WIDE);
            boolean isByLanguage =
                    LanguageMeaning.isWhatNaiveSearchFinds(query, fixtures.requests(testCase.text("fixture")), hits);
            if (!isByLanguage || spans(testCase).equals(spans(hits))) return "";
        }
        return "the language's own result";
    }

    private static Set<String> spans(Case testCase) {
        Set<String> spans = new HashSet<>();
        for (Object trace : testCase.list("traces")) {
            for (Object set : new Case((Map<String, Object>) trace).list("spansets")) {
                for (Object span : new Case((Map<String, Object>) set).list("spans")) {
                    spans.add(new Case((Map<String, Object>) span).text("id"));
                }
            }
        }
        return spans;
    }

    private static Set<String> spans(List<TraceHit> hits) {
        Set<String> spans = new HashSet<>();
        for (TraceHit hit : hits) {
            for (TraceHit.HitSet set : hit.sets()) spans.addAll(set.spanIds());
        }
        return spans;
    }

    private static String text(Case trace) {
        Set<String> sets = new TreeSet<>();
        for (Object entry : trace.list("spansets")) {
            Case set = new Case((Map<String, Object>) entry);
            Set<String> spans = new TreeSet<>();
            for (Object span : set.list("spans")) spans.add(span(new Case((Map<String, Object>) span)));
            sets.add(set.integer("matched") + " " + attributes(set) + " " + spans);
        }
        return "%s/%s %d %d %s %s"
                .formatted(
                        textOr(trace, "root_service"),
                        textOr(trace, "root_name"),
                        trace.integer("start_ns"),
                        trace.integer("duration_ms"),
                        new TreeMap<>(trace.map("service_stats")),
                        sets);
    }

    private static String span(Case span) {
        return "%s %d %d %s %s"
                .formatted(
                        span.text("id"),
                        span.integer("start_ns"),
                        span.integer("duration_ns"),
                        textOr(span, "name"),
                        new TreeSet<>(attributes(span)));
    }

    private static List<String> attributes(Case holder) {
        List<String> attributes = new ArrayList<>();
        if (holder.has("attributes")) {
            for (Object entry : holder.list("attributes")) {
                Case attribute = new Case((Map<String, Object>) entry);
                attributes.add(attribute.text("key") + "=" + Values.shown(Values.parse(attribute.field("value"))));
            }
        }
        return attributes;
    }

    private static String textOr(Case holder, String field) {
        return holder.has(field) ? holder.text(field) : "";
    }

    private static String text(TraceHit hit) {
        Set<String> sets = new TreeSet<>();
        for (TraceHit.HitSet set : hit.sets()) {
            List<String> attributes =
                    set.attributes().stream().map(SearchResponseCases::text).toList();
            Set<String> spans = new TreeSet<>();
            for (TraceHit.HitSpan span : set.spans()) {
                Set<String> ofSpan = new TreeSet<>();
                span.attributes().forEach(attribute -> ofSpan.add(text(attribute)));
                spans.add("%s %d %d %s %s"
                        .formatted(span.id(), span.startNanos(), span.durationNanos(), span.name(), ofSpan));
            }
            sets.add(set.matched() + " " + attributes + " " + spans);
        }
        return "%s/%s %d %d %s %s"
                .formatted(
                        hit.rootService(),
                        hit.rootName(),
                        hit.startNanos(),
                        hit.durationMillis(),
                        new TreeMap<>(hit.services()),
                        sets);
    }

    private static String text(TraceHit.Named attribute) {
        return attribute.name() + "=" + Values.shown(attribute.value());
    }
}
