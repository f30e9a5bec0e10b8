package io.tenuto.traceql.metrics;

import java.util.List;

/// Finished series.
///
/// @param timestampsMillis of each interval, its right border
/// @param isPartial whether series or groups were left out
public record MetricsResult(List<Series> series, long[] timestampsMillis, long inspectedSpans, boolean isPartial) {
    public MetricsResult {
        series = List.copyOf(series);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
