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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Searches traces over any number of sources. Stateless; one call runs on one thread.
///
/// Traces that lie in several sources are gathered and evaluated once, so that the answer does not depend on how spans
/// are spread. The newest `limit` traces are kept; only they are described.
public final class SearchEngine {
    private static final Comparator<Hit> WORST_FIRST =
            Comparator.comparingLong(Hit::start).thenComparing(Hit::id, Comparator.reverseOrder());

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
        var walk = new TraceWalk(plan, sources, share, describer.columns(), counter, deadline);
        var best = new Best(request);
        walk.run(best);
        List<SearchResult.Trace> traces = describer.describe(best.sorted());
        counter.describeEnds();
        return new SearchResult(traces, counter.total(), walk.leftOut());
    }

    /// Whether no trace that starts then or before can be among the newest any more.
    public static boolean isComplete(SearchResult merged, int limit, long startUnixNanos) {
        List<SearchResult.Trace> traces = merged.traces();
        return traces.size() >= limit && startUnixNanos < traces.getLast().startUnixNanos();
    }

    /// The newest hits so far.
    private static final class Best implements TraceWalk.Sink {
        private final SearchRequest request;
        private final PriorityQueue<Hit> hits = new PriorityQueue<>(WORST_FIRST);

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
            Hit worst = hits.peek();
            return worst != null && hits.size() >= request.limit() && start < worst.start();
        }

        @Override
        public void found(Place place, int trace, List<Spanset> spansets) {
            TraceTable table = place.source().traces();
            hits.add(new Hit(table.startUnixNanos(trace), table.id(trace), place, trace, spansets));
            if (hits.size() > request.limit()) hits.remove();
        }

        @Override
        public void handfulEnds(Place place) {}

        List<Hit> sorted() {
            var sorted = new ArrayList<>(hits);
            sorted.sort(WORST_FIRST.reversed());
            return sorted;
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

    /// Joins results of searches over different sources. Associative.
    public static SearchResult merge(SearchResult first, SearchResult second, int limit) {
        Map<TraceId, SearchResult.Trace> byId = new LinkedHashMap<>();
        for (SearchResult.Trace trace : first.traces()) byId.merge(trace.id(), trace, TraceMerge::merged);
        for (SearchResult.Trace trace : second.traces()) byId.merge(trace.id(), trace, TraceMerge::merged);
        var all = new ArrayList<>(byId.values());
        all.sort(Comparator.comparingLong(SearchResult.Trace::startUnixNanos)
                .reversed()
                .thenComparing(SearchResult.Trace::id));
        return new SearchResult(
                all.subList(0, Math.min(limit, all.size())),
                first.statistics().plus(second.statistics()),
                first.leftOut() + second.leftOut());
    }
}
