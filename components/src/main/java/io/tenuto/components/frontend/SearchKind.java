package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.base.MemoryUse;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.engine.SearchShare;

/// TraceQL search. Every hit is described by its whole trace, so a job sees what lies near its own sources.
record SearchKind(SearchRequest request) implements QueryKind<SearchResult> {
    @Override
    public String name() {
        return "search";
    }

    @Override
    public MemoryUse memoryUse() {
        return MemoryUse.SEARCH;
    }

    @Override
    public TimeRange range() {
        return request.range();
    }

    @Override
    public Sight sight() {
        return Sight.NEIGHBOURS;
    }

    @Override
    public SearchResult run(JobInput input, Deadline deadline) {
        JobInput.Surroundings all = input.surroundings();
        var share = new SearchShare(all.own(), all.part(), all.parts());
        return SearchEngine.run(request, all.sources(), share, deadline);
    }

    @Override
    public SearchResult empty() {
        return SearchResult.EMPTY;
    }

    @Override
    public SearchResult merge(SearchResult first, SearchResult second) {
        return SearchEngine.merge(first, second, request.limit());
    }

    @Override
    public boolean mayEndEarly() {
        return true;
    }

    @Override
    public boolean isComplete(SearchResult merged, long maxTraceStartUnixNanos) {
        return SearchEngine.isComplete(merged, request.limit(), maxTraceStartUnixNanos);
    }
}
