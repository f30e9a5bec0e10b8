package io.tenuto.model;

import java.time.Duration;

/// What one tenant may do. Named after the keys below `overrides.defaults`.
///
/// @param rateBytes `ingestion.rate_limit_bytes`: bytes a second; 0 refuses everything
/// @param burstBytes `ingestion.burst_size_bytes`: bytes at once; 0 refuses everything
/// @param attributeBytesMax `ingestion.max_attribute_bytes`: longer keys and string values are cut; 0 for no limit
/// @param tellsRetry `ingestion.retry_info_enabled`: whether a sender above its rate is told when to come again
/// @param reads what its queries may ask
public record TenantLimits(long rateBytes, long burstBytes, int attributeBytesMax, boolean tellsRetry, Reads reads) {
    /// The limits without configuration.
    public static final TenantLimits DEFAULT = new TenantLimits(
            30_000_000,
            30_000_000,
            2048,
            true,
            new Reads(Duration.ofHours(168), Duration.ofHours(24), 1_000_000, 0, false, Pruning.AS_CONFIGURED));

    /// What queries may ask and how they are answered.
    ///
    /// @param searchDurationMax `read.max_search_duration`: longest range of a search; zero for none
    /// @param metricsDurationMax `read.max_metrics_duration`: longest range of a metrics query; zero for none
    /// @param tagBytesMax `read.max_bytes_per_tag_values_query`: bytes of one answer of tags; 0 for no limit
    /// @param traceBytesMax `global.max_bytes_per_trace`: bytes of one trace in an answer; 0 for no limit
    /// @param padsTraceIds `read.left_pad_trace_ids`: whether searches spell all 32 digits
    /// @param pruning `read.span_pruning_enabled`: whether lookups that do not say are pruned
    public record Reads(
            Duration searchDurationMax,
            Duration metricsDurationMax,
            long tagBytesMax,
            long traceBytesMax,
            boolean padsTraceIds,
            Pruning pruning) {}

    /// A tenant's own word on pruning, or none.
    public enum Pruning {
        AS_CONFIGURED,
        ALWAYS,
        NEVER
    }

    /// Where limits come from; they may change at any time. Thread safe.
    public interface Source {
        TenantLimits of(TenantId tenant);
    }
}
