package io.tenuto.it.cases;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.tenuto.it.cases.Fixtures.Named;
import io.tenuto.it.cases.Searches.Bounds;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Searches over a fixture, on every kind of source: which traces, span sets and spans are found.
@SuppressWarnings("unchecked")
final class SearchCases implements Family {
    /// Classes of difference for which the language's own result is the right one; for all others it is the recorded
    /// result of searching stored blocks.
    private static final Set<String> BY_LANGUAGE = Set.of(
            "typed-column",
            "array-negation",
            "array-rewrite-error",
            "regex-cache-error",
            "not-operator",
            "literal-first-ordering",
            "bare-attribute-or",
            "unscoped-nil",
            "event-link-nil",
            "nil-other",
            "id-leading-zeros",
            "orphans-with-match-all",
            "union-descendant-incomplete");

    private final Fixtures fixtures;
    private final Searches searches;

    SearchCases(Fixtures fixtures, Searches searches) {
        this.fixtures = fixtures;
        this.searches = searches;
    }

    @Override
    public String name() {
        return "search";
    }

    @Override
    public List<String> run(Case testCase) {
        List<String> problems = new ArrayList<>();
        for (Named source : fixtures.sources(testCase.text("fixture"))) {
            for (String problem : run(testCase, source)) problems.add(source.name() + ": " + problem);
        }
        return problems;
    }

    @Override
    public String difference(Case testCase) {
        String error = recordedError(testCase);
        boolean isDefect =
                error.startsWith("array operators must consist") || error.startsWith("unexpected numbers of");
        Query query = TraceQl.parse(testCase.text("query"));
        List<ExportTraceServiceRequest> requests = fixtures.requests(testCase.text("fixture"));
        for (Named source : fixtures.sources(testCase.text("fixture"))) {
            List<TraceHit> hits = searches.run(query, List.of(source.source()), Bounds.WIDE);
            if (!LanguageMeaning.isWhatNaiveSearchFinds(query, requests, hits)) return "";
        }
        if (isDefect) return "arrays in chains and patterns are no error";
        if (LanguageMeaning.hasBareAlternative(query)) return "a missing value counts as false";
        return testCase.isTrue("in_memory_same") ? "" : "the language's own result";
    }

    private static String recordedError(Case testCase) {
        if (testCase.has("error")) return testCase.text("error");
        Case inMemory = testCase.has("in_memory") ? new Case(testCase.map("in_memory")) : testCase;
        return inMemory.has("error") ? inMemory.text("error") : "";
    }

    private List<String> run(Case testCase, Named source) {
        boolean isByLanguage =
                testCase.has("differs") && testCase.has("in_memory") && BY_LANGUAGE.contains(testCase.text("differs"));
        Case expected = isByLanguage ? new Case(testCase.map("in_memory")) : testCase;
        List<TraceHit> hits;
        try {
            hits = searches.run(TraceQl.parse(testCase.text("query")), List.of(source.source()), bounds(testCase));
        } catch (TraceQlException e) {
            return Expect.same("error", expected.fields().get("error"), e.getMessage());
        }
        if (expected.has("error")) return List.of("no error, expected " + expected.text("error"));
        if (expected.has("expect_traces")) {
            return Expect.same("traces", expected.integer("expect_traces"), (long) hits.size());
        }
        return isByLanguage ? compareSpans(expected, hits) : compareSets(expected, hits);
    }

    private static Bounds bounds(Case testCase) {
        return new Bounds(
                intOr(testCase, "limit", Bounds.WIDE.limit()),
                intOr(testCase, "spans_per_span_set", Bounds.WIDE.spansPerSpanSet()),
                intOr(testCase, "start", 0),
                intOr(testCase, "end", 0));
    }

    private static int intOr(Case testCase, String field, int otherwise) {
        return testCase.has(field) ? (int) testCase.integer(field) : otherwise;
    }

    private static List<String> compareSpans(Case expected, List<TraceHit> hits) {
        Map<String, Object> actual = new TreeMap<>();
        for (TraceHit hit : hits) {
            List<String> spans = new ArrayList<>();
            for (TraceHit.HitSet set : hit.sets()) spans.addAll(set.spanIds());
            actual.put(hit.id(), spans.stream().sorted().toList());
        }
        return Expect.same("spans", new TreeMap<>(expected.map("spans")), actual);
    }

    private static List<String> compareSets(Case expected, List<TraceHit> hits) {
        Map<String, Map<String, Integer>> wanted = new TreeMap<>();
        for (Object entry : expected.list("expect")) {
            Case trace = new Case((Map<String, Object>) entry);
            Map<String, Integer> sets = wanted.computeIfAbsent(trace.text("trace"), _ -> new HashMap<>());
            for (Object set : trace.list("spansets"))
                sets.merge(set(new Case((Map<String, Object>) set)), 1, Integer::sum);
        }
        Map<String, Map<String, Integer>> actual = new TreeMap<>();
        for (TraceHit hit : hits) {
            Map<String, Integer> sets = actual.computeIfAbsent(padded(hit.id()), _ -> new HashMap<>());
            for (TraceHit.HitSet set : hit.sets()) sets.merge(set(set), 1, Integer::sum);
        }
        return Expect.same("traces", wanted, actual);
    }

    private static String padded(String id) {
        return "0".repeat(Math.max(0, 32 - id.length())) + id;
    }

    private static String set(Case set) {
        List<String> attributes = new ArrayList<>();
        if (set.has("attributes")) {
            for (Object entry : set.list("attributes")) {
                List<Object> pair = (List<Object>) entry;
                attributes.add(pair.get(0) + "=" + Values.shown(Values.parse(pair.get(1))));
            }
        }
        boolean isCut = set.has("spans_returned");
        Object spans = isCut
                ? set.integer("spans_returned") + " spans"
                : set.list("spans").stream().map(Object::toString).sorted().toList();
        return set.integer("matched") + " " + attributes + " " + spans;
    }

    private static String set(TraceHit.HitSet set) {
        List<String> attributes = set.attributes().stream()
                .map(named -> named.name() + "=" + Values.shown(named.value()))
                .toList();
        boolean isCut = set.spans().size() < set.matched();
        return set.matched() + " " + attributes + " " + (isCut ? set.spans().size() + " spans" : set.spanIds());
    }
}
