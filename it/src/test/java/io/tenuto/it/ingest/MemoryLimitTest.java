package io.tenuto.it.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.it.client.TestSpans;
import io.tenuto.it.client.UnaryClient;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What senders are told when their requests do not fit in memory.
final class MemoryLimitTest {
    private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static final byte[] SPANS = TestSpans.trace(new TraceId(1, 2), "small", 5, 1_700_000_000_000_000_000L);
    /// Of 14 MiB that may be held, 2 are the cache's.
    private static final String YAML = """
        memory: {budget: 16MiB}
        distributor:
          receivers: {otlp: {protocols: {http: {max_request_body_size: 20971520}, grpc: {max_recv_msg_size_mib: 16}}}}
        """;

    @Test
    void whatDoesNotFitIsToldToComeAgainAndOthersAreTakenIn(@TempDir Path folder) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, YAML);
                UnaryClient grpc = new UnaryClient(server.ports().otlpGrpc(), "gzip");
                HttpClient http = HttpClient.newHttpClient()) {
            assertRefused(post(server, http, BodyPublishers.ofByteArray(new byte[13 << 20]), ""));
            byte[] bomb = gzip(new byte[19 << 20]);
            assertThat(bomb.length).isLessThan(100_000);
            assertRefused(post(server, http, BodyPublishers.ofByteArray(bomb), "gzip"));
            BodyPublisher unannounced = BodyPublishers.ofByteArrays(List.of(new byte[7 << 20], new byte[6 << 20]));
            assertRefused(post(server, http, unannounced, ""));
            UnaryClient.Outcome outcome = grpc.call(EXPORT, new byte[13 << 20], Map.of(), "identity");
            assertThat(outcome.code()).isEqualTo(8);
            assertThat(outcome.text()).startsWith("memory budget exhausted: ingest needs ");
            assertThat(outcome.details()).isNotEmpty();
            assertThat(post(server, http, BodyPublishers.ofByteArray(SPANS), "").statusCode())
                    .isEqualTo(200);
            assertThat(grpc.call(EXPORT, SPANS, Map.of(), "identity").code()).isZero();
            assertThat(server.get("/metrics").body())
                    .containsPattern(
                            "(?m)^tenuto_memory_refusals_total\\{reason=\"(full|never_fits)\",use=\"ingest\"} ")
                    .containsPattern("(?m)^tenuto_memory_used_bytes\\{use=\"ingest\"} 0.0$");
        }
    }

    private static void assertRefused(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(new String(answer.body())).contains("memory budget exhausted: ingest needs ");
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static HttpResponse<byte[]> post(ServerProcess server, HttpClient http, BodyPublisher body, String encoding)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().otlpHttp() + "/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .POST(body);
        if (!encoding.isEmpty()) request.header("Content-Encoding", encoding);
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
