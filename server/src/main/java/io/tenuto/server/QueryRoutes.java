package io.tenuto.server;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import io.tenuto.base.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// The paths of the query API over HTTP and its methods over gRPC.
final class QueryRoutes {
    private static final MediaType GRPC = MediaType.parse("application/grpc");
    private static final MediaType GRPC_PROTO = MediaType.parse("application/grpc+proto");

    private static final Function<QueryConfig.Patience, Duration> QUERIES = QueryConfig.Patience::ofQueries;
    private static final Function<QueryConfig.Patience, Duration> LOOKUPS = QueryConfig.Patience::ofLookups;

    private final TenutoServer.Parts parts;
    private final ServerConfig config;
    private final RequestThreads threads;
    private final Clock clock;

    QueryRoutes(TenutoServer.Parts parts, ServerConfig config, RequestThreads threads, Clock clock) {
        this.parts = parts;
        this.config = config;
        this.threads = threads;
        this.clock = clock;
    }

    void addTo(ServerBuilder builder) {
        // Queries have their own rules of compression.
        builder.decorator(EncodingService.builder()
                .encodableRequestHeaders(headers -> !config.apiPrefix().isQuery(headers.path()))
                .encodableContentTypes(type -> !type.is(MediaType.ANY_IMAGE_TYPE))
                .newDecorator());
        addFrontend(builder);
        addQuerier(builder);
        if (config.streamsOverHttp()) {
            HttpService grpc = grpc();
            for (String service : List.of(StreamingQuerier.SERVICE, "/grpc.health.v1.Health/")) {
                builder.route()
                        .pathPrefix(service)
                        .consumes(GRPC, GRPC_PROTO)
                        .build((context, request) -> grpc.serve(context, request));
            }
        }
    }

    private void addFrontend(ServerBuilder builder) {
        var api = new QueryApi(parts.queries(), parts.queryConfig(), clock);
        var calls = new QueryCalls(
                new Tenants(config.tenancy()),
                tenants -> parts.queryConfig().within(parts.limits(), tenants),
                Accepted::of,
                clock);
        lookup(builder, "/api/traces/{traceID}", calls, api::traceV1);
        lookup(builder, "/api/v2/traces/diff", calls, api::traceDiff);
        lookup(builder, "/api/v2/traces/{traceID}", calls, api::traceV2);
        route(builder, "/api/search", calls, api::search);
        route(builder, "/api/search/explain", calls, api::explain);
        route(builder, "/api/search/tags", calls, api::tagNamesV1);
        route(builder, "/api/v2/search/tags", calls, api::tagNamesV2);
        route(builder, "regex:^/api/search/tag/(?<tagName>.+)/values$", calls, api::tagValuesV1);
        route(builder, "regex:^/api/v2/search/tag/(?<tagName>.+)/values$", calls, api::tagValuesV2);
        route(builder, "/api/metrics/query_range", calls, api::metricsRange);
        route(builder, "/api/metrics/query", calls, api::metricsInstant);
    }

    /// Those of the querier: one tenant at a time, never compressed.
    private void addQuerier(ServerBuilder builder) {
        var api = new QuerierApi(parts.queries(), parts.queryConfig(), clock);
        var calls = new QueryCalls(
                new Tenants(config.tenancy().ofOne()),
                tenants -> parts.queryConfig().ofParts(),
                Accepted::exactly,
                clock);
        part(builder, "/api/traces/{traceID}", calls, LOOKUPS, api::traceV1);
        part(builder, "/api/v2/traces/{traceID}", calls, LOOKUPS, api::traceV2);
        part(builder, "/api/search", calls, QUERIES, api::search);
        part(builder, "/api/search/tags", calls, QUERIES, api::tagNamesV1);
        part(builder, "/api/v2/search/tags", calls, QUERIES, api::tagNamesV2);
        part(builder, "regex:^/api/search/tag/(?<tagName>.+)/values$", calls, QUERIES, api::tagValuesV1);
        part(builder, "regex:^/api/v2/search/tag/(?<tagName>.+)/values$", calls, QUERIES, api::tagValuesV2);
        part(builder, "/api/metrics/query_range", calls, QUERIES, api::metricsRange);
    }

    private void part(
            ServerBuilder builder,
            String path,
            QueryCalls calls,
            Function<QueryConfig.Patience, Duration> time,
            QueryCalls.Route route) {
        builder.service(
                config.apiPrefix().querierRoute(path),
                service((context, request) -> calls.answer(context, request, time, route)));
    }

    private void lookup(ServerBuilder builder, String path, QueryCalls calls, QueryCalls.Route route) {
        route(builder, path, calls, LOOKUPS, route);
    }

    private void route(ServerBuilder builder, String path, QueryCalls calls, QueryCalls.Route route) {
        route(builder, path, calls, QUERIES, route);
    }

    private void route(
            ServerBuilder builder,
            String path,
            QueryCalls calls,
            Function<QueryConfig.Patience, Duration> time,
            QueryCalls.Route route) {
        builder.service(
                config.apiPrefix().route(path),
                gzipped(service((context, request) -> calls.answer(context, request, time, route))));
    }

    private static HttpService gzipped(HttpService service) {
        return (context, request) -> GzipAnswers.of(request.headers(), service.serve(context, request));
    }

    private HttpService service(RequestThreads.Handler handler) {
        return new QueryService(threads, parts.memory(), handler, false);
    }

    /// The streaming queries and the health check.
    HttpService grpc() {
        var querier =
                new StreamingQuerier(parts.queries(), parts.queryConfig(), parts.limits(), config.apiPrefix(), clock);
        return new GrpcQueries(
                querier,
                new Tenants(config.tenancy()),
                parts.queryConfig().patience().ofQueries(),
                clock,
                new GrpcQueries.Room(threads, parts.memory()),
                parts.status()::isReady);
    }
}
