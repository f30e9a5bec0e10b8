package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.model.TenantId;
import io.tenuto.model.TimeRange;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.metrics.MetricsPartial;
import io.tenuto.traceql.metrics.MetricsRequest;
import java.util.function.Consumer;

/// What can be asked, one method a question. Thread safe; the caller waits.
public final class Queries {
    private final QueryRunner runner;

    public Queries(QueryRunner runner) {
        this.runner = runner;
    }

    /// All spans of a trace as OTLP `TracesData`, empty if there are none.
    ///
    /// @param range only sources that overlap it are asked
    public QueryAnswer<ByteSlice> trace(TenantId tenant, TraceId id, TimeRange range, Deadline deadline) {
        QueryAnswer<TraceKind.Fragments> answer = runner.run(tenant, new TraceKind(id, range), deadline, partial -> {});
        return answer.with(TraceMerger.merge(answer.result().fragments()));
    }

    public QueryAnswer<SearchResult> search(
            TenantId tenant, SearchRequest request, Deadline deadline, Consumer<SearchResult> onProgress) {
        return runner.run(tenant, new SearchKind(request), deadline, onProgress);
    }

    /// Distinct attribute keys, or distinct values of some fields.
    public QueryAnswer<TagsResult> tags(TenantId tenant, TagsRequest request, Deadline deadline) {
        return runner.run(tenant, new TagsKind(request), deadline, partial -> {});
    }

    /// Counts of a metrics query, to be merged and finished.
    public QueryAnswer<MetricsPartial> metrics(TenantId tenant, MetricsRequest request, Deadline deadline) {
        return runner.run(tenant, new MetricsKind(request), deadline, partial -> {});
    }

    /// Any other kind of query.
    public <P> QueryAnswer<P> run(TenantId tenant, QueryKind<P> kind, Deadline deadline, Consumer<P> onProgress) {
        return runner.run(tenant, kind, deadline, onProgress);
    }
}
