package io.tenuto.components.frontend;

import io.tenuto.base.Check;

/// How the blocks of one query are cut into jobs. Answers are the same however that is done.
public sealed interface JobCut {
    /// Jobs of one query under way at once.
    int concurrentJobs();

    /// Blocks are gathered into one job up to `bytesPerJob` stored bytes; larger ones are cut where the query allows
    /// it.
    record ByBytes(int concurrentJobs, long bytesPerJob) implements JobCut {
        public ByBytes {
            Check.argument(concurrentJobs > 0, "concurrent_jobs must be positive, not %s", concurrentJobs);
            Check.argument(bytesPerJob > 0, "target_bytes_per_job must be positive, not %s", bytesPerJob);
        }
    }

    /// As many blocks in each job, or, with 0 of them, as many jobs.
    ///
    /// @param blocksPerJob 0 to go by `shards`
    record ByCount(int concurrentJobs, int blocksPerJob, int shards) implements JobCut {
        public ByCount {
            Check.argument(concurrentJobs > 0, "concurrent_shards must be positive, not %s", concurrentJobs);
            Check.argument(blocksPerJob >= 0, "blocks_per_shard is negative: %s", blocksPerJob);
            Check.argument(shards > 0, "query_shards must be positive, not %s", shards);
        }

        /// Into how many jobs so many blocks go, at least one.
        int jobs(int blocks) {
            int wanted = blocksPerJob > 0 ? Math.ceilDiv(blocks, blocksPerJob) : shards;
            return Math.clamp(wanted, 1, Math.max(1, blocks));
        }
    }
}
