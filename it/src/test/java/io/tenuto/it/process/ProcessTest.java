package io.tenuto.it.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tenuto.it.client.OtlpSender;
import io.tenuto.it.client.TestSpans;
import io.tenuto.it.client.UnaryClient;
import io.tenuto.model.TraceId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("peer")
final class ProcessTest {
    private static final byte[] SERVING = {8, 1};
    private static final byte[] NOT_SERVING = {8, 2};

    @TempDir
    private Path folder;

    private static long nowNanos() {
        return System.currentTimeMillis() * 1_000_000L;
    }

    private static void await(String what, BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(50);
        }
    }

    @Test
    void statusPagesTellOfTheProcess() {
        try (ServerProcess server = ServerProcess.start(folder, "shutdown_delay: 90ms\n")) {
            assertThat(server.get("/ready").body()).isEqualTo("ready\n");
            assertThat(server.get("/api/echo").body()).isEqualTo("echo\n");
            assertThat(server.get("/status/version").body()).startsWith("GET /status/version\ntenuto, version ");
            assertThat(server.get("/status/services").body())
                    .contains("| SERVICE NAME   |  STATUS | FAILURE CASE |\n")
                    .contains("| span-log       | Running |              |\n");
            assertThat(server.get("/status/endpoints").body())
                    .contains("| /api/traces/{traceID} ")
                    .contains("^/api/v2/traces/(?P<v0>[^/]+)$");
            assertThat(server.get("/status/config").body()).startsWith("GET /status/config\n---\ntarget: all\n");
            assertThat(server.get("/status/config?mode=diff").body())
                    .contains("\nshutdown_delay: 90ms\n")
                    .doesNotContain("memberlist:");
            HttpResponse<String> wrong = server.get("/status/config?mode=x");
            assertThat(wrong.statusCode()).isEqualTo(500);
            assertThat(wrong.body()).isEqualTo("unknown value for mode query parameter: x\nGET /status/config\n");
            assertThat(server.get("/status/runtime_config").body())
                    .contains("  ingestion:\n    rate_strategy: local\n");
            assertThat(server.get("/status").body())
                    .contains("GET /status/version\n", "GET /status/services\n", "GET /status/endpoints\n")
                    .contains("GET /status/runtime_config\n", "GET /status/config\n");
            assertThat(server.get("/status/usage-stats").body()).isEqualTo("usage-stats is not enabled\n");
            assertThat(server.get("/api/status/buildinfo").body()).contains("\"version\":\"3.");
            assertThat(server.get("/metrics").body()).contains("tempo_limits_defaults");
            assertThat(server.get("/status/nothing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void limitsOfATenantCountAndMayChangeWhileTheProcessRuns() throws Exception {
        Path tenants = Files.writeString(folder.resolve("tenants.yaml"), """
            overrides:
              small: {ingestion: {rate_limit_bytes: 10, burst_size_bytes: 10}, read: {max_search_duration: 1h}}
            """);
        String yaml = """
            multitenancy_enabled: true
            overrides:
              per_tenant_override_config: %s
              per_tenant_override_period: 1s
            """.formatted(tenants);
        try (ServerProcess server = ServerProcess.start(folder.resolve("server"), yaml)) {
            assertThat(send(server, "small", 1)).isEqualTo(429);
            assertThat(send(server, "large", 2)).isEqualTo(200);
            assertThat(search(server, "small")).isEqualTo(400);
            assertThat(search(server, "large")).isEqualTo(200);
            Files.writeString(
                    tenants,
                    "overrides: {small: {ingestion: {rate_limit_bytes: 1000000, burst_size_bytes: 1000000}}}\n");
            await("the new limit", () -> send(server, "small", 3) == 200);
            Files.writeString(tenants, "overrides: {small: {nonsense: 1}}\n");
            await("the complaint", () -> server.log().contains("field nonsense not found"));
            assertThat(send(server, "small", 4)).isEqualTo(200);
        }
    }

    private static int send(ServerProcess server, String tenant, long trace) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().otlpHttp() + "/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .header("X-Scope-OrgID", tenant)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        TestSpans.trace(new TraceId(7, trace), "limits", 2, nowNanos())))
                .build();
        return status(request);
    }

    private static int search(ServerProcess server, String tenant) {
        long now = System.currentTimeMillis() / 1000;
        HttpRequest request = HttpRequest.newBuilder(
                        server.uri("/api/search?q=%7B%7D&start=" + (now - 7200) + "&end=" + now))
                .header("X-Scope-OrgID", tenant)
                .build();
        return status(request);
    }

    private static int status(HttpRequest request) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStopUnderLoadEndsWithZeroAndLosesNothing() throws Exception {
        var acknowledged = new ConcurrentLinkedQueue<TraceId>();
        try (ServerProcess server = ServerProcess.start(folder, "block_builder: {consume_cycle_duration: 500ms}\n");
                OtlpSender sender = new OtlpSender(server.ports().otlpHttp())) {
            List<Thread> senders = java.util.stream.IntStream.range(0, 3)
                    .mapToObj(number -> Thread.ofVirtual().start(() -> sendUntilRefused(sender, number, acknowledged)))
                    .toList();
            await("some spans", () -> acknowledged.size() > 200);
            assertThat(server.stop()).as(server::log).isZero();
            for (Thread thread : senders) thread.join();
            assertThat(server.log()).contains("stopping; cause=asked").contains("stopped; exit=0");
            server.restart();
            for (TraceId id : acknowledged) {
                assertThat(server.get("/api/traces/" + id.toHex()).statusCode())
                        .as(id.toHex())
                        .isEqualTo(200);
            }
        }
    }

    private static void sendUntilRefused(OtlpSender sender, int number, ConcurrentLinkedQueue<TraceId> acknowledged) {
        try {
            for (long i = 1; ; i++) {
                var id = new TraceId(number + 1, i);
                if (sender.send(TestSpans.trace(id, "stop", 3, nowNanos())) != OtlpSender.Outcome.ACKNOWLEDGED) return;
                acknowledged.add(id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDelayedStopSaysSoBeforeItStops() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, "shutdown_delay: 3s\n");
                var grpc = new UnaryClient(server.ports().grpc(), "none")) {
            assertThat(health(grpc)).isEqualTo(SERVING);
            server.handle().destroy();
            await("the announcement", () -> server.get("/ready").statusCode() == 503);
            assertThat(server.get("/ready").body()).isEqualTo("Application is stopping\n");
            assertThat(health(grpc)).isEqualTo(NOT_SERVING);
            assertThat(server.get("/api/search?q=%7B%7D").statusCode()).isEqualTo(200);
        }
    }

    private static byte[] health(UnaryClient grpc) {
        return grpc.call("grpc.health.v1.Health/Check", new byte[0], Map.of(), "identity")
                .message();
    }

    @Test
    void aSecondProcessOnOneDataPathFailsAndNamesTheFirst() {
        try (ServerProcess first = ServerProcess.start(folder.resolve("a"), "")) {
            String shared = "data: {path: " + folder.resolve("a").resolve("data") + "}\n";
            assertThatThrownBy(() -> ServerProcess.startOnSamePath(folder.resolve("b"), shared))
                    .hasMessageContaining(
                            "is in use by process " + first.handle().pid());
        }
    }

    @Test
    void aSecondLogOnOneStoreFailsAndNamesTheFirstUntilThatStops() {
        String shared = "storage: {trace: {local: {path: " + folder.resolve("blocks") + "}}}\n";
        try (ServerProcess first = ServerProcess.start(folder.resolve("a"), shared)) {
            assertThatThrownBy(() -> ServerProcess.start(folder.resolve("b"), shared))
                    .hasMessageContaining("server ended at start with 1")
                    .hasMessageContaining("the object store is in use by process "
                            + first.handle().pid());
            assertThat(first.stop()).isZero();
            // What was given back is free at once.
            ServerProcess.start(folder.resolve("b"), shared).close();
        }
    }

    @Test
    void aKilledProcessThatTookNothingWaitsForNoLease() {
        try (ServerProcess server = ServerProcess.start(folder, "")) {
            server.kill();
            server.restart();
            assertThat(server.log()).doesNotContain("waiting for a lease");
        }
    }

    @Test
    void aPortThatIsTakenEndsTheStartWithOne() {
        try (ServerProcess first = ServerProcess.start(folder.resolve("a"), "")) {
            assertThatThrownBy(() -> ServerProcess.startOnSamePort(folder.resolve("b"), first))
                    .hasMessageContaining("server ended at start with 1");
        }
    }
}
