package io.tenuto.traceql.metrics;

import io.tenuto.base.Check;
import io.tenuto.traceql.lang.Query;

/// A metrics query over a range. Spans count whose start lies in (start, end].
///
/// @param seriesMax most series of the answer; 0 for no limit
/// @param exemplarsMax most exemplars of the answer; 0 for none
public record MetricsRequest(
        Query.Metrics query,
        long startUnixNanos,
        long endUnixNanos,
        long stepNanos,
        boolean isInstant,
        int seriesMax,
        int exemplarsMax) {
    public MetricsRequest {
        Check.argument(startUnixNanos < endUnixNanos, "range ends before it starts");
        Check.argument(stepNanos > 0, "step %s", stepNanos);
    }
}
