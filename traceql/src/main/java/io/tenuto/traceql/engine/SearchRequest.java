package io.tenuto.traceql.engine;

import io.tenuto.base.Check;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.lang.Query;

/// A search as the engine runs it.
///
/// @param query validated; of a metrics query its pipeline is searched
/// @param range traces that overlap it are searched, with all their spans
/// @param limit most traces returned, at least 1
/// @param spansPerSpanset most spans returned of each spanset, at least 1
public record SearchRequest(Query query, TimeRange range, int limit, int spansPerSpanset) {
    public SearchRequest {
        Check.argument(limit > 0, "search limit %s", limit);
        Check.argument(spansPerSpanset > 0, "spans per spanset %s", spansPerSpanset);
    }
}
