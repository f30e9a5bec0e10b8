package io.tenuto.it.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.it.client.Answers;
import io.tenuto.it.client.OtlpSender;
import io.tenuto.it.client.TestSpans;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `GET /api/search/explain` tells what a search read, what statistics spared it, and where the time went.
///
/// Three services lie in a block each: ten traces of four spans.
@Tag("peer")
final class ExplainTest {
    private static final int TRACES = 10;
    private static final int SPANS = 4;
    private static final long NOW_SECONDS = System.currentTimeMillis() / 1000;
    private static ServerProcess server;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        server = ServerProcess.start(folder, "");
        try (var sender = new OtlpSender(server.ports().otlpHttp())) {
            for (String service : new String[] {"alpha", "beta", "gamma"}) {
                for (int i = 0; i < TRACES; i++) {
                    var id = new TraceId(service.hashCode(), i + 1);
                    long start = (NOW_SECONDS - 600 + i) * 1_000_000_000L;
                    assertThat(sender.send(TestSpans.trace(id, service, SPANS, start)))
                            .isEqualTo(OtlpSender.Outcome.ACKNOWLEDGED);
                }
                server.flush();
            }
        }
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static JsonNode explain(String query) {
        return Answers.json(
                server,
                "/api/search/explain?q=" + Answers.encode(query) + "&start=" + (NOW_SECONDS - 3600) + "&end="
                        + (NOW_SECONDS + 60));
    }

    private static ArrayList<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        for (JsonNode one : list) texts.add(one.asString());
        return texts;
    }

    @Test
    void thePlanIsToldInWords() {
        JsonNode answer = explain("{ resource.service.name = \"beta\" && duration > 1us }");
        assertThat(answer.path("query").asString()).contains("resource.service.name");
        assertThat(answer.path("evaluation").asString()).isEqualTo("span by span");
        assertThat(texts(answer.path("columns"))).contains("resource.service.name", "duration");
        assertThat(texts(answer.path("prunedBy"))).anyMatch(text -> text.contains("is one of [beta]"));
        assertThat(answer.path("tracesFound").asInt()).isEqualTo(TRACES);
    }

    @Test
    void rowsThatStatisticsSparedAreCountedByCondition() {
        JsonNode answer = explain("{ resource.service.name = \"beta\" }");
        JsonNode read = answer.path("read");
        assertThat(read.path("blocksInRange").asInt()).isEqualTo(3);
        assertThat(read.path("rowsInRange").asInt()).isEqualTo(3 * TRACES * SPANS);
        assertThat(read.path("rowsRead").asInt()).isEqualTo(TRACES * SPANS);
        assertThat(read.path("bytes").asLong()).isPositive();
        JsonNode pruned = answer.path("pruned").path(0);
        assertThat(pruned.path("condition").asString()).isEqualTo("resource.service.name is one of [beta]");
        assertThat(pruned.path("by").asString()).isEqualTo("resources and scopes that occur");
        assertThat(pruned.path("rows").asInt()).isEqualTo(2 * TRACES * SPANS);
    }

    @Test
    void boundsKeysAndDictionariesAreToldApart() {
        assertThat(prunedBy("{ duration > 1h }")).isEqualTo("least and greatest values");
        assertThat(prunedBy("{ span.absent = \"x\" }")).isEqualTo("keys that occur");
        assertThat(prunedBy("{ name = \"no such name\" }")).isEqualTo("dictionaries");
    }

    private static String prunedBy(String query) {
        JsonNode answer = explain(query);
        assertThat(answer.path("read").path("rowsRead").asLong(0)).as(query).isZero();
        return answer.path("pruned").path(0).path("by").asString();
    }

    @Test
    void stagesTakeNoLongerThanTheWhole() {
        JsonNode micros = explain("{ } >> { }").path("micros");
        long stages = micros.path("leadingFilters").asLong(0)
                + micros.path("describing").asLong(0);
        assertThat(micros.path("total").asLong()).isPositive();
        assertThat(stages + micros.path("traces").asLong(0)).isPositive();
    }

    @Test
    void structuralSearchesSayThatTheyNeedWholeTraces() {
        JsonNode answer = explain("{ name = \"root\" } > { name = \"child\" }");
        assertThat(answer.path("evaluation").asString()).isEqualTo("whole traces");
        assertThat(answer.path("structure").asString()).isEqualTo("nested sets");
        assertThat(answer.path("tracesFound").asInt()).isPositive();
    }

    @Test
    void theSpansOfAMetricsQueryAreExplainedToo() {
        JsonNode answer = explain("{ resource.service.name = \"alpha\" } | rate() by (name)");
        assertThat(answer.path("read").path("rowsRead").asInt()).isEqualTo(TRACES * SPANS);
    }

    @Test
    void aWrongQueryIsRefusedAsASearchIs() {
        var answer = server.get("/api/search/explain?q=" + Answers.encode("{ span.a = }"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("invalid TraceQL query: parse error at line 1");
    }
}
