package io.tenuto.it.cases;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.tenuto.it.cases.Searches.Bounds;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Structural operators over spans given by their nested-set numbers, and the numbering of whole traces.
@SuppressWarnings("unchecked")
final class StructuralCases implements Family {
    private final Searches searches;

    StructuralCases(Searches searches) {
        this.searches = searches;
    }

    @Override
    public String name() {
        return "structural";
    }

    @Override
    public List<String> run(Case testCase) {
        return testCase.text("unit").equals("nested_set") ? numbering(testCase) : operator(testCase);
    }

    /// Equal triples are one span. For siblings the recordings are of two minds: there the triples of the two sides may
    /// as well be different spans, and either reading is right.
    private List<String> operator(Case testCase) {
        List<String> problems = operator(testCase, false);
        return testCase.text("op").endsWith("~") && !problems.isEmpty() ? operator(testCase, true) : problems;
    }

    private List<String> operator(Case testCase, boolean areApart) {
        List<Object> triples = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        List<Object> onlyRight = new ArrayList<>(testCase.list("rhs"));
        for (Object triple : testCase.list("lhs")) {
            boolean isBoth = !areApart && onlyRight.remove(triple);
            triples.add(triple);
            rows.add(row(triple, rows.size() + 1, true, isBoth));
        }
        for (Object triple : onlyRight) {
            triples.add(triple);
            rows.add(row(triple, rows.size() + 1, false, true));
        }
        List<String> wanted = testCase.list("expected").stream()
                .map(Object::toString)
                .sorted()
                .toList();
        List<String> actual = new ArrayList<>();
        String query = "{ span.left = true } " + testCase.text("op") + " { span.right = true }";
        for (TraceHit hit : searches.run(TraceQl.parse(query), List.of(new RowSource(rows)), Bounds.WIDE)) {
            for (TraceHit.HitSet set : hit.sets()) {
                for (TraceHit.HitSpan span : set.spans()) {
                    actual.add(triples.get(Integer.parseInt(span.id(), 16) - 1).toString());
                }
            }
        }
        return Expect.same(query, wanted, actual.stream().sorted().toList());
    }

    private static Row row(Object triple, int id, boolean isLeft, boolean isRight) {
        Map<ColumnKey, Static> values = new HashMap<>();
        values.put(ColumnKey.of(Intrinsic.SPAN_ID), new Static.Int(id));
        List<Object> numbers = (List<Object>) triple;
        values.put(ColumnKey.of(Intrinsic.NESTED_SET_LEFT), number(numbers.get(0)));
        values.put(ColumnKey.of(Intrinsic.NESTED_SET_RIGHT), number(numbers.get(1)));
        values.put(ColumnKey.of(Intrinsic.NESTED_SET_PARENT), number(numbers.get(2)));
        if (isLeft) values.put(ColumnKey.of(AttributeScope.SPAN, "left"), Static.TRUE);
        if (isRight) values.put(ColumnKey.of(AttributeScope.SPAN, "right"), Static.TRUE);
        return new Row(0, values);
    }

    private static Static number(Object value) {
        return new Static.Int(((Number) value).longValue());
    }

    private List<String> numbering(Case testCase) {
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        List<String> wanted = new ArrayList<>();
        for (Object entry : testCase.list("spans")) {
            Case span = new Case((Map<String, Object>) entry);
            Span.Builder built = Span.newBuilder()
                    .setTraceId(
                            ByteString.copyFrom(new byte[16]).substring(0, 15).concat(text("t")))
                    .setSpanId(text(span.text("id")))
                    .setStartTimeUnixNano(1_000_000_000L)
                    .setEndTimeUnixNano(2_000_000_000L);
            if (span.has("parent")) built.setParentSpanId(text(span.text("parent")));
            if (span.has("kind")) {
                boolean isServer = span.text("kind").equals("server");
                built.setKind(isServer ? Span.SpanKind.SPAN_KIND_SERVER : Span.SpanKind.SPAN_KIND_CLIENT);
            }
            spans.addSpans(built);
            wanted.add("%s %s %s %s %s"
                    .formatted(
                            hex(span.text("id")),
                            span.field("left"),
                            span.field("right"),
                            span.field("nested_set_parent"),
                            span.field("child_count")));
        }
        ExportTraceServiceRequest request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
                .build();
        List<String> problems = new ArrayList<>();
        for (Fixtures.Named source : Fixtures.kinds(List.of(request))) {
            problems.addAll(Expect.same(source.name(), wanted.stream().sorted().toList(), numbers(source)));
        }
        return problems;
    }

    private List<String> numbers(Fixtures.Named source) {
        String query = "{ } | select(nestedSetLeft, nestedSetRight, nestedSetParent, span:childCount)";
        List<String> numbers = new ArrayList<>();
        for (TraceHit hit : searches.run(TraceQl.parse(query), List.of(source.source()), Bounds.WIDE)) {
            for (TraceHit.HitSpan span : hit.sets().getFirst().spans()) {
                Map<String, String> byName = new HashMap<>();
                span.attributes()
                        .forEach(named -> byName.put(named.name(), named.value().canonical()));
                numbers.add("%s %s %s %s %s"
                        .formatted(
                                span.id(),
                                byName.get("nestedSetLeft"),
                                byName.get("nestedSetRight"),
                                byName.get("nestedSetParent"),
                                byName.get("span:childCount")));
            }
        }
        return numbers.stream().sorted().toList();
    }

    private static ByteString text(String id) {
        return ByteString.copyFromUtf8(id);
    }

    private static String hex(String id) {
        StringBuilder hex = new StringBuilder();
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) hex.append("%02x".formatted(b));
        return hex.toString();
    }
}
