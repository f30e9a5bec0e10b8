package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.TimeRange;

/// One kind of query as pure parts. Partial results are immutable; `merge` is associative.
public interface QueryKind<P> {
    /// For logs and metrics: `search`, `trace`, `query_range`.
    String name();

    /// Span times that matter; sources wholly outside are left out.
    TimeRange range();

    /// Whether all sources must be seen by one run because traces may lie in several.
    boolean needsAllSources();

    /// Evaluates some sources.
    P run(JobInput input, Deadline deadline);

    /// The result over no source.
    P empty();

    P merge(P first, P second);

    /// Whether sources whose traces all start at or before `maxTraceStartUnixNanos` can no longer change the answer.
    default boolean isComplete(P merged, long maxTraceStartUnixNanos) {
        return false;
    }
}
