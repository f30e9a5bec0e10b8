package io.tenuto.components.frontend;

import io.tenuto.base.Deadline;
import io.tenuto.components.rpc.TraceFragment;
import io.tenuto.model.TenantId;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.metrics.MetricsPartial;
import io.tenuto.traceql.metrics.MetricsRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What can be asked, one method a question. Thread safe; the caller waits.
public final class Queries {
    private final QueryRunner runner;
    private final Optional<SourceChoice> choice;

    public Queries(QueryRunner runner) {
        this(runner, Optional.empty());
    }

    private Queries(QueryRunner runner, Optional<SourceChoice> choice) {
        this.runner = runner;
        this.choice = choice;
    }

    /// The same questions over some of the sources.
    public Queries over(SourceChoice some) {
        return new Queries(runner, Optional.of(some));
    }

    /// Whether the tenant has this block, as of the last commit that is known here.
    public boolean hasBlock(TenantId tenant, String id) {
        return runner.blocks(tenant).stream().anyMatch(meta -> meta.id().equals(id));
    }

    /// What each source has of a trace, as OTLP `TracesData`; spans may repeat.
    public QueryAnswer<List<TraceFragment>> trace(TenantId tenant, TraceRequest request, Deadline deadline) {
        return run(tenant, new TraceKind(request), deadline, partial -> {});
    }

    public QueryAnswer<SearchResult> search(
            TenantId tenant, SearchRequest request, Deadline deadline, Consumer<QueryAnswer<SearchResult>> onProgress) {
        return run(tenant, new SearchKind(request), deadline, onProgress);
    }

    /// Distinct attribute keys, or distinct values of some fields.
    public QueryAnswer<TagsResult> tags(
            TenantId tenant, TagsRequest request, Deadline deadline, Consumer<QueryAnswer<TagsResult>> onProgress) {
        return run(tenant, new TagsKind(request), deadline, onProgress);
    }

    /// Counts of a metrics query, to be merged and finished.
    public QueryAnswer<MetricsPartial> metrics(
            TenantId tenant,
            MetricsRequest request,
            Deadline deadline,
            Consumer<QueryAnswer<MetricsPartial>> onProgress) {
        return run(tenant, new MetricsKind(request), deadline, onProgress);
    }

    /// Any other kind of query.
    public <P> QueryAnswer<P> run(
            TenantId tenant, QueryKind<P> kind, Deadline deadline, Consumer<QueryAnswer<P>> onProgress) {
        QueryKind<P> chosen = choice.<QueryKind<P>>map(some -> new ChosenSources<>(kind, some))
                .orElse(kind);
        return runner.run(tenant, chosen, deadline, onProgress);
    }
}
