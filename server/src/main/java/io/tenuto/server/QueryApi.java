package io.tenuto.server;

import com.linecorp.armeria.common.HttpResponse;
import io.tenuto.base.Clock;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.traceql.engine.Explanation;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;

/// The routes of the query API over HTTP. Blocks; call it on virtual threads. Thread safe.
final class QueryApi {
    private final TraceApi traces;
    private final TraceDiffApi diffs;
    private final SearchApi searches;
    private final TagApi tags;
    private final MetricsApi metrics;
    private final Clock clock;

    QueryApi(Queries queries, QueryConfig config, Clock clock) {
        this.traces = new TraceApi(queries);
        this.diffs = new TraceDiffApi(traces);
        this.searches = new SearchApi(queries);
        this.tags = new TagApi(queries);
        this.metrics = new MetricsApi(queries, config, clock);
        this.clock = clock;
    }

    HttpResponse traceV1(QueryCalls.Call call) {
        return traces.version1(call);
    }

    HttpResponse traceV2(QueryCalls.Call call) {
        return traces.version2(call);
    }

    HttpResponse traceDiff(QueryCalls.Call call) {
        return diffs.answer(call);
    }

    HttpResponse search(QueryCalls.Call call) {
        QueryAnswer<SearchResult> answer = searches.answer(call.asked(), Parameters.RangeRule.SEARCH, partial -> {});
        SearchForm form = SearchForm.of(call.parameters());
        return call.accepted() == Accepted.PROTOBUF
                ? HttpAnswers.protobuf(SearchProto.write(answer, form))
                : HttpAnswers.json(SearchJson.write(answer, form));
    }

    /// How the search would be run, and what running it read.
    HttpResponse explain(QueryCalls.Call call) {
        SearchRequest request = SearchApi.request(call.parameters(), Parameters.RangeRule.SEARCH);
        long begun = clock.monotonicNanos();
        QueryAnswer<SearchResult> answer = searches.answer(call.asked(), request, partial -> {});
        long took = clock.monotonicNanos() - begun;
        return HttpAnswers.json(ExplainJson.write(Explanation.of(request.query()), answer, took));
    }

    HttpResponse metricsRange(QueryCalls.Call call) {
        return call.answer(new MetricsJson(metrics.range(call.asked(), partial -> {})));
    }

    HttpResponse metricsInstant(QueryCalls.Call call) {
        return call.answer(new MetricsJson(metrics.instant(call.asked(), partial -> {})));
    }

    HttpResponse tagNamesV1(QueryCalls.Call call) {
        TagApi.Texts answer = tags.namesV1(call.asked(), partial -> {});
        return call.accepted() == Accepted.PROTOBUF
                ? HttpAnswers.protobuf(TagAnswers.protobuf(answer))
                : HttpAnswers.json(TagAnswers.json(answer, "tagNames"));
    }

    HttpResponse tagNamesV2(QueryCalls.Call call) {
        TagApi.Scopes answer = tags.namesV2(call.asked(), partial -> {});
        return call.accepted() == Accepted.PROTOBUF
                ? HttpAnswers.protobuf(TagAnswers.protobuf(answer))
                : HttpAnswers.json(TagAnswers.json(answer));
    }

    HttpResponse tagValuesV1(QueryCalls.Call call) {
        TagApi.Texts answer = tags.valuesV1(call.asked(), call.path("tagName"), partial -> {});
        return call.accepted() == Accepted.PROTOBUF
                ? HttpAnswers.protobuf(TagAnswers.protobuf(answer))
                : HttpAnswers.json(TagAnswers.json(answer, "tagValues"));
    }

    HttpResponse tagValuesV2(QueryCalls.Call call) {
        TagApi.TypedValues answer = tags.valuesV2(call.asked(), call.path("tagName"), partial -> {});
        return switch (call.accepted()) {
            case PROTOBUF -> HttpAnswers.protobuf(TagAnswers.protobuf(answer));
            case JSON -> HttpAnswers.json(TagAnswers.json(answer));
            case LLM -> HttpAnswers.json(HttpAnswers.LLM, TagAnswers.llm(answer));
        };
    }
}
