package io.tenuto.it.cases;

import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Queries that are refused, at which stage and with which text.
final class ParseInvalid implements Family {
    @Override
    public String name() {
        return "parse-invalid";
    }

    @Override
    public List<String> run(Case testCase) {
        try {
            Query query = TraceQl.parse(testCase.text("query"));
            return List.of("accepted as " + query.canonical());
        } catch (TraceQlException e) {
            String stage = e.stage().name().toLowerCase(Locale.ROOT);
            List<String> problems = new ArrayList<>(Expect.same("stage", testCase.text("stage"), stage));
            problems.addAll(Expect.same("error", testCase.text("error"), e.getMessage()));
            return problems;
        }
    }
}
