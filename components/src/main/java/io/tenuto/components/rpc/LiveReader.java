package io.tenuto.components.rpc;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/// Live data by log offsets. Thread safe.
public interface LiveReader {
    /// Per partition held here, one past the last offset whose spans can be read.
    Map<LogPartition, Long> ends();

    /// Waits until each partition held here can be read up to its `wanted` offset; false if the deadline comes first.
    boolean awaitEnds(ToLongFunction<LogPartition> wanted, Deadline deadline);

    /// Per partition, the first offset still held.
    Map<LogPartition, Long> floors();

    /// The tenant's spans of offsets `[fromOffset, upTo)`, in log order. Waits within the deadline until `upTo` is
    /// reached.
    ///
    /// @throws CutTooOldException if rows from `fromOffset` on have been dropped
    List<SpanSource> sources(TenantId tenant, LiveCut cut, Deadline deadline);

    /// How many of the tenant's records in the cut cannot be decoded, so that no source shows them.
    long undecodable(TenantId tenant, LiveCut cut);

    /// Offsets of the records in the cut that cannot be decoded, ascending, whosever they are.
    List<Long> undecodable(LiveCut cut);

    /// Whose rows are held of a partition.
    Set<TenantId> tenants(LogPartition partition);

    /// What the cut holds of a trace, as OTLP `TracesData` messages.
    ///
    /// @throws CutTooOldException if rows from `fromOffset` on have been dropped
    List<ByteSlice> trace(TenantId tenant, LiveCut cut, TraceId id, Deadline deadline);
}
