package io.tenuto.it.cases;

import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.List;

/// Which queries may filter the spans of one trace.
final class SpanFilterCheck implements Family {
    @Override
    public String name() {
        return "span-filter";
    }

    @Override
    public List<String> run(Case testCase) {
        try {
            TraceQl.parseSpanFilter(testCase.text("query"));
        } catch (TraceQlException e) {
            return Expect.same("error", testCase.fields().get("error"), e.getMessage());
        }
        return Expect.same("accepted", testCase.isTrue("accepted"), true);
    }
}
