package io.tenuto.server;

import io.tenuto.base.Clock;
import io.tenuto.base.CountedMetrics;
import io.tenuto.base.MemoryBudget;
import io.tenuto.base.Metrics;
import io.tenuto.components.distributor.Distributor;
import io.tenuto.components.distributor.DistributorConfig;
import io.tenuto.model.TenantLimits;
import io.tenuto.spanlog.LogIdentity;
import io.tenuto.spanlog.MemorySpanLog;
import io.tenuto.traceql.lists.TestSpan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A server on free ports of the loopback over a [SteppedFrontend]; its wall clock stands at [#NOW].
final class LocalServer implements AutoCloseable {
    /// Seconds; spans of the tests lie before.
    static final long NOW = 100_000;

    final SteppedFrontend frontend;
    final CountedMetrics metrics = new CountedMetrics();
    /// Of requests and answers.
    final MemoryBudget memory = MemoryBudget.boundless();
    private final MemorySpanLog log = new MemorySpanLog(new LogIdentity("local"), 1);
    private final TenutoServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    volatile boolean isReady = true;

    LocalServer(List<List<TestSpan>> blocks, ServerConfig.Tenancy tenancy) {
        this(blocks, tenancy, QueryConfig.DEFAULT);
    }

    LocalServer(List<List<TestSpan>> blocks, ServerConfig.Tenancy tenancy, QueryConfig queries) {
        this(new SteppedFrontend(blocks), tenancy, queries);
    }

    /// @param frontend is closed with the server
    LocalServer(SteppedFrontend frontend, ServerConfig.Tenancy tenancy, QueryConfig queries) {
        this(frontend, tenancy, queries, ConnectionLimits.DEFAULT, tenant -> TenantLimits.DEFAULT, ApiPrefix.NONE);
    }

    /// @param limits of connections
    LocalServer(SteppedFrontend frontend, ServerConfig.Tenancy tenancy, QueryConfig queries, ConnectionLimits limits) {
        this(frontend, tenancy, queries, limits, tenant -> TenantLimits.DEFAULT, ApiPrefix.NONE);
    }

    /// With its API below a prefix.
    LocalServer(SteppedFrontend frontend, ApiPrefix prefix) {
        this(
                frontend,
                ServerConfig.Tenancy.SINGLE,
                QueryConfig.DEFAULT,
                ConnectionLimits.DEFAULT,
                tenant -> TenantLimits.DEFAULT,
                prefix);
    }

    /// @param limits of tenants that ask
    LocalServer(
            SteppedFrontend frontend, ServerConfig.Tenancy tenancy, QueryConfig queries, TenantLimits.Source limits) {
        this(frontend, tenancy, queries, ConnectionLimits.DEFAULT, limits, ApiPrefix.NONE);
    }

    private LocalServer(
            SteppedFrontend frontend,
            ServerConfig.Tenancy tenancy,
            QueryConfig queries,
            ConnectionLimits limits,
            TenantLimits.Source ofTenants,
            ApiPrefix prefix) {
        this.frontend = frontend;
        var clock = new StandingClock();
        var anyPort = new ServerConfig.Address("127.0.0.1", 0);
        var config = new ServerConfig(
                anyPort,
                anyPort,
                List.of(),
                List.of(),
                1 << 20,
                1 << 20,
                8,
                limits,
                limits,
                tenancy,
                prefix,
                true,
                Duration.ofSeconds(1));
        var distributor = new Distributor(
                new DistributorConfig(Duration.ofSeconds(1), Duration.ZERO),
                new Distributor.Parts(log, tenant -> TenantLimits.DEFAULT, MemoryBudget.boundless()),
                clock,
                Metrics.none());
        this.server = new TenutoServer(
                config,
                new TenutoServer.Parts(
                        distributor, frontend.queries, queries, new NoPages(), ofTenants, memory, metrics),
                clock);
        server.start();
    }

    int httpPort() {
        return server.httpPort();
    }

    int grpcPort() {
        return server.grpcPort();
    }

    /// GET with headers as name, value, name, value.
    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) request.headers(headers);
        return send(request);
    }

    /// Status and body of the answer to a body.
    String answerToBody(String path, String body) {
        HttpResponse<String> answer = send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
        return answer.statusCode() + " " + answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Status and body of an answer, as `400 text`.
    String answer(String path, String... headers) {
        HttpResponse<String> answer = get(path, headers);
        return answer.statusCode() + " " + answer.body();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        frontend.close();
        log.close();
    }

    private final class NoPages implements StatusRoutes {
        @Override
        public Optional<Page> get(String path, Map<String, String> parameters, String accept) {
            return Optional.empty();
        }

        @Override
        public boolean isReady() {
            return isReady;
        }

        @Override
        public Page flush() {
            return Page.text("");
        }
    }

    private record StandingClock() implements Clock {
        @Override
        public long monotonicNanos() {
            return Clock.system().monotonicNanos();
        }

        @Override
        public Instant wallTime() {
            return Instant.ofEpochSecond(NOW);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Clock.system().sleep(duration);
        }
    }
}
