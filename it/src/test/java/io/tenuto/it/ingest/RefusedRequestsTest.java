package io.tenuto.it.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import io.tenuto.it.client.TestSpans;
import io.tenuto.it.client.UnaryClient;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What senders are told when their requests are refused.
final class RefusedRequestsTest {
    private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static final byte[] SPANS = TestSpans.trace(new TraceId(1, 2), "refused", 5, 1_700_000_000_000_000_000L);
    private static final String YAML = """
        multitenancy_enabled: true
        distributor:
          retry_after_on_resource_exhausted: 1500ms
          receivers: {otlp: {protocols: {http: {max_request_body_size: 2000}}}}
        overrides: {defaults: {ingestion: {rate_limit_bytes: 100, burst_size_bytes: 100}}}
        """;

    @Test
    void everyRefusalSaysWhetherToComeAgain(@TempDir Path folder) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, YAML);
                UnaryClient grpc = new UnaryClient(server.ports().otlpGrpc(), "br");
                HttpClient http = HttpClient.newHttpClient()) {
            aboveTheRateGrpcTellsWhen(grpc);
            aboveTheRateHttpTellsWhen(post(server, http, SPANS, "acme"));
            assertThat(post(server, http, SPANS, "").statusCode())
                    .as("an empty tenant is wrong")
                    .isEqualTo(400);
            HttpResponse<byte[]> large = post(server, http, new byte[5000], "acme");
            assertThat(large.statusCode()).isEqualTo(400);
            assertThat(new String(large.body(), 4, large.body().length - 4)).isEqualTo("http: request body too large");
            UnaryClient.Outcome nobody = grpc.call(EXPORT, SPANS, Map.of(), "identity");
            assertThat(nobody.code()).as("without a tenant").isEqualTo(14);
            assertThat(nobody.details()).isEmpty();
            assertThat(grpc.call(EXPORT, SPANS, Map.of(), "br").text())
                    .isEqualTo("grpc: Decompressor is not installed for grpc-encoding \"br\"");
        }
    }

    private static void aboveTheRateGrpcTellsWhen(UnaryClient grpc) throws IOException {
        UnaryClient.Outcome outcome = grpc.call(EXPORT, SPANS, Map.of("x-scope-orgid", "acme"), "identity");
        assertThat(outcome.code()).isEqualTo(8);
        assertThat(outcome.text()).startsWith("RATE_LIMITED: batch size (");
        CodedInputStream status = CodedInputStream.newInstance(outcome.details());
        status.readTag();
        assertThat(status.readInt32()).isEqualTo(8);
        status.readTag();
        assertThat(status.readString()).isEqualTo(outcome.text());
        status.readTag();
        CodedInputStream any = CodedInputStream.newInstance(status.readByteArray());
        any.readTag();
        assertThat(any.readString()).isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
        any.readTag();
        // retry_delay (1): seconds (1) 1, nanos (2) 500,000,000.
        assertThat(any.readByteArray()).isEqualTo(HexFormat.of().parseHex("0a0808011080cab5ee01"));
    }

    private static void aboveTheRateHttpTellsWhen(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-protobuf");
    }

    private static HttpResponse<byte[]> post(ServerProcess server, HttpClient http, byte[] body, String tenant)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().otlpHttp() + "/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .header("X-Scope-OrgID", tenant)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }
}
