package io.tenuto.it.cases;

import java.util.List;

/// The families that are run, in the order of their run.
///
/// Not run, because they describe the inside of another implementation: fetch-conditions and lexer.
final class Families {
    private Families() {}

    static List<Family> all(CaseFiles files) {
        Fixtures fixtures = new Fixtures(files);
        Searches searches = new EngineSearches();
        return List.of(
                new ParseValid(),
                new ParseInvalid(),
                new Identifiers(),
                new LenientParsing(),
                new SpanFilterCheck(),
                new StaticOperations(searches),
                new StructuralCases(searches),
                new EvalEngineCases(searches),
                new SearchCases(fixtures, searches),
                new SearchResponseCases(fixtures, searches),
                new SearchCombineCases(),
                new MetricsCases(fixtures),
                new MetricsAggregationCases(files));
    }
}
