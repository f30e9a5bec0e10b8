package io.tenuto.server;

import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.encoding.EncodingService;
import io.tenuto.base.Clock;
import java.util.List;

/// The paths of the query API over HTTP and its methods over gRPC.
final class QueryRoutes {
    private static final MediaType GRPC = MediaType.parse("application/grpc");
    private static final MediaType GRPC_PROTO = MediaType.parse("application/grpc+proto");

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
        var api = new QueryApi(
                parts.queries(), new Tenants(config.multitenancy()), parts.queryConfig(), parts.limits(), clock);
        builder.decorator(EncodingService.builder()
                .encodableContentTypes(type -> !type.is(MediaType.ANY_IMAGE_TYPE))
                .newDecorator());
        route(builder, "/api/traces/{traceID}", api, api::traceV1);
        route(builder, "/api/v2/traces/diff", api, api::traceDiff);
        route(builder, "/api/v2/traces/{traceID}", api, api::traceV2);
        route(builder, "/api/search", api, api::search);
        route(builder, "/api/search/explain", api, api::explain);
        route(builder, "/api/search/tags", api, api::tagNamesV1);
        route(builder, "/api/v2/search/tags", api, api::tagNamesV2);
        route(builder, "regex:^/api/search/tag/(?<tagName>.+)/values$", api, api::tagValuesV1);
        route(builder, "regex:^/api/v2/search/tag/(?<tagName>.+)/values$", api, api::tagValuesV2);
        route(builder, "/api/metrics/query_range", api, api::metricsRange);
        route(builder, "/api/metrics/query", api, api::metricsInstant);
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

    private void route(ServerBuilder builder, String path, QueryApi api, QueryApi.Route route) {
        builder.service(path, threads.blocking((context, request) -> api.handle(context, request, route)));
    }

    /// The streaming queries and the health check.
    HttpService grpc() {
        var querier = new StreamingQuerier(parts.queries(), parts.queryConfig(), parts.limits(), clock);
        return new GrpcQueries(
                querier, new Tenants(config.multitenancy()), parts.queryConfig().timeout(), clock, threads);
    }
}
