package io.tenuto.it.cases;

import io.tenuto.it.cases.Searches.Bounds;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pipelines over span sets as written. Each becomes a trace; spans are recognised by their position.
@SuppressWarnings("unchecked")
final class EvalEngineCases implements Family {
    private final Searches searches;

    EvalEngineCases(Searches searches) {
        this.searches = searches;
    }

    @Override
    public String name() {
        return "eval-engine";
    }

    @Override
    public List<String> run(Case testCase) {
        List<Row> rows = new ArrayList<>();
        List<Case> spans = new ArrayList<>();
        int trace = 0;
        for (Object entry : testCase.list("input")) {
            if (entry == null) continue;
            List<Object> ofSet = new Case((Map<String, Object>) entry).list("spans");
            for (Object fields : ofSet) {
                Case span = new Case((Map<String, Object>) fields);
                rows.add(row(trace, spans.size() + 1, span));
                spans.add(span);
            }
            if (!ofSet.isEmpty()) trace++;
        }
        List<TraceHit> hits;
        try {
            hits = searches.run(TraceQl.parse(testCase.text("query")), List.of(new RowSource(rows)), Bounds.WIDE);
        } catch (TraceQlException e) {
            return Expect.same("error", testCase.fields().get("error"), e.getMessage());
        }
        if (testCase.has("error")) return List.of("no error, expected " + testCase.text("error"));
        return Expect.same("span sets", wanted(testCase), actual(hits, spans));
    }

    @Override
    public String difference(Case testCase) {
        try {
            TraceQl.parse(testCase.text("query"));
            return "";
        } catch (TraceQlException e) {
            return e.stage() == TraceQlException.Stage.VALIDATE ? "the query is refused before it runs" : "";
        }
    }

    private static Row row(int trace, int id, Case span) {
        Map<ColumnKey, Static> values = new HashMap<>();
        values.put(ColumnKey.of(Intrinsic.SPAN_ID), new Static.Int(id));
        if (span.has("attributes")) {
            span.map("attributes").forEach((name, value) -> values.put(key(name), Values.parse(value)));
        }
        put(values, span, "nested_set_left", Intrinsic.NESTED_SET_LEFT);
        put(values, span, "nested_set_right", Intrinsic.NESTED_SET_RIGHT);
        put(values, span, "nested_set_parent", Intrinsic.NESTED_SET_PARENT);
        return new Row(trace, values);
    }

    private static void put(Map<ColumnKey, Static> values, Case span, String field, Intrinsic intrinsic) {
        if (span.has(field)) values.put(ColumnKey.of(intrinsic), new Static.Int(span.integer(field)));
    }

    /// What the query writes to find the value. An attribute without scope may as well be the span's.
    static ColumnKey key(String name) {
        if (name.equals("name")) return ColumnKey.of(Intrinsic.NAME);
        if (name.equals("duration")) return ColumnKey.of(Intrinsic.DURATION);
        for (AttributeScope scope : AttributeScope.values()) {
            String prefix = scope.label() + ".";
            if (name.startsWith(prefix)) return ColumnKey.of(scope, name.substring(prefix.length()));
        }
        return ColumnKey.of(AttributeScope.SPAN, name.substring(1));
    }

    private static List<String> wanted(Case testCase) {
        List<String> sets = new ArrayList<>();
        for (Object entry : testCase.list("output")) {
            Case set = new Case((Map<String, Object>) entry);
            List<String> attributes = new ArrayList<>();
            if (set.has("attributes")) {
                for (Object attribute : set.list("attributes")) {
                    Case named = new Case((Map<String, Object>) attribute);
                    attributes.add(named.text("name") + "=" + Values.shown(Values.parse(named.field("value"))));
                }
            }
            List<String> spans = set.list("spans").stream()
                    .map(span -> span instanceof Map ? span.toString() : "id " + span)
                    .sorted()
                    .toList();
            sets.add(spans + " " + attributes);
        }
        return sets.stream().sorted().toList();
    }

    private static List<String> actual(List<TraceHit> hits, List<Case> inputs) {
        boolean areUnique = inputs.stream().allMatch(span -> span.has("id"))
                && inputs.stream().map(span -> span.text("id")).distinct().count() == inputs.size();
        List<String> sets = new ArrayList<>();
        for (TraceHit hit : hits) {
            for (TraceHit.HitSet set : hit.sets()) {
                List<String> attributes = set.attributes().stream()
                        .map(named -> named.name() + "=" + Values.shown(named.value()))
                        .toList();
                List<String> spans = set.spans().stream()
                        .map(span -> inputs.get(Integer.parseInt(span.id(), 16) - 1))
                        .map(span -> areUnique
                                ? "id " + span.text("id")
                                : span.fields().toString())
                        .sorted()
                        .toList();
                sets.add(spans + " " + attributes);
            }
        }
        return sets.stream().sorted().toList();
    }
}
