package io.tenuto.traceql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeScope;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.lists.ListSource;
import io.tenuto.traceql.lists.TestSpan;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchEngineTest {
    private static SearchResult search(String query, int limit, List<SpanSource> sources) {
        return SearchEngine.run(
                new SearchRequest(TraceQl.parse(query), TimeRange.ALL, limit, 3), sources, Deadline.none());
    }

    private static List<Long> traces(SearchResult result) {
        return result.traces().stream().map(trace -> trace.id().low()).toList();
    }

    /// Traces 1 to `count`, one root each; the larger the number, the newer.
    private static SpanSource traces(int from, int to) {
        var spans = new ArrayList<TestSpan>();
        for (int i = from; i <= to; i++) spans.add(TestSpan.of(i, 1, 0));
        return new ListSource(spans);
    }

    @Test
    void identifiersInAChainOfAlternativesLoseLeadingZerosToo() {
        SearchResult result = search(
                "{ span:id = `0000000000000001` && (trace:id = `x` || trace:id = `00070000000000000002`) }",
                5,
                List.of(traces(1, 3)));
        assertThat(traces(result)).containsExactly(2L);
    }

    @Test
    void patternsOfIdentifiersAreAsTheyAreWhereverTheyStand() {
        List<SpanSource> sources = List.of(traces(1, 3));
        String pattern = "trace:id =~ `0*7.*2`";
        assertThat(traces(search("{ " + pattern + " }", 5, sources))).containsExactly(2L);
        assertThat(traces(search("{ event:name = `x` || " + pattern + " }", 5, sources)))
                .containsExactly(2L);
        assertThat(traces(search("{ trace:id !~ `0*7.*2` || trace:id !~ `7.*3` }", 5, sources)))
                .containsExactly(3L, 2L, 1L);
    }

    @Test
    void newestTracesComeFirstAndOlderSourcesAreNotLookedInto() {
        SearchResult result = search("{ name = `span` }", 2, List.of(traces(1, 4), traces(5, 9), traces(10, 12)));
        assertThat(traces(result)).containsExactly(12L, 11L);
        assertThat(result.statistics().sources()).isEqualTo(1);
        assertThat(result.statistics().sourcesSkipped()).isEqualTo(2);
    }

    @Test
    void traceInTwoSourcesIsOneResultWithAllItsSpans() {
        SpanSource first = new ListSource(List.of(TestSpan.of(1, 1, 0), TestSpan.of(2, 1, 0)));
        SpanSource second = new ListSource(List.of(TestSpan.of(1, 2, 1).failed()));
        SearchResult result = search("{ nestedSetParent < 0 } >> { status = error }", 5, List.of(first, second));
        assertThat(traces(result)).containsExactly(1L);
        assertThat(result.traces().getFirst().services().get("")).isEqualTo(new SearchResult.ServiceCounts(2, 1));
        assertThat(result.statistics().tracesGathered()).isEqualTo(1);
    }

    @Test
    void spanStoredInTwoSourcesCountsOnce() {
        SpanSource source = new ListSource(List.of(TestSpan.of(1, 1, 0)));
        SearchResult result = search("{ } | count() = 1", 5, List.of(source, source));
        assertThat(traces(result)).containsExactly(1L);
    }

    @Test
    void attributeOfTheSpanHidesThatOfTheResource() {
        SpanSource source = new ListSource(List.of(TestSpan.of(1, 1, 0)
                .with(AttributeScope.SPAN, "v", new Static.Text("x"))
                .with(AttributeScope.RESOURCE, "v", new Static.Int(1))));
        assertThat(traces(search("{ .v = 1 }", 5, List.of(source)))).isEmpty();
        assertThat(traces(search("{ resource.v = 1 }", 5, List.of(source)))).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ span.n != 0 } | { 6 / span.n = 3 }",
                "({ span.n != 0 } | { 6 / span.n = 3 }) && ({ span.n = 2 } | { })",
                "{ span.n != 0 } | { 6 / span.n = 3 } | by(span.n)",
                "{ } | { span.n = 2 } | by(4 / span.n) | count() = 1",
                "({ } | { span.n = 2 } | max(6 % span.n) = 0) >> ({ span.b } | { !span.b = false })",
                "{ nestedSetLeft = 1 } | { 4 / (nestedSetLeft - 2) < 0 }"
            })
    void operatorsFailOnlyOnSpansThatThePipelineAsksThemOf(String query) {
        SpanSource source = new ListSource(List.of(
                TestSpan.of(1, 1, 0).with(AttributeScope.SPAN, "n", new Static.Int(2)),
                TestSpan.of(1, 2, 1)
                        .with(AttributeScope.SPAN, "n", new Static.Int(0))
                        .with(AttributeScope.SPAN, "b", Static.TRUE),
                TestSpan.of(1, 3, 1).with(AttributeScope.SPAN, "b", new Static.Text("no"))));
        assertThat(traces(search(query, 5, List.of(source)))).containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ 6 / span.n = 3 }",
                "{ span.n >= 0 } | { 6 / span.n = 3 }",
                "{ } | by(6 / span.n)",
                "{ } | sum(6 % span.n) > 0",
                "{ } >> { 6 / span.n = 3 }"
            })
    void operatorThatFailsOnASpanOfThePipelineFailsTheQuery(String query) {
        SpanSource source = new ListSource(List.of(
                TestSpan.of(1, 1, 0).with(AttributeScope.SPAN, "n", new Static.Int(2)),
                TestSpan.of(1, 2, 1).with(AttributeScope.SPAN, "n", new Static.Int(0))));
        assertThatThrownBy(() -> search(query, 5, List.of(source))).hasMessageEndingWith("by zero");
    }

    @Test
    void failureIsThatOfTheSpanThatWasAsked() {
        SpanSource source = new ListSource(List.of(
                TestSpan.of(1, 1, 0).with(AttributeScope.SPAN, "n", new Static.Ints(List.of(1L, 2L))),
                TestSpan.of(1, 2, 1).with(AttributeScope.SPAN, "n", new Static.Int(0))));
        assertThatThrownBy(() -> search("{ span.n = 0 } | { 6 / span.n = 3 }", 5, List.of(source)))
                .hasMessage("division by zero");
    }

    @Test
    void explanationNamesWhatIsReadAndWhatIsPruned() {
        Explanation plan = Explanation.of(TraceQl.parse("{ span.a = `x` || span.a = `y` } >> { status = error }"));
        assertThat(plan.judgesSpansAlone()).isFalse();
        assertThat(plan.needsStructure()).isTrue();
        assertThat(plan.columns()).contains("span.a", "status");
        assertThat(plan.pruning()).isNotEmpty();
    }

    @Test
    void resultsOfOneTraceFoundApartAreJoined() {
        SearchResult first = search("{ }", 5, List.of(new ListSource(List.of(TestSpan.of(1, 1, 0)))));
        SearchResult second =
                search("{ }", 5, List.of(new ListSource(List.of(TestSpan.of(1, 2, 1), TestSpan.of(2, 1, 0)))));
        SearchResult joined = SearchEngine.merge(first, second, 5);
        assertThat(traces(joined)).containsExactly(2L, 1L);
        assertThat(joined.traces().get(1).rootName()).isEqualTo("span");
    }

    private static TestSpan atMinute(long trace, long id, int minute) {
        return TestSpan.of(trace, id, id - 1).startingAt(minute * 60_000_000_000L);
    }

    /// Of a trace over more than an hour each fragment is evaluated with those near it, in one job as in several.
    @Test
    void aLongTraceIsFoundByItsMiddleAndIsOneResult() {
        SpanSource early = new ListSource(List.of(atMinute(1, 1, 10)));
        SpanSource middle = new ListSource(List.of(atMinute(1, 2, 60)));
        SpanSource late = new ListSource(List.of(atMinute(1, 3, 110), atMinute(2, 1, 9)));
        List<SpanSource> sources = List.of(late, middle, early);
        assertThat(traces(search("{ } | count() > 2", 5, sources))).containsExactly(1L);
        assertThat(traces(search("{ } | count() > 3", 5, sources))).isEmpty();
        // Parts of one trace take one place.
        assertThat(traces(search("{ } | count() > 0", 2, sources))).containsExactly(1L, 2L);
        assertThat(traces(search("{ } | count() > 0", 2, List.of(late, early)))).containsExactly(1L, 2L);
        SearchResult merged = SearchResult.EMPTY;
        var request = new SearchRequest(TraceQl.parse("{ } | count() > 2"), TimeRange.ALL, 5, 3);
        for (int own = 0; own < sources.size(); own++) {
            var share = new SearchShare(BitSet.valueOf(new long[] {1L << own}), 0, 1);
            merged = SearchEngine.merge(
                    merged, SearchEngine.run(request, sources, share, Deadline.none()), request.limit());
        }
        assertThat(merged.traces())
                .isEqualTo(SearchEngine.run(request, sources, Deadline.none()).traces());
    }

    @Test
    void whatStandsFirstInAPipelineMeasuresAllSpans() {
        SpanSource source = new ListSource(List.of(
                TestSpan.of(1, 1, 0).named("x").lasting(100_000_000L),
                TestSpan.of(1, 2, 1).named("y").lasting(3_000_000_000L)));
        SearchResult result = search("(avg(duration) > 1s) && ({ name = `x` })", 5, List.of(source));
        assertThat(traces(result)).containsExactly(1L);
        assertThat(traces(search("(max(duration) > 1s) || ({ name = `nobody` })", 5, List.of(source))))
                .containsExactly(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ span.a / span.b = 2 }", "{ span.a / span.b = 2 } | count() > 0", "{ !span.f }"})
    void whatFailsOnTracesThatAreNotAskedForDoesNotMatter(String query) {
        TestSpan bad = TestSpan.of(1, 1, 0)
                .with(AttributeScope.SPAN, "a", new Static.Int(1))
                .with(AttributeScope.SPAN, "b", new Static.Int(0))
                .with(AttributeScope.SPAN, "f", new Static.Text("no"));
        TestSpan good = TestSpan.of(9, 1, 0)
                .with(AttributeScope.SPAN, "a", new Static.Int(4))
                .with(AttributeScope.SPAN, "b", new Static.Int(2))
                .with(AttributeScope.SPAN, "f", Static.FALSE);
        List<SpanSource> sources = List.of(new ListSource(List.of(bad, good)));
        var range = new TimeRange(8_000_000_000L, 10_000_000_000L);
        var request = new SearchRequest(TraceQl.parse(query), range, 5, 3);
        assertThat(traces(SearchEngine.run(request, sources, Deadline.none()))).containsExactly(9L);
        assertThatThrownBy(() -> search(query, 5, sources)).isInstanceOf(TraceQlException.class);
    }
}
