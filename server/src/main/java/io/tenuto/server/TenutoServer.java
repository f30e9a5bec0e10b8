package io.tenuto.server;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.tenuto.base.Clock;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.components.distributor.Distributor;
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

/// All listeners of a process. Requests that bring spans run on threads of the operating system, all others on virtual
/// ones, at most so many at once.
public final class TenutoServer implements AutoCloseable {
    /// Queries travel in the request line, which HTTP/2 has among its headers, each character as up to three; longer
    /// ones get the query limit's own text.
    private static final int REQUEST_LINE_BYTES_MAX = 1 << 20;

    /// Building blocks of everything takes longest.
    private static final Duration PAGE_PATIENCE = Duration.ofMinutes(5);
    /// Beyond the time of a query: for what comes around it.
    private static final Duration QUERY_GRACE = Duration.ofSeconds(10);
    private static final int QUERIES_WAIT_MAX = 1024;
    private static final int PAGES_AT_ONCE = 4;
    /// A client that resets more streams a minute than this is let go.
    private static final int RESETS_MAX = 400;

    private static final int RESETS_SECONDS = 60;
    /// Senders of spans need few headers, and none that is long.
    private static final int RECEIVER_HEADER_BYTES_MAX = 64 << 10;
    private static final int QUERY_BODY_BYTES_MAX = 4 << 20;

    private static final String HTTP = "http";
    private static final String GRPC = "grpc";

    private final ServerConfig config;
    private final Parts parts;
    private final Clock clock;
    private final ServerMetrics metrics;
    private final RequestMetrics requests;
    private final ReceivingThreads receiving;
    private final RequestThreads querying;
    private final RequestThreads paging;
    private final List<Server> servers = new ArrayList<>();

    /// What the routes stand on.
    public record Parts(
            Distributor distributor,
            Queries queries,
            QueryConfig queryConfig,
            StatusRoutes status,
            TenantLimits.Source limits,
            MemoryBudget memory,
            Metrics metrics) {}

    public TenutoServer(ServerConfig config, Parts parts, Clock clock) {
        this.config = config;
        this.parts = parts;
        this.clock = clock;
        this.metrics = new ServerMetrics(parts.metrics());
        this.requests = new RequestMetrics(parts.metrics());
        Duration query = parts.queryConfig().patience().longest().plus(QUERY_GRACE);
        int most = config.requestsMax();
        this.receiving = new ReceivingThreads(most);
        this.querying = threads("query", most, QUERIES_WAIT_MAX, query);
        this.paging = threads("page", Math.min(PAGES_AT_ONCE, most), QUERIES_WAIT_MAX, PAGE_PATIENCE);
    }

    private RequestThreads threads(String kind, int most, int waiting, Duration patience) {
        return new RequestThreads(new RequestThreads.Size(kind, most, waiting, patience), metrics);
    }

    /// Opens all listeners; the first failure closes those that are open.
    public void start() {
        try {
            var queries = new QueryRoutes(parts, config, querying, clock);
            open(HTTP, config.http(), builder -> addTo(builder, queries));
            open(GRPC, config.grpc(), builder -> builder.serviceUnder("/", queries.grpc()));
            var tenants = new Tenants(config.tenancy());
            for (ServerConfig.Address address : config.otlpGrpc()) {
                var grpc = new OtlpGrpc(parts.distributor(), tenants, config.otlpMessageBytesMax());
                open(
                        "otlp_grpc",
                        address,
                        builder -> headersOfReceivers(builder)
                                .maxRequestLength(4L * config.otlpMessageBytesMax())
                                .errorHandler(tooLarge((headers, bytes) -> grpc.tooLarge(bytes)))
                                .service(OtlpGrpc.PATH, new ReceivingService(grpc, parts.distributor(), receiving))
                                .serviceUnder("/", (context, request) -> OtlpGrpc.unknown(context.path())));
            }
            for (ServerConfig.Address address : config.otlpHttp()) {
                var http = new OtlpHttp(parts.distributor(), tenants, config.otlpBodyBytesMax());
                open(
                        "otlp_http",
                        address,
                        builder -> headersOfReceivers(builder)
                                .maxRequestLength(config.otlpBodyBytesMax())
                                .errorHandler(tooLarge(http::tooLarge))
                                .service("/v1/traces", new ReceivingService(http, parts.distributor(), receiving))
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

    private static ServerBuilder headersOfReceivers(ServerBuilder builder) {
        return builder.http1MaxInitialLineLength(RECEIVER_HEADER_BYTES_MAX)
                .http2MaxHeaderListSize(RECEIVER_HEADER_BYTES_MAX);
    }

    private void open(String listener, ServerConfig.Address address, Routes routes) {
        ConnectionLimits limits = listener.endsWith("grpc") ? config.grpcConnections() : config.httpConnections();
        ServerBuilder builder = Server.builder()
                .port(new InetSocketAddress(address.host(), address.port()), SessionProtocol.HTTP)
                .requestTimeout(limits.request())
                .maxRequestLength(QUERY_BODY_BYTES_MAX)
                .http1MaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .http2MaxHeaderListSize(REQUEST_LINE_BYTES_MAX)
                .http2MaxResetFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                .gracefulShutdownTimeout(Duration.ZERO, config.shutdownPatience());
        routes.addTo(builder);
        if (listener.equals(HTTP) || listener.equals(GRPC)) builder.decorator(requests::decorate);
        new Connections(listener, limits, clock, metrics).addTo(builder);
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

    private void addTo(ServerBuilder builder, QueryRoutes queries) {
        queries.addTo(builder);
        builder.route().post("/status/coverage").build(new QueryService(paging, parts.memory(), this::flush, true));
        builder.serviceUnder("/", new QueryService(paging, parts.memory(), this::page, false));
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
        String accept = request.headers().get(HttpHeaderNames.ACCEPT, "");
        return config.apiPrefix()
                .page(context.path())
                .flatMap(path -> parts.status()
                        .get(path, parameters, accept)
                        .map(TenutoServer::respond)
                        .or(() -> StaticFiles.get(path, config.apiPrefix())))
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
        return HttpAnswers.page(page.status(), page.contentType(), page.body());
    }

    /// The paths that the HTTP listener routes, variables in braces; those of status pages are not among them.
    public List<String> paths() {
        if (servers.isEmpty()) return List.of();
        return servers.getFirst().serviceConfigs().stream()
                .map(service -> RoutePaths.of(service.route().patternString()))
                .distinct()
                .sorted()
                .toList();
    }

    /// The port of the HTTP listener, once started.
    public int httpPort() {
        return servers.getFirst().activeLocalPort();
    }

    /// The port of the gRPC listener, once started.
    int grpcPort() {
        return servers.get(1).activeLocalPort();
    }

    /// Takes no new requests, lets those under way end within their patience.
    @Override
    public void close() {
        List<CompletableFuture<Void>> stopping =
                servers.stream().map(Server::stop).toList();
        stopping.forEach(CompletableFuture::join);
        receiving.close();
    }
}
