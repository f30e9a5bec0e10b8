package io.tenuto.it.cases;

import io.tenuto.traceql.lang.ConditionGroups;
import io.tenuto.traceql.lang.ConditionGroups.Condition;
import io.tenuto.traceql.lang.FieldExpression;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Unfinished queries as completion sends them. The repaired text is not compared: only what it means is visible.
final class LenientParsing implements Family {
    private static final int GROUPS_MAX = 100;

    @Override
    public String name() {
        return "lenient";
    }

    @Override
    public List<String> run(Case testCase) {
        String input = testCase.text("input");
        List<String> problems =
                new ArrayList<>(Expect.same("cache key", testCase.text("cache_key"), TraceQl.cacheKey(input)));
        Query query;
        try {
            query = TraceQl.parseLenient(input);
        } catch (TraceQlException e) {
            problems.addAll(Expect.same("error", testCase.fields().get("lenient_error"), e.getMessage()));
            problems.addAll(Expect.same("groups", testCase.fields().get("condition_groups"), null));
            return problems;
        }
        problems.addAll(Expect.same("lenient", testCase.fields().get("lenient"), query.canonical()));
        List<List<Condition>> groups = ConditionGroups.of(query, GROUPS_MAX);
        Object actual = groups.isEmpty()
                ? null
                : groups.stream()
                        .map(group ->
                                group.stream().map(LenientParsing::condition).toList())
                        .toList();
        problems.addAll(Expect.same("groups", testCase.fields().get("condition_groups"), actual));
        return problems;
    }

    private static Map<String, Object> condition(Condition condition) {
        String reference = condition.reference().canonical();
        return switch (condition) {
            case Condition.Exists _ -> Map.of("attr", reference, "op", "exists");
            case Condition.Missing _ -> Map.of("attr", reference, "op", "not-exists");
            case Condition.Compare compare ->
                Map.of(
                        "attr", reference,
                        "op", compare.operator().symbol(),
                        "operands",
                                compare.operands().stream()
                                        .map(FieldExpression::canonical)
                                        .toList());
        };
    }
}
