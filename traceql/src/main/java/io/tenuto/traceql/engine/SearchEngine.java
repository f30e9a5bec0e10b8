package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.Pipeline;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.QueryFacts;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Searches traces over any number of sources. Stateless; one call runs on one thread.
///
/// Traces that lie in several sources are gathered and evaluated once, so that the answer does not depend on how spans
/// are spread. The newest `limit` traces are kept; only they are described.
public final class SearchEngine {
    private static final Comparator<Found> WORST_FIRST = Comparator.comparingLong((Found found) -> found.start)
            .thenComparing(found -> found.id, Comparator.reverseOrder());

    private SearchEngine() {}

    /// A matching trace, not yet described. Compared by identity.
    record Hit(long start, TraceId id, Place place, int trace, List<Spanset> spansets) {}

    public static SearchResult run(SearchRequest request, List<SpanSource> sources, Deadline deadline) {
        return run(request, sources, SearchShare.all(sources.size()), deadline);
    }

    /// One share of a search. [#merge] of the results of all shares is the answer, however they were cut.
    public static SearchResult run(
            SearchRequest request, List<SpanSource> sources, SearchShare share, Deadline deadline) {
        if (QueryFacts.isNoop(request.query())) return SearchResult.EMPTY;
        PipelinePlan plan = PipelinePlan.of(pipelineOf(request.query()));
        var describer = new HitDescriber(plan, request.spansPerSpanset(), deadline);
        var counter = new ScanCounter(deadline);
        var walk = new TraceWalk(plan, sources, share, false, describer.columns(), counter, deadline);
        var best = new Best(request);
        walk.run(best);
        List<SearchResult.Trace> traces = joined(describer.describe(best.sorted()));
        counter.describeEnds();
        return new SearchResult(traces, counter.total(), walk.leftOut());
    }

    /// Whether no trace that starts then or before can be among the newest any more.
    public static boolean isComplete(SearchResult merged, int limit, long startUnixNanos) {
        List<SearchResult.Trace> traces = merged.traces();
        return traces.size() >= limit && startUnixNanos < traces.getLast().startUnixNanos();
    }

    /// What was found of one trace: mostly one hit, several where it lasts for more than an hour. Compared by identity.
    private static final class Found {
        private final TraceId id;
        private final List<Hit> hits = new ArrayList<>();
        private long start = Long.MAX_VALUE;

        Found(TraceId id) {
            this.id = id;
        }

        void add(Hit hit) {
            hits.add(hit);
            start = Math.min(start, hit.start());
        }
    }

    /// The newest traces so far.
    private static final class Best implements TraceWalk.Sink {
        private final SearchRequest request;
        private final PriorityQueue<Found> traces = new PriorityQueue<>(WORST_FIRST);
        private final Map<TraceId, Found> byId = new HashMap<>();

        Best(SearchRequest request) {
            this.request = request;
        }

        @Override
        public boolean wants(TraceId id, long start, long end) {
            return request.range().overlaps(start, end) && !isDone(start);
        }

        /// Of traces that start together the identifier decides, so those are still looked at.
        @Override
        public boolean isDone(long start) {
            Found worst = traces.peek();
            return worst != null && traces.size() >= request.limit() && start < worst.start;
        }

        @Override
        public void found(Place place, int trace, List<Spanset> spansets) {
            TraceTable table = place.source().traces();
            Found found = byId.computeIfAbsent(table.id(trace), Found::new);
            // Its place in the queue may change.
            if (!found.hits.isEmpty()) traces.remove(found);
            found.add(new Hit(table.startUnixNanos(trace), found.id, place, trace, spansets));
            traces.add(found);
            if (traces.size() > request.limit()) byId.remove(traces.remove().id);
        }

        @Override
        public void handfulEnds(Place place) {}

        List<Hit> sorted() {
            return traces.stream()
                    .sorted(WORST_FIRST.reversed())
                    .flatMap(found -> found.hits.stream())
                    .toList();
        }
    }

    /// The pipeline of a search, or of the first sub-query of a metrics query.
    public static Pipeline pipelineOf(Query query) {
        return switch (query) {
            case Query.Search search -> search.pipeline();
            case Query.Metrics metrics -> firstPipeline(metrics.expression());
        };
    }

    private static Pipeline firstPipeline(MetricsExpression expression) {
        return switch (expression) {
            case MetricsExpression.Leaf leaf -> leaf.pipeline();
            case MetricsExpression.Math math -> firstPipeline(math.left());
            case MetricsExpression.ScalarMath math -> firstPipeline(math.expression());
            case MetricsExpression.Staged staged -> firstPipeline(staged.expression());
        };
    }

    /// Each trace once, newest first.
    private static List<SearchResult.Trace> joined(List<SearchResult.Trace> traces) {
        Map<TraceId, SearchResult.Trace> byId = new LinkedHashMap<>();
        for (SearchResult.Trace trace : traces) byId.merge(trace.id(), trace, TraceMerge::merged);
        var all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparingLong(SearchResult.Trace::startUnixNanos)
                .reversed()
                .thenComparing(SearchResult.Trace::id));
        return all;
    }

    /// Joins results of searches over different sources. Associative.
    public static SearchResult merge(SearchResult first, SearchResult second, int limit) {
        var both = new ArrayList<>(first.traces());
        both.addAll(second.traces());
        List<SearchResult.Trace> all = joined(both);
        return new SearchResult(
                all.subList(0, Math.min(limit, all.size())),
                first.statistics().plus(second.statistics()),
                first.leftOut() + second.leftOut());
    }
}
