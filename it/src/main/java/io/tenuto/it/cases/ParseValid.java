package io.tenuto.it.cases;

import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.QueryFacts;
import io.tenuto.traceql.lang.TraceQl;
import java.util.ArrayList;
import java.util.List;

/// Queries that parse and validate, and their canonical text.
final class ParseValid implements Family {
    @Override
    public String name() {
        return "parse-valid";
    }

    @Override
    public List<String> run(Case testCase) {
        Query query = TraceQl.parse(testCase.text("query"));
        List<String> problems = new ArrayList<>();
        problems.addAll(
                Expect.same("kind", testCase.text("kind"), query instanceof Query.Search ? "search" : "metrics"));
        problems.addAll(Expect.same("noop", testCase.isTrue("noop"), QueryFacts.isNoop(query)));
        problems.addAll(Expect.same(
                "needs whole traces", testCase.isTrue("needs_full_trace"), QueryFacts.needsWholeTraces(query)));
        // A recorded text that is no query itself is a defect of the recording, not a form to imitate.
        boolean isCanonical = !Boolean.FALSE.equals(testCase.fields().get("canonical_reparses"));
        if (isCanonical) problems.addAll(Expect.same("canonical", testCase.text("canonical"), query.canonical()));
        if (!query.canonical().contains("Inf")) {
            problems.addAll(Expect.same("parsed again", query, TraceQl.parse(query.canonical())));
        }
        return problems;
    }
}
