package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryUse;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.components.rpc.TraceFragment;
import io.tenuto.model.TimeRange;
import java.util.ArrayList;
import java.util.List;

/// Trace by identifier: every source is asked for what it has.
record TraceKind(TraceRequest request) implements QueryKind<List<TraceFragment>> {
    @Override
    public String name() {
        return "trace";
    }

    @Override
    public JobCut cut(QueryRunnerConfig config) {
        return config.lookups();
    }

    @Override
    public MemoryUse memoryUse() {
        return MemoryUse.LOOKUP;
    }

    @Override
    public TimeRange range() {
        return request.range();
    }

    @Override
    public Sight sight() {
        return Sight.OWN;
    }

    @Override
    public boolean readsLive() {
        return request.reads() != TraceRequest.Reads.BLOCKS;
    }

    @Override
    public boolean reads(BlockMeta block) {
        return request.reads() != TraceRequest.Reads.LIVE
                && block.id().compareTo(request.firstBlock().toString()) >= 0
                && block.id().compareTo(request.lastBlock().toString()) <= 0;
    }

    @Override
    public List<TraceFragment> run(JobInput input, Deadline deadline) {
        return input.trace(request.id());
    }

    /// A trace is as large as its sender made it.
    @Override
    public long heldBytes(List<TraceFragment> merged) {
        long bytes = 0;
        for (TraceFragment part : merged) bytes += part.length();
        return bytes;
    }

    @Override
    public List<TraceFragment> empty() {
        return List.of();
    }

    @Override
    public List<TraceFragment> merge(List<TraceFragment> first, List<TraceFragment> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }
}
