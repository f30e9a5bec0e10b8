package io.tenuto.it.cases;

import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.BinaryOperator;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Operators on values.
final class StaticOperations implements Family {
    private final Searches searches;

    StaticOperations(Searches searches) {
        this.searches = searches;
    }

    @Override
    public String name() {
        return "static-ops";
    }

    @Override
    public List<String> run(Case testCase) {
        return switch (testCase.text("unit")) {
            case "binary" -> binary(testCase);
            case "equals" ->
                Expect.same("equal", testCase.field("expected"), StaticOps.areEqual(left(testCase), right(testCase)));
            case "not_equals" ->
                Expect.same(
                        "unequal", testCase.field("expected"), StaticOps.areUnequal(left(testCase), right(testCase)));
            case "compare" ->
                Expect.same(
                        "order",
                        Long.signum(testCase.integer("expected")),
                        Integer.signum(StaticOps.compare(left(testCase), right(testCase))));
            case "int_pow" ->
                Expect.same(
                        "power",
                        testCase.integer("expected"),
                        StaticOps.power(testCase.integer("base"), testCase.integer("exp")));
            case "duration_literal" -> durationLiteral(testCase);
            case "sum_into" -> aggregated(testCase, "sum", List.of(left(testCase), right(testCase)));
            case "divide_by" -> average(testCase);
            default -> List.of("unknown unit " + testCase.text("unit"));
        };
    }

    @Override
    public String difference(Case testCase) {
        boolean isMixedSum = testCase.text("unit").equals("sum_into")
                && left(testCase).type() != right(testCase).type();
        return isMixedSum ? "numbers of all types count in a sum" : "";
    }

    private static List<String> binary(Case testCase) {
        BinaryOperator operator = Arrays.stream(BinaryOperator.values())
                .filter(candidate -> candidate.symbol().equals(testCase.text("op")))
                .findFirst()
                .orElseThrow();
        List<String> problems = new ArrayList<>(evaluated(testCase, operator, left(testCase), right(testCase)));
        if (testCase.isTrue("symmetric")) {
            problems.addAll(evaluated(testCase, operator, right(testCase), left(testCase)));
        }
        return problems;
    }

    private static List<String> evaluated(Case testCase, BinaryOperator operator, Static left, Static right) {
        try {
            Static result = StaticOps.binary(operator, left, right);
            if (testCase.has("error")) return List.of("no error but " + result);
            return Expect.same("result", Values.parse(testCase.field("expected")), result);
        } catch (TraceQlException e) {
            return Expect.same("error", testCase.fields().get("error"), e.getMessage());
        }
    }

    private static List<String> durationLiteral(Case testCase) {
        Query query = TraceQl.parse("{ .a = " + testCase.text("input") + " }");
        boolean isAsExpected = query instanceof Query.Search search
                && search.pipeline().elements().getFirst()
                        instanceof SpansetExpression.Filter(FieldExpression.Binary binary)
                && binary.right().equals(new Static.Duration(testCase.integer("expected_ns")));
        return isAsExpected ? List.of() : List.of("parsed as " + query.canonical());
    }

    /// Sums and averages have no operator of their own: they are asked for over spans with these values.
    private List<String> aggregated(Case testCase, String function, List<Static> values) {
        boolean areDurations = values.getFirst() instanceof Static.Duration;
        List<Row> rows = new ArrayList<>();
        for (Static value : values) {
            // Only intrinsics are durations.
            ColumnKey key = areDurations ? ColumnKey.of(Intrinsic.DURATION) : ColumnKey.of(AttributeScope.SPAN, "v");
            rows.add(new Row(0, Map.of(key, value)));
        }
        String aggregate = function + (areDurations ? "(duration)" : "(span.v)");
        Query query = TraceQl.parse("{ } | " + aggregate + " > -1e300");
        List<TraceHit> hits = searches.run(query, List.of(new RowSource(rows)), Searches.Bounds.WIDE);
        if (hits.isEmpty()) return List.of("no result");
        Static result =
                hits.getFirst().sets().getFirst().attributes().getFirst().value();
        return Expect.same(aggregate, Values.parse(testCase.field("expected")), result);
    }

    private List<String> average(Case testCase) {
        List<Static> values = new ArrayList<>();
        values.add(left(testCase));
        Static zero = switch (values.getFirst()) {
            case Static.Int _ -> new Static.Int(0);
            case Static.Duration _ -> new Static.Duration(0);
            default -> new Static.Float(0);
        };
        while (values.size() < testCase.integer("rhs")) values.add(zero);
        return aggregated(testCase, "avg", values);
    }

    private static Static left(Case testCase) {
        return Values.parse(testCase.field("lhs"));
    }

    private static Static right(Case testCase) {
        return Values.parse(testCase.field("rhs"));
    }
}
