package io.tenuto.it.cases;

import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.source.SpanSource;
import java.util.List;

/// Runs a search the way a server does, over sources that together hold the spans.
interface Searches {
    /// Traces found, in the order of the answer.
    List<TraceHit> run(Query query, List<SpanSource> sources, Bounds bounds);

    /// What a request says besides the query.
    ///
    /// @param startSeconds first second of the range, 0 for none
    /// @param endSeconds last second of the range, 0 for none
    record Bounds(int limit, int spansPerSpanSet, long startSeconds, long endSeconds) {
        static final Bounds WIDE = new Bounds(100, 100, 0, 0);
    }
}
