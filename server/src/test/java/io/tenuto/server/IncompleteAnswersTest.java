package io.tenuto.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.blocks.catalog.LogGap;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.traceql.lists.TestSpan;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Seven records were lost at second 50; spans of the tests lie around second 0.
@Timeout(60)
final class IncompleteAnswersTest {
    private static final LogGap GAP = new LogGap(new LogPartition("log", 0), 0, 7, Instant.ofEpochSecond(50));
    private static final String BEFORE = "start=1&end=100";
    private static final String AFTER = "start=80&end=100";
    private static final List<String> QUESTIONS = List.of(
            "/api/v2/traces/1?",
            "/api/traces/7777?",
            "/api/search?q=%7B%7D&",
            "/api/search/tags?",
            "/api/v2/search/tags?",
            "/api/search/tag/a/values?",
            "/api/v2/search/tag/.a/values?",
            "/api/metrics/query_range?q=%7B%7D%7Crate()&step=10s&",
            "/api/metrics/query?q=%7B%7D%7Crate()&");

    @Test
    void everyAnswerThatOverlapsALossSaysSo() {
        try (LocalServer server = server(List.of(GAP))) {
            for (String question : QUESTIONS) {
                assertThat(lacking(server.get(question + BEFORE))).as(question).isEqualTo("lost-records=7");
                assertThat(lacking(server.get(question + AFTER))).as(question).isEmpty();
            }
        }
    }

    @Test
    void noAnswerSpeaksOfLossWhereNothingWasLost() {
        try (LocalServer server = server(List.of())) {
            for (String question : QUESTIONS) {
                assertThat(lacking(server.get(question + BEFORE))).as(question).isEmpty();
            }
        }
    }

    @Test
    void searchesAndMetricsTellItInTheirBodiesToo() {
        try (LocalServer server = server(List.of(GAP))) {
            assertThat(server.get("/api/search?q=%7B%7D&" + BEFORE).body()).contains("\"lostRecords\":\"7\"");
            assertThat(server.get("/api/metrics/query_range?q=%7B%7D%7Crate()&step=10s&" + BEFORE)
                            .body())
                    .contains(
                            "\"status\":\"PARTIAL\"",
                            "Response may be incomplete: 7 log records were lost before they were stored");
        }
    }

    private static LocalServer server(List<LogGap> gaps) {
        var frontend = new SteppedFrontend(List.of(List.of(TestSpan.of(1, 1, 0))), deadline -> {}, gaps);
        return new LocalServer(frontend, ServerConfig.Tenancy.SINGLE, QueryConfig.DEFAULT);
    }

    private static String lacking(HttpResponse<String> answer) {
        return answer.headers().firstValue(Told.HEADER).orElse("");
    }
}
