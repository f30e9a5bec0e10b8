package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import io.tenuto.base.Metrics;
import io.tenuto.traceql.lists.TestSpan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class RequestMetricsTest {
    @Test
    void requestsAreTimedByMethodRouteAndStatus() {
        try (var server = new LocalServer(List.of(List.of(TestSpan.of(1, 1, 0))), ServerConfig.Tenancy.SINGLE)) {
            server.answer("/api/search?q=%7B%7D&start=1&end=1000");
            server.answer("/api/search?q=%7B");
            server.answer("/api/v2/search/tag/span.a/values");
            server.answer("/querier/api/traces/1?mode=ingesters");
            server.answer("/");
            server.answer("/no/such/page");
            server.answer("/nor/this/one");
            stream(server, "/tempopb.StreamingQuerier/Search");
            stream(server, "/tempopb.StreamingQuerier/Nope");
            var expected = Map.of(
                    "GET|api_search|200|false", 1L,
                    "GET|api_search|400|false", 1L,
                    "GET|api_v2_search_tag_tagname_values|200|false", 1L,
                    "GET|querier_api_traces_traceid|404|false", 1L,
                    "GET|root|200|false", 1L,
                    "GET|notfound|404|false", 2L,
                    "gRPC|/tempopb.StreamingQuerier/Search|success|false", 1L,
                    "gRPC|notfound|error|false", 1L);
            // A request is counted once its answer was sent, which its client may know before.
            long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!server.metrics
                            .observations("tempo_request_duration_seconds")
                            .equals(expected)
                    && System.nanoTime() < until) LockSupport.parkNanos(1_000_000);
            assertThat(server.metrics.observations("tempo_request_duration_seconds"))
                    .isEqualTo(expected);
            assertThat(server.metrics.observations("tempo_response_message_bytes"))
                    .containsEntry("GET|api_search", 2L);
            assertThat(server.metrics.values("tempo_inflight_requests").values())
                    .containsOnly(0.0);
        }
    }

    private static void stream(LocalServer server, String path) {
        RequestHeaders headers =
                RequestHeaders.of(HttpMethod.POST, path, "content-type", "application/grpc", "te", "trailers");
        WebClient.of("h2c://127.0.0.1:" + server.grpcPort())
                .execute(headers, HttpData.wrap(new byte[5]))
                .aggregate()
                .join();
    }

    @Test
    void pathsThatWereNeverAnsweredMakeNoLabels() {
        var metrics = new RequestMetrics(Metrics.none());
        for (HttpStatus status :
                List.of(HttpStatus.NOT_FOUND, HttpStatus.REQUEST_ENTITY_TOO_LARGE, HttpStatus.SERVICE_UNAVAILABLE)) {
            assertThat(metrics.pageLabel("/any/path", status)).isEqualTo("notfound");
        }
        assertThat(metrics.pageLabel("/ready", HttpStatus.SERVICE_UNAVAILABLE)).isEqualTo("ready");
        assertThat(metrics.pageLabel("/status/overrides/anybody", HttpStatus.OK))
                .isEqualTo("status_overrides_tenant");
        assertThat(metrics.pageLabel("/status", HttpStatus.OK)).isEqualTo("status");
        assertThat(metrics.pageLabel("/status", HttpStatus.SERVICE_UNAVAILABLE)).isEqualTo("status");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/traces/{traceID}, api_traces_traceid",
        "/, root",
        "/status/config, status_config",
        "/style.css, style_css",
        "/tempo/api/search, tempo_api_search",
    })
    void labelsAreWordsJoined(String path, String label) {
        assertThat(RequestMetrics.label(path)).isEqualTo(label);
    }
}
