package io.tenuto.it.partitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenuto.it.client.Answers;
import io.tenuto.it.client.OtlpSender;
import io.tenuto.it.client.TestSpans;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A server whose log has several partitions, over which each request is split.
final class SeveralPartitionsTest {
    private static final int PARTITIONS = 4;
    private static final int REQUESTS = 40;
    private static final int TRACES = 10;
    private static final int SPANS = 3;

    private final List<TraceId> traces = new ArrayList<>();
    private final long startSeconds = System.currentTimeMillis() / 1000 - 60;

    @Test
    void everySpanIsFoundAndCountedOnce(@TempDir Path folder) throws Exception {
        String yaml = """
            block_builder:
              consume_cycle_duration: 1h
            span_log:
              partition_count: %d
            """.formatted(PARTITIONS);
        try (ServerProcess server = ServerProcess.start(folder, yaml);
                OtlpSender sender = new OtlpSender(server.ports().otlpHttp())) {
            send(sender);
            check(server, "live");
            assertThat(ends(server)).hasSize(PARTITIONS).allMatch(end -> end > REQUESTS / 2 && end <= REQUESTS);
            server.flush();
            check(server, "from a block");
            send(sender);
            check(server, "from a block and live");
            server.kill();
            server.restart();
            check(server, "after a restart");
            server.flush();
            check(server, "from two blocks");
        }
    }

    private void send(OtlpSender sender) throws InterruptedException {
        for (int r = 0; r < REQUESTS; r++) {
            var ids = new ArrayList<TraceId>();
            for (int t = 0; t < TRACES; t++) ids.add(new TraceId(0, traces.size() + t + 1));
            traces.addAll(ids);
            byte[] body = TestSpans.traces(ids, "split", SPANS, System.currentTimeMillis() * 1_000_000);
            assertThat(sender.send(body)).isEqualTo(OtlpSender.Outcome.ACKNOWLEDGED);
        }
    }

    private void check(ServerProcess server, String from) {
        // The live store reads the log a moment after it was acknowledged, and longer after a restart.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> counted(server, System.currentTimeMillis() / 1000 + 60) >= (long) traces.size() * SPANS);
        for (TraceId id : traces)
            assertThat(Answers.spanCount(server, id)).as("%s: %s", from, id).isEqualTo(SPANS);
        long end = System.currentTimeMillis() / 1000 + 60;
        long expected = (long) traces.size() * SPANS;
        assertThat(Answers.matchedSpans(server, "{ resource.service.name = `split` }", startSeconds, end))
                .as(from)
                .isEqualTo(expected);
        assertThat(counted(server, end)).as(from).isEqualTo(expected);
        // A condition on whole traces needs all spans of a trace in one place.
        assertThat(Answers.matchedSpans(server, "{ } | count() = " + SPANS, startSeconds, end))
                .as(from)
                .isEqualTo(expected);
    }

    private long counted(ServerProcess server, long endSeconds) {
        String path = "/api/metrics/query?q=" + Answers.encode("{ } | count_over_time()") + "&start=" + startSeconds
                + "&end=" + endSeconds;
        double sum = 0;
        for (JsonNode series : Answers.json(server, path).path("series"))
            sum += series.path("value").asDouble(0);
        return Math.round(sum);
    }

    private static List<Long> ends(ServerProcess server) {
        var ends = new ArrayList<Long>();
        for (JsonNode partition : Answers.json(server, "/status/coverage").path("partitions"))
            ends.add(partition.path("end").asLong());
        return ends;
    }
}
