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
/// @param padsTraceIds `overrides.….read.left_pad_trace_ids`: whether searches spell all digits of trace identifiers
public record QueryConfig(
        Duration endCutoff,
        Duration recent,
        Duration searchDurationMax,
        Duration metricsDurationMax,
        int defaultResultLimit,
        int maxResultLimit,
        int defaultSpansPerSpanset,
        int maxSpansPerSpanset,
        boolean padsTraceIds,
        int expressionBytesMax,
        DeniedUrls denied,
        Patience patience,
        Lookups lookups,
        Tags tags,
        Metrics metrics) {
    /// Limits of metrics answers.
    ///
    /// @param exemplarsMax `query_frontend.metrics.max_exemplars`: most exemplars of an answer; 0 for none
    /// @param seriesMax `query_frontend.metrics.max_response_series`: most series of an answer; 0 for no limit
    /// @param packetBytesMax `query_frontend.max_grpc_streaming_packet_size`; 0 for no limit
    /// @param intervalsMax `query_frontend.metrics.max_intervals`: most intervals of an answer; 0 for no limit
    public record Metrics(int exemplarsMax, int seriesMax, int packetBytesMax, int intervalsMax) {}

    /// Limits of tag names and values.
    ///
    /// @param bytesMax `overrides.….read.max_bytes_per_tag_values_query`: bytes of one answer; 0 for no limit
    /// @param groupsMax `overrides.defaults.read.max_condition_groups_per_tag_query`: alternatives of a filter
    public record Tags(long bytesMax, int groupsMax) {}

    /// Limits of lookups by trace identifier.
    ///
    /// @param traceBytesMax `overrides.….global.max_bytes_per_trace`: bytes of one trace; 0 for no limit
    public record Lookups(long traceBytesMax, Pruning pruning) {}

    /// `query_frontend.trace_by_id.span_pruning_enabled` and `span_pruning_enabled_by_default`.
    ///
    /// @param isAllowed whether requests may ask for it
    /// @param isDefault whether requests that say nothing get it
    public record Pruning(boolean isAllowed, boolean isDefault) {}

    /// How long an answer may take.
    ///
    /// @param queries `querier.search.query_timeout`: of everything but lookups
    /// @param lookups `querier.trace_by_id.query_timeout`
    /// @param requests `query_frontend.api_timeout`: of any request; zero for none
    public record Patience(Duration queries, Duration lookups, Duration requests) {
        public Patience {
            Check.argument(queries.isPositive(), "query timeout must be positive, not %s", queries);
            Check.argument(lookups.isPositive(), "query timeout must be positive, not %s", lookups);
        }

        Duration ofQueries() {
            return isShort(queries) ? requests : queries;
        }

        Duration ofLookups() {
            return isShort(lookups) ? requests : lookups;
        }

        /// What no request takes longer than.
        Duration longest() {
            Duration ofQueries = ofQueries();
            Duration ofLookups = ofLookups();
            return ofQueries.compareTo(ofLookups) > 0 ? ofQueries : ofLookups;
        }

        /// Whether a request that had so much time has used up what any request has.
        boolean isAllOf(Duration time) {
            return requests.isPositive() && time.equals(requests);
        }

        private boolean isShort(Duration own) {
            return requests.isPositive() && requests.compareTo(own) < 0;
        }
    }

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
            false,
            131_072,
            DeniedUrls.NONE,
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ZERO),
            new Lookups(0, new Pruning(false, false)),
            new Tags(1_000_000, 100),
            new Metrics(100, 0, 1 << 20, 10_000));

    /// These limits with what all the tenants allow.
    QueryConfig within(TenantLimits.Source limits, List<TenantId> tenants) {
        Duration searchMax = Duration.ZERO;
        Duration metricsMax = Duration.ZERO;
        long traceBytes = 0;
        long tagBytes = 0;
        boolean pads = true;
        boolean prunes = true;
        for (TenantId tenant : tenants) {
            TenantLimits.Reads own = limits.of(tenant).reads();
            searchMax = tighter(searchMax, own.searchDurationMax());
            metricsMax = tighter(metricsMax, own.metricsDurationMax());
            traceBytes = tighter(traceBytes, own.traceBytesMax());
            tagBytes = tighter(tagBytes, own.tagBytesMax());
            pads &= own.padsTraceIds();
            prunes &= switch (own.pruning()) {
                case ALWAYS -> true;
                case NEVER -> false;
                case AS_CONFIGURED -> lookups.pruning().isDefault();
            };
        }
        var own = new Lookups(traceBytes, new Pruning(lookups.pruning().isAllowed(), prunes));
        return with(endCutoff, recent, searchMax, metricsMax, pads, own, new Tags(tagBytes, tags.groupsMax()));
    }

    /// These limits for a part of a query whose range has been checked where it was planned: the part may be anywhere.
    QueryConfig ofParts() {
        return with(Duration.ZERO, ALWAYS, Duration.ZERO, Duration.ZERO, padsTraceIds, lookups, tags);
    }

    private QueryConfig with(
            Duration cutoff,
            Duration recently,
            Duration searchMax,
            Duration metricsMax,
            boolean pads,
            Lookups ofLookups,
            Tags ofTags) {
        return new QueryConfig(
                cutoff,
                recently,
                searchMax,
                metricsMax,
                defaultResultLimit,
                maxResultLimit,
                defaultSpansPerSpanset,
                maxSpansPerSpanset,
                pads,
                expressionBytesMax,
                denied,
                patience,
                ofLookups,
                ofTags,
                metrics);
    }

    private static long tighter(long a, long b) {
        if (a == 0 || b == 0) return Math.max(a, b);
        return Math.min(a, b);
    }

    private static Duration tighter(Duration a, Duration b) {
        if (a.isZero() || b.isZero()) return a.isZero() ? b : a;
        return a.compareTo(b) < 0 ? a : b;
    }

    public QueryConfig {
        Check.argument(!endCutoff.isNegative(), "query_end_cutoff is negative: %s", endCutoff);
        Check.argument(
                defaultResultLimit > 0, "search.default_result_limit must be positive, not %s", defaultResultLimit);
    }
}
