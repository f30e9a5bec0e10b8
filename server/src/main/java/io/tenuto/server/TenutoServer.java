package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.encoding.EncodingService;
import io.tenuto.base.Clock;
import io.tenuto.base.RequestException;
import io.tenuto.components.distributor.Distributor;
import io.tenuto.components.distributor.Reception;
import io.tenuto.components.frontend.Queries;
import io.tenuto.model.TenantLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/// All listeners of a process. Every request runs on a virtual thread of its own, at most so many at once.
public final class TenutoServer implements AutoCloseable {
    /// Queries travel in the request line, each character as up to three; longer ones get the query limit's own text.
    private static final int REQUEST_LINE_BYTES_MAX = 1 << 20;

    private static final MediaType GRPC = MediaType.parse("application/grpc");
    private static final MediaType GRPC_PROTO = MediaType.parse("application/grpc+proto");

    private static final Duration REQUEST_PATIENCE = Duration.ofMinutes(5);
    private static final int QUERY_BODY_BYTES_MAX = 4 << 20;

    private final ServerConfig config;
    private final Parts parts;
    private final Clock clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());
    private final Semaphore room;
    private final List<Server> servers = new ArrayList<>();

    /// What the routes stand on.
    public record Parts(
            Distributor distributor,
            Queries queries,
            QueryConfig queryConfig,
            StatusRoutes status,
            TenantLimits.Source limits) {}

    public TenutoServer(ServerConfig config, Parts parts, Clock clock) {
        this.config = config;
        this.parts = parts;
        this.clock = clock;
        this.room = new Semaphore(config.requestsMax());
    }

    /// Opens all listeners; the first failure closes those that are open.
    public void start() {
        try {
            open(config.http(), this::queryRoutes);
            open(config.grpc(), builder -> builder.serviceUnder("/", grpcQueries()));
            var tenants = new Tenants(config.multitenancy());
            for (ServerConfig.Address address : config.otlpGrpc()) {
                var grpc = new OtlpGrpc(parts.distributor(), tenants, config.otlpMessageBytesMax());
                open(
                        address,
                        builder -> builder.maxRequestLength(4L * config.otlpMessageBytesMax())
                                .errorHandler(tooLarge((headers, bytes) -> grpc.tooLarge(bytes)))
                                .service(OtlpGrpc.PATH, receiving(grpc))
                                .serviceUnder("/", (context, request) -> OtlpGrpc.unknown(context.path())));
            }
            for (ServerConfig.Address address : config.otlpHttp()) {
                var http = new OtlpHttp(parts.distributor(), tenants, config.otlpBodyBytesMax());
                open(
                        address,
                        builder -> builder.maxRequestLength(config.otlpBodyBytesMax())
                                .errorHandler(tooLarge((headers, bytes) -> http.tooLarge(headers)))
                                .service("/v1/traces", receiving(http))
                                .serviceUnder("/", (context, request) -> pageNotFound()));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private interface Routes {
        void addTo(ServerBuilder builder);
    }

    private void open(ServerConfig.Address address, Routes routes) {
        ServerBuilder builder = Server.builder()
                .port(new InetSocketAddress(address.host(), address.port()), SessionProtocol.HTTP)
                .requestTimeout(REQUEST_PATIENCE)
                .maxRequestLength(QUERY_BODY_BYTES_MAX)
                .http1MaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .gracefulShutdownTimeout(Duration.ZERO, config.shutdownPatience());
        routes.addTo(builder);
        Server server = builder.build();
        server.start().join();
        servers.add(server);
    }

    private interface TooLarge {
        HttpResponse answer(RequestHeaders headers, long bytes);
    }

    /// Tells in the receiver's own words of bodies that are given up before they are whole.
    private static ServerErrorHandler tooLarge(TooLarge answer) {
        ServerErrorHandler others = ServerErrorHandler.ofDefault();
        return (context, cause) -> {
            Throwable root =
                    cause instanceof HttpStatusException && cause.getCause() != null ? cause.getCause() : cause;
            return root instanceof ContentTooLargeException tooLarge
                    ? answer.answer(
                            context.request().headers(), Math.max(tooLarge.transferred(), tooLarge.contentLength()))
                    : others.onServiceException(context, cause);
        };
    }

    /// A service that collects the request, waits for room, and answers on a virtual thread.
    private HttpService blocking(BiFunction<ServiceRequestContext, AggregatedHttpRequest, HttpResponse> handler) {
        return (context, request) -> HttpResponse.of(request.aggregate()
                .thenCompose(whole -> CompletableFuture.supplyAsync(() -> guarded(context, whole, handler), threads)));
    }

    /// A service that draws what a request takes on the memory budget, from its announced length to its answer.
    private HttpService receiving(SpanReceiver receiver) {
        return (context, request) -> {
            Reception reception = parts.distributor().receive();
            // What is announced beyond the limit is refused for its size, and not read.
            long announced = Math.clamp(request.headers().contentLength(), 0, context.maxRequestLength());
            try {
                reception.grow(announced);
            } catch (RequestException e) {
                reception.close();
                return receiver.refuse(request.headers(), e);
            }
            BiFunction<ServiceRequestContext, AggregatedHttpRequest, HttpResponse> handler =
                    (ignored, whole) -> received(receiver, whole, announced, reception);
            CompletableFuture<HttpResponse> answer = request.aggregate()
                    .thenCompose(
                            whole -> CompletableFuture.supplyAsync(() -> guarded(context, whole, handler), threads))
                    .whenComplete((response, failure) -> reception.close());
            return HttpResponse.of(answer);
        };
    }

    private static HttpResponse received(
            SpanReceiver receiver, AggregatedHttpRequest whole, long announced, Reception reception) {
        try {
            reception.grow(Math.max(0, whole.content().length() - announced));
        } catch (RequestException e) {
            return receiver.refuse(whole.headers(), e);
        }
        return receiver.handle(whole, reception);
    }

    private HttpResponse guarded(
            ServiceRequestContext context,
            AggregatedHttpRequest request,
            BiFunction<ServiceRequestContext, AggregatedHttpRequest, HttpResponse> handler) {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE);
        }
        try {
            return handler.apply(context, request);
        } finally {
            room.release();
        }
    }

    private void queryRoutes(ServerBuilder builder) {
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
            HttpService grpc = grpcQueries();
            for (String service : List.of(StreamingQuerier.SERVICE, "/grpc.health.v1.Health/")) {
                builder.route()
                        .pathPrefix(service)
                        .consumes(GRPC, GRPC_PROTO)
                        .build((context, request) -> grpc.serve(context, request));
            }
        }
        builder.route().post("/status/coverage").build(blocking(this::flush));
        builder.serviceUnder("/", blocking(this::page));
    }

    private HttpService grpcQueries() {
        var querier = new StreamingQuerier(parts.queries(), parts.queryConfig(), parts.limits(), clock);
        return new GrpcQueries(
                querier,
                new Tenants(config.multitenancy()),
                parts.queryConfig().timeout(),
                clock,
                new GrpcQueries.Threads(threads, room));
    }

    private void route(ServerBuilder builder, String path, QueryApi api, QueryApi.Route route) {
        builder.service(path, blocking((context, request) -> api.handle(context, request, route)));
    }

    private HttpResponse flush(ServiceRequestContext context, AggregatedHttpRequest request) {
        InetAddress client = context.clientAddress();
        if (!client.isLoopbackAddress()) return HttpResponse.of(HttpStatus.FORBIDDEN);
        if (!"true".equals(context.queryParam("flush"))) return HttpResponse.of(HttpStatus.BAD_REQUEST);
        return respond(parts.status().flush());
    }

    private HttpResponse page(ServiceRequestContext context, AggregatedHttpRequest request) {
        Map<String, String> parameters = new HashMap<>();
        context.queryParams().forEach((name, value) -> parameters.putIfAbsent(name, value));
        String path = context.path();
        return parts.status()
                .get(path, parameters, request.headers().get(HttpHeaderNames.ACCEPT, ""))
                .map(TenutoServer::respond)
                .or(() -> StaticFiles.get(path))
                .orElseGet(TenutoServer::pageNotFound);
    }

    private static HttpResponse pageNotFound() {
        return HttpAnswers.plain(404, "404 page not found\n")
                .mapHeaders(headers -> headers.toBuilder()
                        .set(HttpHeaderNames.VARY, "Accept-Encoding")
                        .build());
    }

    private static HttpResponse respond(StatusRoutes.Page page) {
        if (page.isPlainText()) return HttpAnswers.plain(page.status(), page.body());
        return HttpResponse.of(HttpStatus.valueOf(page.status()), MediaType.parse(page.contentType()), page.body());
    }

    /// The paths that the HTTP listener routes, variables in braces; those of status pages are not among them.
    public List<String> paths() {
        if (servers.isEmpty()) return List.of();
        return servers.getFirst().serviceConfigs().stream()
                .map(service -> service.route().patternString())
                .map(pattern -> pattern.startsWith("^")
                        ? pattern.substring(1, pattern.length() - 1).replaceAll("\\(\\?<([A-Za-z]+)>.*?\\)", "{$1}")
                        : pattern.replaceAll(":([A-Za-z]+)", "{$1}"))
                .distinct()
                .sorted()
                .toList();
    }

    /// The port of the HTTP listener, once started.
    public int httpPort() {
        return servers.getFirst().activeLocalPort();
    }

    /// Takes no new requests, lets those under way end within their patience.
    @Override
    public void close() {
        List<CompletableFuture<Void>> stopping =
                servers.stream().map(Server::stop).toList();
        stopping.forEach(CompletableFuture::join);
        threads.shutdown();
    }
}
