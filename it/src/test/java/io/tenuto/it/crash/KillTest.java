package io.tenuto.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.it.client.Answers;
import io.tenuto.it.client.OtlpSender;
import io.tenuto.it.client.TestSpans;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a loaded server with SIGKILL at random moments. `-Dtenuto.kills=200` for the long run.
@Tag("crash")
final class KillTest {
    private static final int KILLS = Integer.getInteger("tenuto.kills", 20);
    private static final long SEED = Long.getLong("tenuto.seed", 20261124L);
    private static final int SENDERS = 4;
    private static final int SPANS = 5;
    /// Twenty seconds per GiB of log; the log of this test stays far below one.
    private static final Duration READY_AGAIN = Duration.ofSeconds(20);

    private final Queue<TraceId> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<TraceId> unknown = new ConcurrentLinkedQueue<>();
    private final AtomicLong nextTrace = new AtomicLong(1);
    private final long startSeconds = System.currentTimeMillis() / 1000 - 60;
    private volatile boolean stop;

    @Test
    void everyAcknowledgedSpanIsFoundAndCountedOnce(@TempDir Path folder) throws Exception {
        var random = new SplittableRandom(SEED);
        String yaml = """
            block_builder:
              consume_cycle_duration: 700ms
            """;
        try (ServerProcess server = ServerProcess.start(folder, yaml);
                OtlpSender sender = new OtlpSender(server.ports().otlpHttp())) {
            List<Thread> senders = startSenders(sender);
            var slowest = Duration.ZERO;
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(random.nextInt(100, 1500));
                server.kill();
                Duration ready = server.restart();
                if (ready.compareTo(slowest) > 0) slowest = ready;
                assertThat(ready)
                        .as("seed %s, kill %s: ready again", SEED, kill)
                        .isLessThan(READY_AGAIN);
            }
            stop = true;
            for (Thread thread : senders) thread.join();
            System.out.printf(
                    "kills=%d acknowledged=%d unknown=%d slowestReadyMillis=%d%n",
                    KILLS, acknowledged.size(), unknown.size(), slowest.toMillis());
            check(server, "live and blocks");
            server.flush();
            check(server, "blocks");
        }
    }

    private List<Thread> startSenders(OtlpSender sender) {
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < SENDERS; i++) {
            threads.add(Thread.ofPlatform().name("sender-" + i).start(() -> {
                try {
                    while (!stop) sendOne(sender);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        return threads;
    }

    private void sendOne(OtlpSender sender) throws InterruptedException {
        var id = new TraceId(SEED, nextTrace.getAndIncrement());
        byte[] body = TestSpans.trace(id, "kill-test", SPANS, System.currentTimeMillis() * 1_000_000);
        switch (sender.send(body)) {
            case ACKNOWLEDGED -> acknowledged.add(id);
            case UNKNOWN -> {
                unknown.add(id);
                Thread.sleep(5);
            }
            case REFUSED -> throw new AssertionError("refused " + id);
        }
    }

    private void check(ServerProcess server, String from) {
        for (TraceId id : acknowledged) {
            assertThat(Answers.spanCount(server, id))
                    .as("seed %s, %s: %s", SEED, from, id)
                    .isEqualTo(SPANS);
        }
        long maybe = 0;
        for (TraceId id : unknown) maybe += Answers.spanCount(server, id);
        long endSeconds = System.currentTimeMillis() / 1000 + 60;
        long counted = Answers.matchedSpans(server, "{}", startSeconds, endSeconds);
        assertThat(counted)
                .as("seed %s, counted from %s", SEED, from)
                .isEqualTo((long) acknowledged.size() * SPANS + maybe);
    }
}
