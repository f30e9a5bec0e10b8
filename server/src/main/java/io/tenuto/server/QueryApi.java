package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import io.tenuto.traceql.engine.Explanation;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The query API over HTTP: parameters in, answers out. Blocks; call it on virtual threads. Thread safe.
final class QueryApi {
    private static final Logger log = LoggerFactory.getLogger(QueryApi.class);

    private final TraceApi traces;
    private final TraceDiffApi diffs;
    private final SearchApi searches;
    private final TagApi tags;
    private final MetricsApi metrics;
    private final Tenants tenants;
    private final QueryConfig config;
    private final TenantLimits.Source limits;
    private final Clock clock;

    QueryApi(Queries queries, Tenants tenants, QueryConfig config, TenantLimits.Source limits, Clock clock) {
        this.traces = new TraceApi(queries);
        this.diffs = new TraceDiffApi(traces);
        this.searches = new SearchApi(queries);
        this.tags = new TagApi(queries);
        this.metrics = new MetricsApi(queries, config, clock);
        this.tenants = tenants;
        this.config = config;
        this.limits = limits;
        this.clock = clock;
    }

    /// One route's work.
    interface Route {
        HttpResponse answer(Call call);
    }

    /// A request with what every route needs.
    record Call(
            ServiceRequestContext context,
            AggregatedHttpRequest request,
            List<TenantId> tenants,
            Parameters parameters,
            Deadline deadline) {
        Accepted accepted() {
            return Accepted.of(request.headers().get(HttpHeaderNames.ACCEPT, ""));
        }

        String path(String name) {
            String value = context.pathParam(name);
            return value == null ? "" : value;
        }
    }

    /// Runs a route and turns its failures into the API's statuses and texts.
    HttpResponse handle(ServiceRequestContext context, AggregatedHttpRequest request, Route route) {
        // Every answer says so, compressed or not: caches between must keep the two apart.
        return answer(context, request, route)
                .mapHeaders(headers -> headers.toBuilder()
                        .set(HttpHeaderNames.VARY, "Accept-Encoding")
                        .build());
    }

    private HttpResponse answer(ServiceRequestContext context, AggregatedHttpRequest request, Route route) {
        try {
            List<TenantId> who = tenants.readers(request.headers().get(Tenants.HEADER, ""));
            var parameters =
                    new Parameters(QueryParams.fromQueryString(queryOf(context)), config.within(limits, who), clock);
            return route.answer(new Call(context, request, who, parameters, Deadline.after(clock, config.timeout())));
        } catch (RequestException e) {
            if (e.fault() == Fault.UNAUTHENTICATED) return HttpAnswers.plain(401, Faults.textOf(e));
            return HttpAnswers.text(Faults.queryStatus(e.fault()), Faults.textOf(e));
        } catch (CorruptDataException e) {
            log.error("query met damaged data; cause={}", e.getMessage());
            return HttpAnswers.text(500, Faults.textOf(e));
        } catch (RuntimeException e) {
            log.error("query failed; path={} cause={}", request.path(), e.toString(), e);
            return HttpAnswers.text(500, Faults.textOf(e));
        }
    }

    private static String queryOf(ServiceRequestContext context) {
        String query = context.query();
        return query == null ? "" : query;
    }

    HttpResponse traceV1(Call call) {
        return traces.version1(call);
    }

    HttpResponse traceV2(Call call) {
        return traces.version2(call);
    }

    HttpResponse traceDiff(Call call) {
        return diffs.answer(call);
    }

    HttpResponse search(Call call) {
        QueryAnswer<SearchResult> answer = searches.answer(asked(call), Parameters.RangeRule.SEARCH, partial -> {});
        boolean isByTags = !call.parameters().has("q");
        return call.accepted() == Accepted.PROTOBUF
                ? HttpAnswers.protobuf(SearchProto.write(answer, isByTags))
                : HttpAnswers.json(SearchJson.write(answer, isByTags));
    }

    /// How the search would be run, and what running it read.
    HttpResponse explain(Call call) {
        SearchRequest request = SearchApi.request(call.parameters(), Parameters.RangeRule.SEARCH);
        long begun = clock.monotonicNanos();
        QueryAnswer<SearchResult> answer = searches.answer(asked(call), request, partial -> {});
        long took = clock.monotonicNanos() - begun;
        return HttpAnswers.json(ExplainJson.write(Explanation.of(request.query()), answer, took));
    }

    HttpResponse metricsRange(Call call) {
        return HttpAnswers.json(MetricsJson.write(metrics.range(asked(call), partial -> {})));
    }

    HttpResponse metricsInstant(Call call) {
        return HttpAnswers.json(MetricsJson.write(metrics.instant(asked(call), partial -> {})));
    }

    private static Asked asked(Call call) {
        return new Asked(call.tenants(), call.parameters(), call.deadline());
    }

    HttpResponse tagNamesV1(Call call) {
        TagApi.Texts answer = tags.namesV1(asked(call), partial -> {});
        return call.accepted() == Accepted.PROTOBUF
                ? HttpAnswers.protobuf(TagAnswers.protobuf(answer))
                : HttpAnswers.json(TagAnswers.json(answer, "tagNames"));
    }

    HttpResponse tagNamesV2(Call call) {
        TagApi.Scopes answer = tags.namesV2(asked(call), partial -> {});
        return call.accepted() == Accepted.PROTOBUF
                ? HttpAnswers.protobuf(TagAnswers.protobuf(answer))
                : HttpAnswers.json(TagAnswers.json(answer));
    }

    HttpResponse tagValuesV1(Call call) {
        TagApi.Texts answer = tags.valuesV1(asked(call), call.path("tagName"), partial -> {});
        return call.accepted() == Accepted.PROTOBUF
                ? HttpAnswers.protobuf(TagAnswers.protobuf(answer))
                : HttpAnswers.json(TagAnswers.json(answer, "tagValues"));
    }

    HttpResponse tagValuesV2(Call call) {
        TagApi.TypedValues answer = tags.valuesV2(asked(call), call.path("tagName"), partial -> {});
        return switch (call.accepted()) {
            case PROTOBUF -> HttpAnswers.protobuf(TagAnswers.protobuf(answer));
            case JSON -> HttpAnswers.json(TagAnswers.json(answer));
            case LLM ->
                HttpAnswers.respond(HttpAnswers.LLM, TagAnswers.llm(answer).getBytes(StandardCharsets.UTF_8));
        };
    }
}
