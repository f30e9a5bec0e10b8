package io.tenuto.components.frontend;

import io.tenuto.base.Check;

/// How queries are cut and queued.
///
/// @param concurrentJobs jobs of one query under way at once (`query_frontend.search.concurrent_jobs`)
/// @param bytesPerJob stored bytes gathered into one job (`query_frontend.search.target_bytes_per_job`)
public record QueryRunnerConfig(int concurrentJobs, long bytesPerJob) {
    public QueryRunnerConfig {
        Check.argument(concurrentJobs > 0, "concurrent_jobs must be positive, not %s", concurrentJobs);
        Check.argument(bytesPerJob > 0, "target_bytes_per_job must be positive, not %s", bytesPerJob);
    }
}
