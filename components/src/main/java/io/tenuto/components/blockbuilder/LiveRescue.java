package io.tenuto.components.blockbuilder;

import io.tenuto.base.BugException;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.components.rpc.LiveReader;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds blocks of what live stores still hold of records that the log has lost. Used by the builder's thread.
///
/// When the records were received is no longer known: the time of the rescue stands for it, so that the blocks are kept
/// rather too long than too short.
final class LiveRescue {
    private static final Logger log = LoggerFactory.getLogger(LiveRescue.class);
    private static final long BLOCK_BYTES_MAX = 64L << 20;

    private final Supplier<Optional<LiveReader>> reader;
    private final BlockSink sink;
    private final Clock clock;

    LiveRescue(Supplier<Optional<LiveReader>> reader, BlockSink sink, Clock clock) {
        this.reader = reader;
        this.sink = sink;
        this.clock = clock;
    }

    /// What could be had of lost records.
    ///
    /// @param cut the offsets that live stores held
    /// @param undecodable those of them that nobody could read
    record Rescued(LiveCut cut, List<BlockMeta> blocks, List<Long> undecodable) {}

    /// Writes blocks of what is held of offsets `[from, to)`; empty if that is nothing, or cannot be written.
    ///
    /// @throws ObjectStoreException if the store is away: then nothing is lost by trying again
    Optional<Rescued> rescue(LogPartition partition, long from, long to, Deadline deadline) {
        Optional<LiveReader> live = reader.get();
        return live.isEmpty() ? Optional.empty() : rescue(live.get(), partition, from, to, deadline);
    }

    private Optional<Rescued> rescue(LiveReader live, LogPartition partition, long from, long to, Deadline deadline) {
        long first = Math.max(from, live.floors().getOrDefault(partition, Long.MAX_VALUE));
        long end = Math.min(to, live.ends().getOrDefault(partition, Long.MIN_VALUE));
        if (first >= end) return Optional.empty();
        var cut = new LiveCut(partition, first, end);
        try {
            var blocks = new ArrayList<BlockMeta>();
            for (TenantId tenant : new TreeSet<>(live.tenants(partition))) write(live, tenant, cut, blocks, deadline);
            List<Long> undecodable = live.undecodable(cut);
            // Asked after reading: a tenant whose rows went meanwhile would be missed silently.
            boolean isWhole = live.floors().getOrDefault(partition, Long.MAX_VALUE) <= first;
            return isWhole ? Optional.of(new Rescued(cut, blocks, undecodable)) : Optional.empty();
        } catch (BugException e) {
            throw e;
        } catch (RuntimeException e) {
            if (e instanceof ObjectStoreException failure && failure.isRetryable()) throw e;
            log.warn("lost records cannot be had from live rows; cut={} cause={}", cut, e.toString());
            return Optional.empty();
        }
    }

    private void write(LiveReader live, TenantId tenant, LiveCut cut, List<BlockMeta> blocks, Deadline deadline) {
        var columns = new SegmentBuilder();
        for (TraceId id : traces(live, tenant, cut, deadline)) {
            deadline.check("rescue of live rows");
            for (ByteSlice spans : live.trace(tenant, cut, id, deadline)) columns.append(spans);
            if (columns.memoryBytes() < BLOCK_BYTES_MAX) continue;
            blocks.add(write(tenant, columns, deadline));
            columns = new SegmentBuilder();
        }
        if (columns.rowCount() > 0) blocks.add(write(tenant, columns, deadline));
    }

    private BlockMeta write(TenantId tenant, SegmentBuilder columns, Deadline deadline) {
        return sink.write(tenant, columns.seal(), ReceivedRange.NONE.with(clock.wallUnixNanos()), deadline);
    }

    private static Iterable<TraceId> traces(LiveReader live, TenantId tenant, LiveCut cut, Deadline deadline) {
        var ids = new TreeSet<TraceId>();
        for (SpanSource source : live.sources(tenant, cut, deadline)) {
            TraceTable traces = source.traces();
            for (int t = 0; t < traces.count(); t++) ids.add(new TraceId(traces.idHigh(t), traces.idLow(t)));
        }
        return ids;
    }
}
