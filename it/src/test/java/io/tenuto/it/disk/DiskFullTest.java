package io.tenuto.it.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenuto.it.client.Answers;
import io.tenuto.it.client.TestSpans;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Disks that are full or read-only while spans come: senders are told to come again, nothing that was acknowledged is
/// lost, and all goes on by itself once there is room.
@Timeout(240)
final class DiskFullTest {
    private static final int DISK_MIB = 24;
    private static final int SPANS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SOME = 5;

    private final Queue<TraceId> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger others = new AtomicInteger();
    private final AtomicLong next = new AtomicLong(1);
    private volatile boolean stop;

    @TempDir
    private Path folder;

    private SmallDisks disks(Path log, Path blocks) throws IOException {
        try {
            return SmallDisks.mount(List.of(log, blocks), DISK_MIB);
        } catch (IllegalStateException e) {
            if ("true".equals(System.getenv("CI"))) throw e;
            return Assumptions.abort(e.getMessage());
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndAllGoesOnByItself() throws Exception {
        Path log = folder.resolve("data");
        Path blocks = folder.resolve("blocks");
        String yaml = """
            storage: {trace: {backend: local, local: {path: "%s"}}}
            block_builder: {consume_cycle_duration: 500ms}
            """.formatted(blocks);
        try (SmallDisks disks = disks(log, blocks);
                ServerProcess server = ServerProcess.startWithin(disks.entered(), folder, yaml);
                HttpClient http = HttpClient.newHttpClient()) {
            Thread sender = Thread.ofPlatform().start(() -> send(server, http));
            try {
                awaitMore(acknowledged, SOME);
                theLogsDiskIsFull(server, disks, log);
                theBlocksDiskIsFull(server, disks, blocks);
                theBlocksDiskIsReadOnly(server, disks, blocks);
                awaitMore(acknowledged, SOME);
            } finally {
                stop = true;
                sender.join();
            }
            System.out.printf("acknowledged=%d refused=%d%n", acknowledged.size(), refusals.size());
            everythingIsThere(server, "live and blocks");
            server.flush();
            everythingIsThere(server, "blocks");
            server.kill();
            server.restart();
            everythingIsThere(server, "after a restart");
            assertThat(refusals).allMatch(text -> text.startsWith("503 ") && text.contains("span log: "));
            assertThat(others).as("neither acknowledged nor refused").hasValue(0);
        }
    }

    private void theLogsDiskIsFull(ServerProcess server, SmallDisks disks, Path log) throws Exception {
        disks.fill(log);
        awaitMore(refusals, SOME);
        assertThat(server.get("/ready").statusCode()).as("queries go on").isEqualTo(200);
        everythingIsThere(server, "while the log's disk is full");
        disks.free(log);
        awaitMore(acknowledged, SOME);
    }

    /// Blocks cannot be written, the log takes spans none the less.
    private void theBlocksDiskIsFull(ServerProcess server, SmallDisks disks, Path blocks) throws Exception {
        disks.fill(blocks);
        awaitText(server, "build cycle failed", 1);
        int refused = refusals.size();
        awaitMore(acknowledged, SOME);
        assertThat(refusals).as("the log has room").hasSize(refused);
        everythingIsThere(server, "while the blocks' disk is full");
        disks.free(blocks);
        server.flush();
    }

    private void theBlocksDiskIsReadOnly(ServerProcess server, SmallDisks disks, Path blocks) throws Exception {
        long failed = count(server, "Read-only file system");
        disks.remount(blocks, "ro");
        awaitText(server, "Read-only file system", failed + 1);
        int refused = refusals.size();
        awaitMore(acknowledged, SOME);
        assertThat(refusals).as("the log has room").hasSize(refused);
        disks.remount(blocks, "rw");
        server.flush();
    }

    private void everythingIsThere(ServerProcess server, String when) {
        for (TraceId id : acknowledged) {
            assertThat(Answers.spanCount(server, id)).as("%s: %s", when, id).isEqualTo(SPANS);
        }
    }

    private static void awaitMore(Queue<?> queue, int more) {
        int target = queue.size() + more;
        await().atMost(PATIENCE).until(() -> queue.size() >= target);
    }

    private static long count(ServerProcess server, String text) {
        return server.log().lines().filter(line -> line.contains(text)).count();
    }

    private static void awaitText(ServerProcess server, String text, long times) {
        await().atMost(PATIENCE).until(() -> count(server, text) >= times);
    }

    private void send(ServerProcess server, HttpClient http) {
        var target = URI.create("http://127.0.0.1:" + server.ports().otlpHttp() + "/v1/traces");
        while (!stop) {
            var id = new TraceId(0xD15C, next.getAndIncrement());
            byte[] body = TestSpans.trace(id, "disk", SPANS, System.currentTimeMillis() * 1_000_000);
            HttpRequest request = HttpRequest.newBuilder(target)
                    .header("Content-Type", "application/x-protobuf")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) acknowledged.add(id);
                else refusals.add(answer.statusCode() + " " + answer.body());
                Thread.sleep(answer.statusCode() == 200 ? 20 : 50);
            } catch (IOException e) {
                others.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
