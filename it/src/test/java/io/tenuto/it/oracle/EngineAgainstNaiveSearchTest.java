package io.tenuto.it.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.tenuto.base.Deadline;
import io.tenuto.it.cases.SourceKinds;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Random searches over random traces, spread over any number of live segments and blocks: the engine finds what the
/// naive search finds.
/// `-Doracle.pairs` says how many, `-Doracle.seed` from where.
class EngineAgainstNaiveSearchTest {
    private static final int QUERIES_PER_TRACES = 10;

    @Test
    void theEngineFindsWhatTheNaiveSearchFinds() {
        long pairs = Long.getLong("oracle.pairs", 20_000);
        long firstSeed = Long.getLong("oracle.seed", 1);
        long compared = 0;
        for (long seed = firstSeed; compared < pairs; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<ExportTraceServiceRequest> requests = new RandomSpans(random).requests();
            List<SpanSource> sources = sources(requests, random);
            RandomSearches searches = new RandomSearches(random);
            for (int i = 0; i < QUERIES_PER_TRACES; i++) {
                if (isSameResult(seed, searches.query(), requests, sources)) compared++;
            }
        }
    }

    /// Whether the query is one that can be compared; fails if the results differ.
    private static boolean isSameResult(
            long seed, String text, List<ExportTraceServiceRequest> requests, List<SpanSource> sources) {
        Query.Search query;
        List<String> expected;
        try {
            query = (Query.Search) TraceQl.parse(text);
            expected = naive(NaiveSearch.run(query.pipeline(), requests));
        } catch (TraceQlException _) {
            return false;
        }
        try {
            assertThat(engine(query, sources)).as("seed %d: %s", seed, text).isEqualTo(expected);
        } catch (RuntimeException e) {
            fail("seed " + seed + ": " + text, e);
        }
        return true;
    }

    /// The messages in their order, spread over some sources of any kind.
    private static List<SpanSource> sources(List<ExportTraceServiceRequest> requests, SplittableRandom random) {
        List<SpanSource> sources = new ArrayList<>();
        List<ExportTraceServiceRequest> together = new ArrayList<>();
        for (ExportTraceServiceRequest request : requests) {
            together.add(request);
            if (random.nextInt(3) == 0) {
                sources.add(kind(random).of(together));
                together = new ArrayList<>();
            }
        }
        sources.add(kind(random).of(together));
        return sources;
    }

    private static SourceKinds kind(SplittableRandom random) {
        SourceKinds[] kinds = SourceKinds.values();
        return kinds[random.nextInt(kinds.length)];
    }

    private static List<String> naive(List<NaiveSearch.Found> found) {
        List<String> sets = new ArrayList<>();
        for (NaiveSearch.Found trace : found) {
            for (NaiveSearch.Spanset set : trace.spansets()) {
                List<String> attributes = set.attributes().stream()
                        .map(attribute -> attribute.getKey() + "=" + attribute.getValue())
                        .toList();
                sets.add(trace.traceId() + " " + attributes + " " + set.spanIds());
            }
        }
        return sets.stream().sorted().toList();
    }

    private static List<String> engine(Query query, List<SpanSource> sources) {
        SearchRequest request = new SearchRequest(query, TimeRange.ALL, 1000, 1000);
        List<String> sets = new ArrayList<>();
        for (SearchResult.Trace trace :
                SearchEngine.run(request, sources, Deadline.none()).traces()) {
            for (SearchResult.MatchedSpanset set : trace.spansets()) {
                List<String> attributes = set.attributes().stream()
                        .map(attribute -> attribute.name() + "=" + attribute.value())
                        .toList();
                List<String> ids = set.spans().stream()
                        .map(span -> HexFormat.of().toHexDigits(span.spanId()))
                        .sorted()
                        .toList();
                sets.add(trace.id().toShortHex() + " " + attributes + " " + ids);
            }
        }
        return sets.stream().sorted().toList();
    }
}
