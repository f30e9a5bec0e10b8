package io.tenuto.components.rpc;

import io.tenuto.base.Deadline;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.util.List;

/// Opens what a job names. Thread safe.
public interface SourceOpener {
    /// The sources behind `ref`: one for a block, any number of segments for a live cut.
    ///
    /// @throws CutTooOldException if live rows have been dropped
    /// @throws BlockGoneException if the block is no longer stored
    List<SpanSource> open(TenantId tenant, SourceRef ref, Deadline deadline);

    /// What stands behind `ref` of a trace.
    List<TraceFragment> trace(TenantId tenant, SourceRef ref, TraceId id, Deadline deadline);
}
