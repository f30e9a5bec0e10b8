package io.tenuto.components.frontend;

import io.tenuto.base.Check;

/// How queries are cut and queued.
///
/// @param search `query_frontend.search.concurrent_jobs` and `target_bytes_per_job`; tags as well
/// @param metrics `query_frontend.metrics.concurrent_jobs` and `target_bytes_per_job`
/// @param lookups `query_frontend.trace_by_id.concurrent_shards`, `blocks_per_shard` and `query_shards`
/// @param workers jobs that can run at once: queries are cut into as many, unless they get too small
public record QueryRunnerConfig(JobCut.ByBytes search, JobCut.ByBytes metrics, JobCut.ByCount lookups, int workers) {
    public QueryRunnerConfig {
        Check.argument(workers > 0, "workers must be positive, not %s", workers);
    }
}
