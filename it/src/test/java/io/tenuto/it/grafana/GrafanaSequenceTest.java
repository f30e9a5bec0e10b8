package io.tenuto.it.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.tenuto.it.client.Answers;
import io.tenuto.it.client.OtlpSender;
import io.tenuto.it.client.StreamingClient;
import io.tenuto.it.client.TestSpans;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What Grafana's data source asks, one request after the other, with and without streaming, of a server set up as
/// examples/grafana says. One trace lies in a block, one is live.
@Tag("peer")
final class GrafanaSequenceTest {
    private static final String SERVICE = "tempopb.StreamingQuerier";
    private static final int SPANS = 3;
    private static final long NOW = System.currentTimeMillis() / 1000;
    private static final long FROM = NOW - 1800;
    private static final long TO = NOW + 60;
    private static final TraceId STORED = new TraceId(0x1111, 1);
    private static final TraceId LIVE = new TraceId(0x2222, 2);
    private static ServerProcess server;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        server = ServerProcess.start(folder, "stream_over_http_enabled: true\n");
        try (var sender = new OtlpSender(server.ports().otlpHttp())) {
            send(sender, STORED, NOW - 600);
            server.flush();
            send(sender, LIVE, NOW - 300);
        }
    }

    private static void send(OtlpSender sender, TraceId id, long second) throws InterruptedException {
        byte[] trace = TestSpans.trace(id, "shop", SPANS, second * 1_000_000_000L);
        assertThat(sender.send(trace)).isEqualTo(OtlpSender.Outcome.ACKNOWLEDGED);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void saveAndTestFindsTheServer() {
        assertThat(server.get("/api/echo").statusCode()).isEqualTo(200);
        assertThat(Answers.json(server, "/api/status/buildinfo").path("version").asString())
                .isNotEmpty();
    }

    @Test
    void completionNamesTagsAndTheirValues() {
        String range = "&start=" + FROM + "&end=" + TO;
        JsonNode tags = Answers.json(server, "/api/v2/search/tags?limit=5000" + range);
        assertThat(tags.path("scopes").toString()).contains("service.name", "test.trace");
        JsonNode values = Answers.json(server, "/api/v2/search/tag/resource.service.name/values?limit=5000" + range);
        assertThat(values.path("tagValues").toString()).isEqualTo("[{\"type\":\"string\",\"value\":\"shop\"}]");
    }

    @Test
    void searchIsTheSameWithAndWithoutStreaming() {
        String query = "{ resource.service.name = \"shop\" }";
        JsonNode plain = Answers.json(
                server, "/api/search?q=" + Answers.encode(query) + "&limit=20&spss=3&start=" + FROM + "&end=" + TO);
        assertThat(plain.path("traces").size()).isEqualTo(2);
        assertThat(plain.path("traces").path(0).path("startTimeUnixNano").isString())
                .isTrue();
        ObjectNode request = object().put("Query", query).put("Limit", 20).put("SpansPerSpanSet", 3);
        request.put("start", FROM).put("end", TO);
        assertThat(last("Search", request).path("traces")).isEqualTo(plain.path("traces"));
    }

    @Test
    void metricsAreTheSameWithAndWithoutStreaming() {
        String query = "{ } | count_over_time()";
        String range = "&start=" + FROM + "&end=" + TO;
        JsonNode plain = Answers.json(
                server, "/api/metrics/query_range?q=" + Answers.encode(query) + range + "&step=60s&exemplars=10");
        double sum = 0;
        for (JsonNode sample : plain.path("series").path(0).path("samples"))
            sum += sample.path("value").asDouble(0);
        assertThat(sum).isEqualTo(2 * SPANS);
        ObjectNode request =
                object().put("query", query).put("start", nanos(FROM)).put("end", nanos(TO));
        JsonNode instant = last("MetricsQueryInstant", request);
        assertThat(instant.path("series").path(0).path("value").asDouble()).isEqualTo(2 * SPANS);
        request.put("step", "60000000000").put("exemplars", 10);
        JsonNode streamed = last("MetricsQueryRange", request);
        assertThat(streamed.path("series").path(0).path("samples"))
                .isEqualTo(plain.path("series").path(0).path("samples"));
    }

    @Test
    void tracesAreShownFromBlocksAndLiveAndMissedInTheWayThatIsExpected() throws Exception {
        for (TraceId id : new TraceId[] {STORED, LIVE}) {
            HttpResponse<byte[]> answer = protobuf("/api/v2/traces/" + id.toHex());
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/protobuf");
            // Field 1 of the answer is the trace, which has the shape of TracesData.
            var whole = UnknownFieldSet.parseFrom(answer.body());
            TracesData trace = TracesData.parseFrom(
                    whole.getField(1).getLengthDelimitedList().getFirst());
            assertThat(trace.getResourceSpans(0).getScopeSpans(0).getSpansCount())
                    .isEqualTo(SPANS);
        }
        assertThat(protobuf("/api/traces/abcdef").statusCode()).isEqualTo(404);
    }

    private static String nanos(long seconds) {
        return seconds + "000000000";
    }

    private static ObjectNode object() {
        return JsonMapper.shared().createObjectNode();
    }

    /// The last message, which must be the same on the port for gRPC and on that for HTTP.
    private static JsonNode last(String method, ObjectNode request) {
        ObjectNode first = last(method, request, server.ports().grpc());
        ObjectNode second = last(method, request, server.ports().http());
        assertThat(second.path("series")).isEqualTo(first.path("series"));
        assertThat(second.path("traces")).isEqualTo(first.path("traces"));
        return first;
    }

    private static ObjectNode last(String method, ObjectNode request, int port) {
        try (var client = new StreamingClient(port)) {
            StreamingClient.Outcome outcome = client.call(SERVICE, method, request, Map.of());
            assertThat(outcome.code()).as(outcome.text()).isEqualTo("OK");
            return outcome.messages().getLast();
        }
    }

    private static HttpResponse<byte[]> protobuf(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI target = URI.create("http://127.0.0.1:" + server.ports().http() + path);
            HttpRequest request = HttpRequest.newBuilder(target)
                    .header("Accept", "application/protobuf")
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
