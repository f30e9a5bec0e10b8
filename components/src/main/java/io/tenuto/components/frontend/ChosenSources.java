package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryUse;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.TimeRange;

/// A query over some of its sources.
record ChosenSources<P>(QueryKind<P> whole, SourceChoice choice) implements QueryKind<P> {
    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public JobCut cut(QueryRunnerConfig config) {
        return whole.cut(config);
    }

    @Override
    public TimeRange range() {
        return whole.range();
    }

    @Override
    public Sight sight() {
        return whole.sight();
    }

    @Override
    public boolean readsLive() {
        return choice.hasLive() && whole.readsLive();
    }

    @Override
    public boolean reads(BlockMeta block) {
        return choice.has(block) && whole.reads(block);
    }

    @Override
    public MemoryUse memoryUse() {
        return whole.memoryUse();
    }

    @Override
    public long heldBytes(P merged) {
        return whole.heldBytes(merged);
    }

    @Override
    public P run(JobInput input, Deadline deadline) {
        return whole.run(input, deadline);
    }

    @Override
    public P empty() {
        return whole.empty();
    }

    @Override
    public P merge(P first, P second) {
        return whole.merge(first, second);
    }

    @Override
    public boolean mayEndEarly() {
        return whole.mayEndEarly();
    }

    @Override
    public boolean isComplete(P merged, long maxTraceStartUnixNanos) {
        return whole.isComplete(merged, maxTraceStartUnixNanos);
    }
}
