package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.model.TenantId;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.metrics.MetricsPartial;
import io.tenuto.traceql.metrics.MetricsRequest;
import java.util.List;
import java.util.function.Consumer;

/// What can be asked, one method a question. Thread safe; the caller waits.
public final class Queries {
    private final QueryRunner runner;

    public Queries(QueryRunner runner) {
        this.runner = runner;
    }

    /// What each source has of a trace, as OTLP `TracesData`; spans may repeat.
    public QueryAnswer<List<ByteSlice>> trace(TenantId tenant, TraceRequest request, Deadline deadline) {
        return runner.run(tenant, new TraceKind(request), deadline, partial -> {});
    }

    public QueryAnswer<SearchResult> search(
            TenantId tenant, SearchRequest request, Deadline deadline, Consumer<QueryAnswer<SearchResult>> onProgress) {
        return runner.run(tenant, new SearchKind(request), deadline, onProgress);
    }

    /// Distinct attribute keys, or distinct values of some fields.
    public QueryAnswer<TagsResult> tags(
            TenantId tenant, TagsRequest request, Deadline deadline, Consumer<QueryAnswer<TagsResult>> onProgress) {
        return runner.run(tenant, new TagsKind(request), deadline, onProgress);
    }

    /// Counts of a metrics query, to be merged and finished.
    public QueryAnswer<MetricsPartial> metrics(
            TenantId tenant,
            MetricsRequest request,
            Deadline deadline,
            Consumer<QueryAnswer<MetricsPartial>> onProgress) {
        return runner.run(tenant, new MetricsKind(request), deadline, onProgress);
    }

    /// Any other kind of query.
    public <P> QueryAnswer<P> run(
            TenantId tenant, QueryKind<P> kind, Deadline deadline, Consumer<QueryAnswer<P>> onProgress) {
        return runner.run(tenant, kind, deadline, onProgress);
    }
}
