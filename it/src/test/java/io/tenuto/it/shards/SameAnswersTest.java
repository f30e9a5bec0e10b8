package io.tenuto.it.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.it.client.OtlpSender;
import io.tenuto.it.process.ServerProcess;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Answers of every kind of query over blocks and live rows, asked twice, and asked of servers that cut queries
/// otherwise.
final class SameAnswersTest {
    private static final List<String> SEARCHES = List.of(
            "{ }",
            "{ span.size > 900 }",
            "{ status = error && resource.service.name = \"service-1\" } | select(span.route, span.size)",
            "{ name = \"root\" } >> { span.size < 100 }",
            "{ span.route = \"/r1\" } && { status = error } | count() > 2",
            "{ } | by(span.route) | avg(span.size) > 500");
    private static final List<String> METRICS = List.of(
            "{ } | rate()",
            "{ status = error } | count_over_time() by (resource.service.name, span.route)",
            "{ } | avg_over_time(span.size) by (name)",
            "{ } | sum_over_time(span.size)",
            "{ } | min_over_time(duration) by (span.route)",
            "{ } | max_over_time(span.size)",
            "{ } | quantile_over_time(duration, .5, .99) by (resource.service.name)",
            "{ } | histogram_over_time(duration)",
            "{ } | rate() by (span.route) | topk(2)",
            "{ } | compare({ status = error })",
            "{ name = \"root\" } >> { span.size < 500 } | rate() by (name)");

    /// The last two are one cut as fine as can be, and none at all.
    private static final List<String> CUTS =
            List.of(cut(2, 2), cut(50, 50), cut(100_000, 100_000), cut(2, 1), cut(2, 1L << 40));

    private final SplitTraces traces = new SplitTraces(180, 6, System.currentTimeMillis() / 1000 - 1800);

    private static String cut(int shards, long bytes) {
        return """
            block_builder:
              consume_cycle_duration: 1h
            query_frontend:
              trace_by_id: {query_shards: %d, blocks_per_shard: 0}
              search: {target_bytes_per_job: %d}
              metrics: {target_bytes_per_job: %d}
            """.formatted(shards, bytes, bytes);
    }

    @Test
    void answersAreTheSameBytesTwiceAndHoweverQueriesAreCut(@TempDir Path folder) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder, CUTS.getFirst());
                var sender = new OtlpSender(server.ports().otlpHttp())) {
            for (int part = 0; part < 5; part++) {
                assertThat(sender.send(traces.request(part))).isEqualTo(OtlpSender.Outcome.ACKNOWLEDGED);
                if (part < 4) server.flush();
            }
            Map<String, String> first = answers(server);
            assertThat(answers(server)).isEqualTo(first);
            int finest = 0;
            for (String cut : CUTS) {
                server.kill();
                server.restartWith(cut);
                answers(server)
                        .forEach((path, answer) ->
                                assertThat(answer).as("%s with%n%s", path, cut).isEqualTo(first.get(path)));
                finest = Math.max(finest, jobs(server));
            }
            // Four blocks of 1,080 rows in two parts each, and the live rows: the settings did reach the plan.
            assertThat(finest).isEqualTo(9);
            assertThat(jobs(server)).isEqualTo(2);
        }
    }

    private int jobs(ServerProcess server) {
        JsonNode body =
                JsonMapper.shared().readTree(server.get(search("{ }", 1000)).body());
        return body.path("metrics").path("totalJobs").asInt();
    }

    private Map<String, String> answers(ServerProcess server) {
        var answers = new LinkedHashMap<String, String>();
        for (String path : paths()) answers.put(path, body(server.get(path)));
        return answers;
    }

    /// The answer without what it says of the work it took.
    private static String body(HttpResponse<String> answer) {
        assertThat(answer.statusCode())
                .as("%s: %s", answer.uri(), answer.body())
                .isEqualTo(200);
        JsonNode body = JsonMapper.shared().readTree(answer.body());
        ((ObjectNode) body).remove("metrics");
        String text = body.toString();
        assertThat(text.length()).as("%s: %s", answer.uri(), text).isGreaterThan(30);
        return text;
    }

    private List<String> paths() {
        var paths = new ArrayList<String>();
        for (int trace : new int[] {0, 90, 179}) {
            paths.add("/api/traces/" + SplitTraces.id(trace).toHex());
            paths.add("/api/v2/traces/" + SplitTraces.id(trace).toHex());
            paths.add("/api/v2/traces/" + SplitTraces.id(trace).toHex() + "?q=" + encoded("{ span.size > 500 }"));
        }
        for (String query : SEARCHES) {
            paths.add(search(query, 20));
            paths.add(search(query, 1000));
        }
        paths.add("/api/search?tags=" + encoded("route=/r1") + range("&"));
        paths.add("/api/search/tags" + range("?"));
        paths.add("/api/v2/search/tags" + range("?"));
        paths.add("/api/v2/search/tags" + range("?") + "&q=" + encoded("{ status = error }"));
        paths.add("/api/search/tag/route/values" + range("?"));
        paths.add("/api/v2/search/tag/span.size/values" + range("?") + "&q=" + encoded("{ span.route = \"/r1\" }"));
        paths.add("/api/v2/search/tag/resource.service.name/values" + range("?"));
        for (String query : METRICS) {
            paths.add("/api/metrics/query_range?step=60s&q=" + encoded(query) + range("&"));
            paths.add("/api/metrics/query?q=" + encoded(query) + range("&"));
        }
        return paths;
    }

    private String search(String query, int limit) {
        return "/api/search?limit=" + limit + "&spss=5&q=" + encoded(query) + range("&");
    }

    private String range(String joint) {
        return joint + "start=" + (traces.startSeconds() - 60) + "&end=" + (traces.startSeconds() + 600);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
