package io.tenuto.traceql.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.base.Deadline;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.lists.ListSource;
import io.tenuto.traceql.lists.NaiveSearch;
import io.tenuto.traceql.lists.RandomSearches;
import io.tenuto.traceql.lists.RandomSpans;
import io.tenuto.traceql.lists.TestSpan;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Random queries over random traces, spread at random: the engine must find what the definitions say.
final class RandomSearchTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int QUERIES_PER_DATA = 20;
    private static final int JOBS_MAX = 64;

    @Test
    void engineFindsWhatTheDefinitionsSay() {
        compare(1, 20_000, Twins.NONE);
    }

    /// A span that is stored twice, in two sources, is found once.
    @Test
    void spansStoredTwiceAreFoundOnce() {
        compare(500_000, 1000, Twins.SOME);
    }

    @Test
    @Tag("long")
    void engineFindsWhatTheDefinitionsSayManyTimes() {
        compare(1_000_000, Integer.getInteger("tenuto.seeds", 1_000_000), Twins.NONE);
    }

    /// Whether spans are stored twice.
    private enum Twins {
        NONE,
        SOME
    }

    private enum Outcome {
        COMPARED,
        REFUSED,
        REFUSED_BY_ENGINE
    }

    private static void compare(long seed, int pairs, Twins twins) {
        int[] outcomes = new int[Outcome.values().length];
        for (int data = 0; data * QUERIES_PER_DATA < pairs; data++) {
            var random = new SplittableRandom(seed + data);
            // Spans come in the order of their starts: where they do not, it is left open which of several roots names
            // a
            // trace that lies in several places.
            List<TestSpan> spans = new RandomSpans(random)
                    .traces(1 + random.nextInt(8)).stream()
                            .sorted(Comparator.comparingLong(TestSpan::start)
                                    .thenComparingLong(TestSpan::id)
                                    .thenComparingInt(TestSpan::kind))
                            .toList();
            List<SpanSource> sources = spread(spans, twins, random);
            var searches = new RandomSearches(random);
            for (int i = 0; i < QUERIES_PER_DATA; i++) {
                outcomes[
                        check(searches.next(), spans, sources, random, seed + data)
                                .ordinal()]++;
            }
        }
        assertThat(outcomes[Outcome.COMPARED.ordinal()])
                .as("pairs without an error of evaluation")
                .isGreaterThan(pairs * 2 / 3);
        assertThat(outcomes[Outcome.REFUSED_BY_ENGINE.ordinal()])
                .as("pairs that the engine alone refuses")
                .isLessThan(Math.max(10, pairs / 50));
    }

    /// Anywhere; twins in different sources.
    private static List<SpanSource> spread(List<TestSpan> spans, Twins twins, RandomGenerator random) {
        int count = 1 + random.nextInt(random.nextBoolean() ? 2 : 8);
        var parts = new ArrayList<List<TestSpan>>();
        for (int i = 0; i < count; i++) parts.add(new ArrayList<>());
        boolean keepsTraces = random.nextBoolean();
        for (TestSpan span : spans) {
            int trace = Long.hashCode(span.trace().low());
            boolean moves = !keepsTraces || random.nextInt(20) == 0;
            int part = moves ? random.nextInt(count) : trace % count;
            parts.get(part).add(span);
            if (twins == Twins.SOME && count > 1 && random.nextInt(10) == 0)
                parts.get((part + 1) % count).add(span);
        }
        var sources = new ArrayList<SpanSource>();
        for (List<TestSpan> part : parts) {
            sources.add(new ListSource(part, 1 + random.nextInt(70), random.nextBoolean()));
        }
        return sources;
    }

    private static Outcome check(
            String text, List<TestSpan> spans, List<SpanSource> sources, RandomGenerator random, long seed) {
        var query = (Query.Search) TraceQl.parse(text);
        TimeRange range = random.nextBoolean()
                ? TimeRange.ALL
                : new TimeRange(random.nextInt(10) * SECOND, (10 + random.nextInt(10)) * SECOND);
        int limit = random.nextBoolean() ? 1000 : 1 + random.nextInt(4);
        int shown = random.nextBoolean() ? 1000 : 1 + random.nextInt(4);
        List<String> expected;
        try {
            expected = NaiveSearch.run(query.pipeline(), spans, range, limit).stream()
                    .map(hit -> text(hit, shown))
                    .toList();
        } catch (TraceQlException _) {
            // The engine need not look at the span that raised the error.
            return Outcome.REFUSED;
        }
        var request = new SearchRequest(query, range, limit, shown);
        List<String> found;
        try {
            List<SearchResult.Trace> traces =
                    SearchEngine.run(request, sources, Deadline.none()).traces();
            found = traces.stream().map(RandomSearchTest::text).toList();
            assertThat(inJobs(request, sources, random))
                    .as("in jobs, seed %s: %s", seed, text)
                    .isEqualTo(traces);
        } catch (TraceQlException _) {
            // It looked at a span that the definitions pass over: of another time, or left out by a filter before.
            return Outcome.REFUSED_BY_ENGINE;
        }
        assertThat(found)
                .as("seed %s, %s sources: %s", seed, sources.size(), text)
                .isEqualTo(expected);
        return Outcome.COMPARED;
    }

    /// The same search cut into one to 64 jobs, by sources and by rows, merged in any order.
    private static List<SearchResult.Trace> inJobs(
            SearchRequest request, List<SpanSource> sources, RandomGenerator random) {
        int jobs = 1 + random.nextInt(sources.size());
        var results = new ArrayList<SearchResult>();
        for (int job = 0; job < jobs; job++) {
            var own = new BitSet();
            for (int source = job; source < sources.size(); source += jobs) own.set(source);
            int partsMax = JOBS_MAX / jobs;
            int parts = 1 + random.nextInt(random.nextInt(10) == 0 ? partsMax : Math.min(4, partsMax));
            for (int part = 0; part < parts; part++) {
                var share = new SearchShare(own, part, parts);
                results.add(SearchEngine.run(request, sources, share, Deadline.none()));
            }
        }
        SearchResult merged = SearchResult.EMPTY;
        while (!results.isEmpty()) {
            SearchResult next = results.remove(random.nextInt(results.size()));
            merged = SearchEngine.merge(merged, next, request.limit());
        }
        return merged.traces();
    }

    private static String text(NaiveSearch.Hit hit, int shown) {
        List<String> groups = hit.groups().stream()
                .map(group -> group.spans().stream()
                                .limit(shown)
                                .map(span -> span.id() + "@" + span.start())
                                .toList() + " " + group.attributes() + " "
                        + group.spans().size())
                .sorted()
                .toList();
        return hit.trace() + " " + hit.start() + " " + groups;
    }

    private static String text(SearchResult.Trace trace) {
        List<String> groups = trace.spansets().stream()
                .map(group -> group.spans().stream()
                                .map(span -> span.spanId() + "@" + span.startUnixNanos())
                                .toList()
                        + " "
                        + group.attributes().stream()
                                .map(attribute -> attribute.name() + "=" + attribute.value())
                                .toList()
                        + " " + group.matched())
                .sorted()
                .toList();
        return trace.id() + " " + trace.startUnixNanos() + " " + groups;
    }
}
