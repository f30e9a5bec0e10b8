package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.components.rpc.JobInput;
import io.tenuto.model.TimeRange;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;

/// TraceQL search. Every hit is described by its whole trace, so one job sees all sources.
record SearchKind(SearchRequest request) implements QueryKind<SearchResult> {
    @Override
    public String name() {
        return "search";
    }

    @Override
    public TimeRange range() {
        return request.range();
    }

    @Override
    public boolean needsAllSources() {
        return true;
    }

    @Override
    public SearchResult run(JobInput input, Deadline deadline) {
        return SearchEngine.run(request, input.sources(), deadline);
    }

    @Override
    public SearchResult empty() {
        return SearchResult.EMPTY;
    }

    @Override
    public SearchResult merge(SearchResult first, SearchResult second) {
        return SearchEngine.merge(first, second, request.limit());
    }
}
