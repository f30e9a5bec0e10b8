package io.tenuto.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.it.client.Answers;
import io.tenuto.it.client.UnaryClient;
import io.tenuto.it.process.LauncherOptions;
import io.tenuto.it.process.ProcessMemory;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Hostile senders of every kind against a server of the size that its launcher gives it, beside a well-behaved one
/// that sends the whole time: each kind meets its documented answer, memory stays within its bounds, and nobody else
/// notices.
@Tag("long")
@Timeout(240)
final class HostileIngestTest {
    private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static final int BUDGET_MIB = 768;
    /// Resident: the budget and a tenth.
    private static final int RESIDENT_MIB_MAX = 850;
    /// On a machine that has nothing else to do.
    private static final Duration P99_MAX = Duration.ofSeconds(2);

    private static final int WARM_REQUESTS = 150;
    private static final String YAML = """
        server:
          http_server_read_timeout: 3s
          http_server_write_timeout: 2s
        """;

    /// What one kind of hostile client does.
    private interface Attack {
        void run() throws Exception;
    }

    @TempDir
    private Path folder;

    @Test
    void nobodyElseNotices() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, YAML, LauncherOptions.ofBudget(BUDGET_MIB));
                SteadyClient steady = new SteadyClient(server);
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            steady.await(WARM_REQUESTS);
            steady.phase();
            steady.await(WARM_REQUESTS);
            SteadyClient.Phase quiet = steady.phase();
            System.out.printf("quiet: %s memory=%s%n", quiet, ProcessMemory.of(server.handle()));
            var connections = new ConnectionAttacks(server.ports());
            long now = System.currentTimeMillis() * 1_000_000;
            TraceId large = new TraceId(0xB16, 1);
            List<OddSpans.Odd> odd = OddSpans.all(now);
            beside(server, steady, "refused bodies", () -> refused(server, http));
            beside(server, steady, "odd spans", () -> accepted(server, http, odd));
            beside(server, steady, "100,000 spans in a trace", () -> large(server, http, large, now));
            beside(server, steady, "no HTTP", connections::brokenHttp);
            beside(server, steady, "HTTP/2 resets", connections::rapidResets);
            beside(server, steady, "HTTP/2 headers without end", connections::endlessHeaders);
            beside(server, steady, "HTTP/2 noise", connections::noise);
            beside(server, steady, "HTTP/2 streams that wait", connections::tooManyStreams);
            beside(server, steady, "requests sent ahead", connections::sentAhead);
            beside(server, steady, "readers that stop", connections::stalledReaders);
            beside(server, steady, "bodies without end", connections::unfinishedBodies);
            beside(server, steady, "5,000 connections and slow writers", connections::idleAndSlow);
            for (TraceId id : steady.stop()) {
                assertThat(Answers.spanCount(server, id)).isEqualTo(SteadyClient.spans());
            }
            for (OddSpans.Odd each : odd) {
                assertThat(Answers.spanCount(server, each.id())).as(each.name()).isEqualTo(each.spans());
            }
            assertThat(Answers.spanCount(server, large)).isEqualTo(100_000);
            server.flush();
            for (OddSpans.Odd each : odd) {
                assertThat(Answers.spanCount(server, each.id())).as(each.name()).isEqualTo(each.spans());
            }
            assertThat(server.log()).doesNotContain("OutOfMemoryError", "StackOverflowError", "level=error");
            assertThat(server.get("/metrics").body()).contains("tenuto_memory_used_bytes{use=\"ingest\"} 0.0");
        }
    }

    private static void beside(ServerProcess server, SteadyClient steady, String what, Attack attack) throws Exception {
        long started = System.nanoTime();
        attack.run();
        steady.await(1);
        SteadyClient.Phase phase = steady.phase();
        ProcessMemory memory = ProcessMemory.of(server.handle());
        System.out.printf("%s: %.1fs %s memory=%s%n", what, (System.nanoTime() - started) / 1e9, phase, memory);
        assertThat(server.handle().isAlive()).as("%s: %s", what, server.log()).isTrue();
        assertThat(phase.failures()).as(what).isEmpty();
        assertThat(phase.requests()).as(what).isPositive();
        assertThat(phase.p99()).as(what).isLessThan(p99Max());
        assertThat(memory.peak()).as(what).isLessThan(RESIDENT_MIB_MAX);
    }

    /// Longer where others want the same processors.
    private static Duration p99Max() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        long others = Math.round(system.getSystemLoadAverage() / system.getAvailableProcessors());
        return P99_MAX.multipliedBy(Math.max(1, others));
    }

    private static void refused(ServerProcess server, HttpClient http) throws Exception {
        for (HostileBodies.Body body : HostileBodies.refused()) {
            HttpResponse<String> answer = post(server, http, body.type(), body.encoding(), body.bytes());
            assertThat(answer.statusCode())
                    .as("%s: %s", body.name(), answer.body())
                    .isEqualTo(body.status());
            assertThat(answer.body()).as(body.name()).contains(body.text());
        }
        try (var grpc = new UnaryClient(server.ports().otlpGrpc(), "none")) {
            for (HostileBodies.Body body : HostileBodies.refused()) {
                if (body.type().equals("application/x-protobuf")
                        && body.encoding().isEmpty()) refused(grpc, body);
            }
            assertThat(grpc.call(EXPORT, new byte[32 << 20], Map.of(), "gzip").text())
                    .matches("grpc: received message larger than max \\([0-9]+ vs. 4194304\\)");
        }
    }

    private static void refused(UnaryClient grpc, HostileBodies.Body body) {
        UnaryClient.Outcome outcome = grpc.call(EXPORT, body.bytes(), Map.of(), "identity");
        if (body.text().equals(HostileBodies.TOO_LARGE)) {
            assertThat(outcome.code()).isEqualTo(8);
            assertThat(outcome.text()).startsWith("grpc: received message larger than max (");
        } else if (body.text().startsWith("trace ids")) {
            assertThat(outcome.code()).isEqualTo(3);
            assertThat(outcome.text()).isEqualTo(body.text());
        } else {
            assertThat(outcome.code()).as(body.name()).isEqualTo(13);
            assertThat(outcome.text())
                    .as(body.name())
                    .startsWith("grpc: error unmarshalling request: ")
                    .contains(body.text());
        }
    }

    private static void accepted(ServerProcess server, HttpClient http, List<OddSpans.Odd> odd) throws Exception {
        for (OddSpans.Odd each : odd) {
            HttpResponse<String> answer = post(server, http, "application/x-protobuf", "", each.body());
            assertThat(answer.statusCode())
                    .as("%s: %s", each.name(), answer.body())
                    .isEqualTo(200);
        }
    }

    private static void large(ServerProcess server, HttpClient http, TraceId id, long now) throws Exception {
        for (byte[] part : OddSpans.large(id, 100_000, 10_000, now)) {
            assertThat(post(server, http, "application/x-protobuf", "", part).statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> post(
            ServerProcess server, HttpClient http, String type, String encoding, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().otlpHttp() + "/v1/traces"))
                .header("Content-Type", type)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!encoding.isEmpty()) request.header("Content-Encoding", encoding);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
