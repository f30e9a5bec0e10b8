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
        Duration timeout,
        Pruning pruning,
        Metrics metrics) {
    /// Limits of metrics answers.
    ///
    /// @param exemplarsMax `query_frontend.metrics.max_exemplars`: most exemplars of an answer; 0 for none
    /// @param seriesMax `query_frontend.metrics.max_response_series`: most series of an answer; 0 for no limit
    /// @param packetBytesMax `query_frontend.max_grpc_streaming_packet_size`; 0 for no limit
    public record Metrics(int exemplarsMax, int seriesMax, int packetBytesMax) {}

    /// `query_frontend.trace_by_id.span_pruning_enabled` and `span_pruning_enabled_by_default`.
    ///
    /// @param isAllowed whether requests may ask for it
    /// @param isDefault whether requests that say nothing get it
    public record Pruning(boolean isAllowed, boolean isDefault) {}

    /// Longer ago than any span.
    private static final Duration ALWAYS = Duration.ofDays(36_500);

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
            Duration.ofSeconds(30),
            new Pruning(false, false),
            new Metrics(100, 0, 1 << 20));

    /// These limits with the ranges that all the tenants allow.
    QueryConfig within(TenantLimits.Source limits, List<TenantId> tenants) {
        Duration searchMax = Duration.ZERO;
        Duration metricsMax = Duration.ZERO;
        for (TenantId tenant : tenants) {
            TenantLimits own = limits.of(tenant);
            searchMax = tighter(searchMax, own.searchDurationMax());
            metricsMax = tighter(metricsMax, own.metricsDurationMax());
        }
        return new QueryConfig(
                endCutoff,
                recent,
                searchMax,
                metricsMax,
                defaultResultLimit,
                maxResultLimit,
                defaultSpansPerSpanset,
                maxSpansPerSpanset,
                expressionBytesMax,
                timeout,
                pruning,
                metrics);
    }

    /// These limits for a part of a query whose range has been checked where it was planned: the part may be anywhere.
    QueryConfig ofParts() {
        return new QueryConfig(
                Duration.ZERO,
                ALWAYS,
                Duration.ZERO,
                Duration.ZERO,
                defaultResultLimit,
                maxResultLimit,
                defaultSpansPerSpanset,
                maxSpansPerSpanset,
                expressionBytesMax,
                timeout,
                pruning,
                metrics);
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
