package io.tenuto.components.frontend;

import io.tenuto.base.Check;

/// How queries are cut and queued.
///
/// @param concurrentJobs jobs of one query under way at once (`query_frontend.search.concurrent_jobs`)
/// @param bytesPerJob stored bytes gathered into one job (`query_frontend.search.target_bytes_per_job`)
/// @param workers jobs that can run at once: queries are cut into as many, unless they get too small
public record QueryRunnerConfig(int concurrentJobs, long bytesPerJob, int workers) {
    public QueryRunnerConfig {
        Check.argument(concurrentJobs > 0, "concurrent_jobs must be positive, not %s", concurrentJobs);
        Check.argument(workers > 0, "workers must be positive, not %s", workers);
        Check.argument(bytesPerJob > 0, "target_bytes_per_job must be positive, not %s", bytesPerJob);
    }
}
