package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.components.frontend.TraceCut;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantLimits;
import io.tenuto.model.TimeRange;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.engine.Explanation;
import io.tenuto.traceql.engine.SearchEngine;
import io.tenuto.traceql.engine.SearchRequest;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.wire.JsonWriter;
import io.tenuto.wire.ProtoWriter;
import io.tenuto.wire.TraceJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The query API over HTTP: parameters in, answers out. Blocks; call it on virtual threads. Thread safe.
final class QueryApi {
    private static final Logger log = LoggerFactory.getLogger(QueryApi.class);
    private static final String FILTERED = "Trace filtered, only a subset of spans matching the filter is returned";
    private static final String PROTOBUF = "application/protobuf";

    private final Queries queries;
    private final TagApi tags;
    private final MetricsApi metrics;
    private final Tenants tenants;
    private final QueryConfig config;
    private final TenantLimits.Source limits;
    private final Clock clock;

    QueryApi(Queries queries, Tenants tenants, QueryConfig config, TenantLimits.Source limits, Clock clock) {
        this.queries = queries;
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
        boolean wantsProtobuf() {
            return request.headers().get(HttpHeaderNames.ACCEPT, "").contains(PROTOBUF);
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
            return text(Faults.queryStatus(e.fault()), Faults.textOf(e));
        } catch (CorruptDataException e) {
            log.error("query met damaged data; cause={}", e.getMessage());
            return text(500, Faults.textOf(e));
        } catch (RuntimeException e) {
            log.error("query failed; path={} cause={}", request.path(), e.toString(), e);
            return text(500, Faults.textOf(e));
        }
    }

    private static String queryOf(ServiceRequestContext context) {
        String query = context.query();
        return query == null ? "" : query;
    }

    private static HttpResponse text(int status, String text) {
        if (text.isEmpty()) return HttpResponse.of(HttpStatus.valueOf(status));
        return HttpResponse.of(HttpStatus.valueOf(status), MediaType.PLAIN_TEXT_UTF_8, HttpData.ofUtf8(text));
    }

    private static HttpResponse json(String body) {
        return respond("application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse respond(String type, byte[] body) {
        return HttpResponse.of(
                ResponseHeaders.builder(HttpStatus.OK)
                        .set(HttpHeaderNames.CONTENT_TYPE, type)
                        .build(),
                HttpData.wrap(body));
    }

    HttpResponse traceV1(Call call) {
        ByteSlice trace = find(call);
        if (trace.isEmpty()) return HttpResponse.of(HttpStatus.NOT_FOUND);
        if (call.wantsProtobuf()) return respond(PROTOBUF, trace.toByteArray());
        var out = new JsonWriter();
        new TraceJson(out).write(trace, "batches");
        return json(out.toString());
    }

    HttpResponse traceV2(Call call) {
        ByteSlice found = find(call);
        TraceCut cut = new TraceOptions(call.parameters()).cut(found, call.deadline());
        if (call.wantsProtobuf()) {
            var message = new ProtoWriter(cut.trace().length() + 128);
            message.bytes(1, cut.trace());
            message.bytes(2, ByteSlice.EMPTY);
            if (!cut.isWhole()) {
                message.varint(3, 1);
                message.text(4, FILTERED);
            }
            return respond(PROTOBUF, message.toSlice().toByteArray());
        }
        var out = new JsonWriter().beginObject().key("trace");
        new TraceJson(out).write(cut.trace(), "resourceSpans");
        out.key("metrics")
                .beginObject()
                .bigFieldIfSet("inspectedBytes", found.length())
                .endObject();
        if (!cut.isWhole()) out.field("status", "PARTIAL").field("message", FILTERED);
        return json(out.endObject().toString());
    }

    private ByteSlice find(Call call) {
        TraceId id = TraceIds.parse(call.path("traceID"));
        TimeRange range = call.parameters().traceRange();
        var parts = new ProtoWriter();
        for (TenantId tenant : call.tenants()) {
            parts.raw(queries.trace(tenant, id, range, call.deadline()).result());
        }
        return parts.toSlice();
    }

    HttpResponse search(Call call) {
        SearchRequest request = searchRequest(call.parameters());
        return json(SearchJson.write(search(call, request), !call.parameters().has("q")));
    }

    /// How the search would be run, and what running it read.
    HttpResponse explain(Call call) {
        SearchRequest request = searchRequest(call.parameters());
        long begun = clock.monotonicNanos();
        QueryAnswer<SearchResult> answer = search(call, request);
        long took = clock.monotonicNanos() - begun;
        return json(ExplainJson.write(Explanation.of(request.query()), answer, took));
    }

    private static SearchRequest searchRequest(Parameters parameters) {
        if (parameters.has("q") && parameters.has("tags")) {
            throw RequestException.invalid("invalid request: can't specify tags and q in the same query");
        }
        String byTags = TagSearch.toTraceQl(parameters);
        String text = parameters.has("q") ? parameters.expression("q") : byTags;
        int limit = parameters.limit();
        int spans = parameters.spansPerSpanset();
        Query query = parse(text);
        return new SearchRequest(query, parameters.searchRange(true), limit, spans);
    }

    private QueryAnswer<SearchResult> search(Call call, SearchRequest request) {
        var answers = new ArrayList<QueryAnswer<SearchResult>>();
        for (TenantId tenant : call.tenants()) {
            answers.add(queries.search(tenant, request, call.deadline(), partial -> {}));
        }
        return answers.stream()
                .reduce((a, b) -> a.plus(b, merge(a, b, request.limit())))
                .orElseThrow();
    }

    private static SearchResult merge(QueryAnswer<SearchResult> a, QueryAnswer<SearchResult> b, int limit) {
        return SearchEngine.merge(a.result(), b.result(), limit);
    }

    private static Query parse(String text) {
        try {
            return TraceQl.parse(text);
        } catch (TraceQlException e) {
            throw RequestException.invalid("invalid TraceQL query: " + e.getMessage());
        }
    }

    HttpResponse metricsRange(Call call) {
        return json(metrics.range(call.tenants(), call.parameters(), call.deadline()));
    }

    HttpResponse metricsInstant(Call call) {
        return json(metrics.instant(call.tenants(), call.parameters(), call.deadline()));
    }

    private TagApi.Call tagCall(Call call) {
        return new TagApi.Call(call.tenants(), call.parameters(), call.deadline());
    }

    HttpResponse tagNamesV1(Call call) {
        return json(tags.namesV1(tagCall(call)));
    }

    HttpResponse tagNamesV2(Call call) {
        return json(tags.namesV2(tagCall(call)));
    }

    HttpResponse tagValuesV1(Call call) {
        return json(tags.valuesV1(tagCall(call), call.path("tagName")));
    }

    HttpResponse tagValuesV2(Call call) {
        return json(tags.valuesV2(tagCall(call), call.path("tagName")));
    }
}
