package io.tenuto.server;

import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.model.TenantId;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import java.util.Optional;
import java.util.function.Consumer;

/// TraceQL search and the old search by tags. Thread safe.
final class SearchApi {
    private final Queries queries;

    SearchApi(Queries queries) {
        this.queries = queries;
    }

    /// What the parameters ask for.
    static SearchRequest request(Parameters parameters, Parameters.RangeRule rule) {
        if (parameters.has("q") && parameters.has("tags")) {
            throw RequestException.invalid("invalid request: can't specify tags and q in the same query");
        }
        String byTags = TagSearch.toTraceQl(parameters);
        String text = parameters.has("q") ? parameters.expression("q") : byTags;
        int limit = parameters.limit();
        int spans = parameters.spansPerSpanset();
        return new SearchRequest(parse(text), parameters.searchRange(rule), limit, spans);
    }

    private static Query parse(String text) {
        try {
            Query query = TraceQl.parse(text);
            if (query instanceof Query.Metrics(var expression, var _) && isMath(expression)) {
                throw RequestException.invalid("math expressions not supported");
            }
            return query;
        } catch (TraceQlException e) {
            throw RequestException.invalid("invalid TraceQL query: " + e.getMessage());
        }
    }

    private static boolean isMath(MetricsExpression expression) {
        return switch (expression) {
            case MetricsExpression.Leaf _ -> false;
            case MetricsExpression.Staged staged -> isMath(staged.expression());
            case MetricsExpression.Math _, MetricsExpression.ScalarMath _ -> true;
        };
    }

    QueryAnswer<SearchResult> answer(
            Asked asked, Parameters.RangeRule rule, Consumer<QueryAnswer<SearchResult>> onProgress) {
        return answer(asked, request(asked.parameters(), rule), onProgress);
    }

    /// @param onProgress receives what is known so far while more is being read
    QueryAnswer<SearchResult> answer(
            Asked asked, SearchRequest request, Consumer<QueryAnswer<SearchResult>> onProgress) {
        Optional<QueryAnswer<SearchResult>> all = Optional.empty();
        for (TenantId tenant : asked.tenants()) {
            Optional<QueryAnswer<SearchResult>> before = all;
            QueryAnswer<SearchResult> one = asked.told()
                    .note(queries.search(
                            tenant,
                            request,
                            asked.deadline(),
                            partial -> onProgress.accept(joined(before, partial, request.limit()))));
            all = Optional.of(joined(before, one, request.limit()));
        }
        return all.orElseThrow();
    }

    private static QueryAnswer<SearchResult> joined(
            Optional<QueryAnswer<SearchResult>> before, QueryAnswer<SearchResult> more, int limit) {
        return before.map(first -> first.plus(more, SearchEngine.merge(first.result(), more.result(), limit)))
                .orElse(more);
    }
}
