package io.tenuto.server;

import io.tenuto.base.Check;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import java.time.Duration;
import java.util.List;

/// Limits and defaults of the query API, named after their configuration keys.
///
/// @param endCutoff `query_frontend.query_end_cutoff`: queries end this long before now
/// @param recent `query_frontend.search.query_backend_after`: the range of a search without one
/// @param searchDurationMax `query_frontend.search.max_duration`; zero for none
/// @param metricsDurationMax `query_frontend.metrics.max_duration`; zero for none
public record QueryConfig(
        Duration endCutoff,
        Duration recent,
        Duration searchDurationMax,
        Duration metricsDurationMax,
        int defaultResultLimit,
        int maxResultLimit,
        int defaultSpansPerSpanset,
        int maxSpansPerSpanset,
        int expressionBytesMax,
        Duration timeout) {
    public static final QueryConfig DEFAULT = new QueryConfig(
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            Duration.ofHours(168),
            Duration.ofHours(24),
            20,
            262_144,
            3,
            100,
            131_072,
            Duration.ofSeconds(30));

    /// These limits with the ranges that all the tenants allow.
    QueryConfig within(TenantLimits.Source limits, List<TenantId> tenants) {
        Duration search = Duration.ZERO;
        Duration metrics = Duration.ZERO;
        for (TenantId tenant : tenants) {
            TenantLimits own = limits.of(tenant);
            search = tighter(search, own.searchDurationMax());
            metrics = tighter(metrics, own.metricsDurationMax());
        }
        return new QueryConfig(
                endCutoff,
                recent,
                search,
                metrics,
                defaultResultLimit,
                maxResultLimit,
                defaultSpansPerSpanset,
                maxSpansPerSpanset,
                expressionBytesMax,
                timeout);
    }

    private static Duration tighter(Duration a, Duration b) {
        if (a.isZero() || b.isZero()) return a.isZero() ? b : a;
        return a.compareTo(b) < 0 ? a : b;
    }

    public QueryConfig {
        Check.argument(!endCutoff.isNegative(), "query_end_cutoff is negative: %s", endCutoff);
        Check.argument(
                defaultResultLimit > 0, "search.default_result_limit must be positive, not %s", defaultResultLimit);
        Check.argument(timeout.isPositive(), "query timeout must be positive, not %s", timeout);
    }
}
