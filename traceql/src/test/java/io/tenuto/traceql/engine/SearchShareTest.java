package io.tenuto.traceql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Deadline;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lists.ListSource;
import io.tenuto.traceql.lists.TestSpan;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SearchShareTest {
    private static final int SPANS_PER_TRACE = 500;
    private static final List<SpanSource> SOURCES = List.of(large(0, 600), large(600, 3));

    private static SpanSource large(int firstTrace, int traces) {
        var spans = new ArrayList<TestSpan>();
        for (int trace = firstTrace; trace < firstTrace + traces; trace++) {
            for (int id = 1; id <= SPANS_PER_TRACE; id++) spans.add(TestSpan.of(trace, id, id - 1));
        }
        return new ListSource(spans, 1 << 15, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64})
    void partsTogetherVisitEveryRowOnce(int parts) {
        SearchShare all = SearchShare.all(SOURCES.size());
        var visited = new ArrayList<ScanUnit>();
        for (int part = 0; part < parts; part++) {
            visited.addAll(new SearchShare(all.sources(), part, parts).units(SOURCES));
        }
        assertThat(visited).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all.units(SOURCES));
    }

    @Test
    void largeSourcesAreCut() {
        assertThat(SearchShare.all(SOURCES.size()).units(SOURCES)).hasSizeGreaterThan(4);
    }

    @Test
    void answersDoNotDependOnTheCut() {
        var request = new SearchRequest(TraceQl.parse("{ } | count() > 3"), TimeRange.ALL, 50, 3);
        List<SearchResult.Trace> whole =
                SearchEngine.run(request, SOURCES, Deadline.none()).traces();
        SearchResult merged = SearchResult.EMPTY;
        for (int part = 3; part >= 0; part--) {
            var share = new SearchShare(SearchShare.all(SOURCES.size()).sources(), part, 4);
            SearchResult own = SearchEngine.run(request, SOURCES, share, Deadline.none());
            merged = SearchEngine.merge(merged, own, request.limit());
        }
        assertThat(merged.traces()).hasSize(50).isEqualTo(whole);
    }
}
