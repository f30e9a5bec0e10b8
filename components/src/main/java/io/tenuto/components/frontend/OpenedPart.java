package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.components.rpc.SourceOpener;
import io.tenuto.components.rpc.SourceRef;
import io.tenuto.components.rpc.TraceFragment;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// The sources of one job, opened when the querier asks for them.
record OpenedPart(TenantId tenant, List<SourceRef> planned, QueryPlan.Part part, SourceOpener opener, Deadline deadline)
        implements JobInput {
    @Override
    public List<SpanSource> sources() {
        var sources = new ArrayList<SpanSource>();
        part.own().stream().forEach(i -> sources.addAll(opener.open(tenant, planned.get(i), deadline)));
        return sources;
    }

    @Override
    public Surroundings surroundings() {
        var sources = new ArrayList<SpanSource>();
        var own = new BitSet();
        part.near().stream().forEach(i -> {
            int from = sources.size();
            sources.addAll(opener.open(tenant, planned.get(i), deadline));
            if (part.own().get(i)) own.set(from, sources.size());
        });
        return new Surroundings(sources, own, part.part(), part.parts());
    }

    @Override
    public List<TraceFragment> trace(TraceId id) {
        var found = new ArrayList<TraceFragment>();
        part.own().stream().forEach(i -> found.addAll(opener.trace(tenant, planned.get(i), id, deadline)));
        return found;
    }
}
