package io.tenuto.it.cases;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.it.cases.TraceHit.HitSet;
import io.tenuto.it.cases.TraceHit.HitSpan;
import io.tenuto.it.cases.TraceHit.Named;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.source.SpanSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Searches with the product's engine.
final class EngineSearches implements Searches {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SPANS_PER_SPAN_SET = 3;
    private static final long SECOND = 1_000_000_000L;

    @Override
    public List<TraceHit> run(Query query, List<SpanSource> sources, Bounds bounds) {
        boolean isBounded = bounds.startSeconds() != 0 && bounds.endSeconds() != 0;
        TimeRange range =
                isBounded ? new TimeRange(bounds.startSeconds() * SECOND, bounds.endSeconds() * SECOND) : TimeRange.ALL;
        int limit = bounds.limit() == 0 ? Integer.MAX_VALUE : bounds.limit();
        int spans = bounds.spansPerSpanSet() == 0 ? SPANS_PER_SPAN_SET : bounds.spansPerSpanSet();
        SearchRequest request = new SearchRequest(query, range, limit, spans);
        return SearchEngine.run(request, sources, Deadline.after(Clock.system(), PATIENCE)).traces().stream()
                .map(EngineSearches::hit)
                .toList();
    }

    private static TraceHit hit(SearchResult.Trace trace) {
        Map<String, List<Integer>> services = new HashMap<>();
        trace.services().forEach((name, counts) -> services.put(name, List.of(counts.spans(), counts.errors())));
        return new TraceHit(
                trace.id().toHex(),
                trace.rootService(),
                trace.rootName(),
                trace.startUnixNanos(),
                (trace.endUnixNanos() - trace.startUnixNanos()) / 1_000_000,
                services,
                trace.spansets().stream().map(EngineSearches::set).toList());
    }

    private static HitSet set(SearchResult.MatchedSpanset set) {
        return new HitSet(
                set.matched(),
                named(set.attributes()),
                set.spans().stream().map(EngineSearches::span).toList());
    }

    private static HitSpan span(SearchResult.MatchedSpan span) {
        return new HitSpan(
                HexFormat.of().toHexDigits(span.spanId()),
                span.startUnixNanos(),
                span.durationNanos(),
                span.name(),
                new HashSet<>(named(span.attributes())));
    }

    private static List<Named> named(List<SearchResult.NamedValue> values) {
        return values.stream()
                .map(value -> new Named(value.name(), value.value()))
                .toList();
    }
}
