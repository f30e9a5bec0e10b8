package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryUse;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.TimeRange;

/// One kind of query as pure parts. Partial results are immutable; `merge` is associative.
public interface QueryKind<P> {
    /// For logs and metrics: `search`, `trace`, `query_range`.
    String name();

    /// On whose account its memory goes: which queries are turned away before which.
    MemoryUse memoryUse();

    /// Bytes that a result holds, where they may be many.
    default long heldBytes(P merged) {
        return 0;
    }

    /// Span times that matter; sources wholly outside are left out.
    TimeRange range();

    /// What a job must see besides its own sources.
    enum Sight {
        /// Nothing: each source is judged alone.
        OWN,
        /// Other sources that may hold more of the traces it finds; merging makes one of what several jobs found.
        NEIGHBOURS,
        /// Everything: there is one job.
        ALL
    }

    Sight sight();

    /// How its blocks are cut into jobs.
    default JobCut cut(QueryRunnerConfig config) {
        return config.search();
    }

    /// Whether recent data is read.
    default boolean readsLive() {
        return true;
    }

    /// Whether this block is read, if its times overlap the range.
    default boolean reads(BlockMeta block) {
        return true;
    }

    /// Evaluates one job.
    P run(JobInput input, Deadline deadline);

    /// The result over no source.
    P empty();

    P merge(P first, P second);

    /// Whether [#isComplete] can become true before the last source.
    default boolean mayEndEarly() {
        return false;
    }

    /// Whether sources whose traces all start at or before `maxTraceStartUnixNanos` can no longer change the answer.
    default boolean isComplete(P merged, long maxTraceStartUnixNanos) {
        return false;
    }
}
