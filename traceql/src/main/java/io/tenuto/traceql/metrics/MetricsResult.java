package io.tenuto.traceql.metrics;

import java.util.List;

/// Finished series.
///
/// @param timestampsMillis of each interval, its right border
/// @param inspectedBytes estimated size of what was read
/// @param isPartial whether series or groups were left out
/// @param message why, "" if none were
public record MetricsResult(
        List<Series> series,
        long[] timestampsMillis,
        long inspectedSpans,
        long inspectedBytes,
        boolean isPartial,
        String message) {
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
