package io.tenuto.traceql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Deadline;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.lists.ListSource;
import io.tenuto.traceql.lists.RandomSearches;
import io.tenuto.traceql.lists.RandomSpans;
import io.tenuto.traceql.lists.TestSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Laws that hold between answers, whatever the definitions of single operators are.
final class AlgebraTest {
    private static final int ROUNDS = 800;

    @Test
    void andOfConditionsCommutes() {
        sameFor((a, b) -> "{ (%s) && (%s) }".formatted(a, b), (a, b) -> "{ (%s) && (%s) }".formatted(b, a));
    }

    @Test
    void orOfConditionsCommutes() {
        sameFor((a, b) -> "{ (%s) || (%s) }".formatted(a, b), (a, b) -> "{ (%s) || (%s) }".formatted(b, a));
    }

    @Test
    void negationTurnsAndIntoOrOnConditionsOfTheSpan() {
        sameFor(
                (a, b) -> "{ !((%s) && (%s)) }".formatted(compared(a), compared(b)),
                (a, b) -> "{ !(%s) || !(%s) }".formatted(compared(a), compared(b)));
    }

    @Test
    void filtersInARowAreOneFilterWithoutEventsAndLinks() {
        sameFor(
                (a, b) -> "{ %s } | { %s }".formatted(compared(a), compared(b)),
                (a, b) -> "{ (%s) && (%s) }".formatted(compared(a), compared(b)));
    }

    @Test
    void unionOfSpansetsIsOrOfConditions() {
        sameFor((a, b) -> "{ %s } || { %s }".formatted(a, b), (a, b) -> "{ (%s) || (%s) }".formatted(a, b));
    }

    @Test
    void descendantsAreFoundFromBothSides() {
        sameFor((a, b) -> "{ %s } &>> { %s }".formatted(a, b), (a, b) -> "{ %s } &<< { %s }".formatted(b, a));
    }

    /// Leaving out what cannot match is the source's business: a source that never does finds the same.
    @Test
    void pruningDoesNotChangeTheAnswer() {
        int compared = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            List<TestSpan> spans = new RandomSpans(random).traces(5);
            String query = new RandomSearches(random).next();
            var pruned = found(query, TimeRange.ALL, new ListSource(spans, 16, true));
            var whole = found(query, TimeRange.ALL, new ListSource(spans, 16, false));
            if (pruned.isEmpty() || whole.isEmpty()) continue;
            compared++;
            assertThat(pruned).as(query).isEqualTo(whole);
        }
        assertThat(compared).isGreaterThan(ROUNDS / 2);
    }

    /// A trace that lies in a range is found in one of its halves, or in both, as it is found in the whole.
    @Test
    void theHalvesOfARangeFindWhatTheRangeFinds() {
        int compared = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            var source = new ListSource(new RandomSpans(random).traces(6));
            String query = new RandomSearches(random).next();
            long middle = random.nextLong(21_000_000_000L);
            var whole = found(query, TimeRange.ALL, source);
            var early = found(query, new TimeRange(Long.MIN_VALUE, middle), source);
            var late = found(query, new TimeRange(middle, Long.MAX_VALUE), source);
            if (whole.isEmpty() || early.isEmpty() || late.isEmpty()) continue;
            compared++;
            var joined = new ArrayList<>(late.get());
            early.get().stream().filter(trace -> !joined.contains(trace)).forEach(joined::add);
            assertThat(ids(joined)).as("%s at %s", query, middle).containsExactlyInAnyOrderElementsOf(ids(whole.get()));
        }
        assertThat(compared).isGreaterThan(ROUNDS / 2);
    }

    /// A comparison on the span alone in place of what may look at events and links.
    private static String compared(String condition) {
        return condition.contains("event") || condition.contains("link")
                ? "name = `get`"
                : "(" + condition + ") = true";
    }

    private static void sameFor(BiFunction<String, String, String> left, BiFunction<String, String, String> right) {
        int compared = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new SplittableRandom(seed);
            List<TestSpan> spans = new RandomSpans(random).traces(5);
            var searches = new RandomSearches(random);
            String a = searches.nextCondition();
            String b = searches.nextCondition();
            Optional<List<SearchResult.Trace>> first = found(left.apply(a, b), spans);
            Optional<List<SearchResult.Trace>> second = found(right.apply(a, b), spans);
            if (first.isEmpty() || second.isEmpty()) continue;
            compared++;
            assertThat(ids(first.get()))
                    .as("%s against %s", left.apply(a, b), right.apply(a, b))
                    .isEqualTo(ids(second.get()));
        }
        assertThat(compared).isGreaterThan(ROUNDS / 2);
    }

    private static Optional<List<SearchResult.Trace>> found(String query, List<TestSpan> spans) {
        return found(query, TimeRange.ALL, new ListSource(spans));
    }

    private static Optional<List<SearchResult.Trace>> found(String query, TimeRange range, ListSource source) {
        try {
            var request = new SearchRequest(TraceQl.parse(query), range, 100, 100);
            return Optional.of(
                    SearchEngine.run(request, List.of(source), Deadline.none()).traces());
        } catch (TraceQlException _) {
            return Optional.empty();
        }
    }

    private static List<String> ids(List<SearchResult.Trace> traces) {
        return traces.stream()
                .map(trace -> trace.id()
                        + trace.spansets().stream()
                                .map(set -> set.spans().stream()
                                        .map(span -> span.spanId() + "@" + span.startUnixNanos())
                                        .toList())
                                .toList()
                                .toString())
                .toList();
    }
}
