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
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Kills a loaded server with SIGKILL at random moments, half of them with a log of several partitions.
/// `-Dtenuto.kills=200` for the long run.
@Tag("crash")
final class KillTest {
    private static final int KILLS = Integer.getInteger("tenuto.kills", 20);
    private static final long SEED = Long.getLong("tenuto.seed", 20261124L);
    /// Most of this test is starting; the quick compiler alone starts sooner.
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    private static final int SENDERS = 4;
    private static final int TRACES = 3;
    private static final int SPANS = 2;
    private static final int PAUSE_MILLIS_MAX = 60;
    private static final int DOWN_PAUSE_MILLIS = 200;
    /// Twenty seconds per GiB of log; the log of this test stays far below one.
    private static final Duration READY_AGAIN = Duration.ofSeconds(20);

    /// The traces of each request.
    private final Queue<List<TraceId>> acknowledged = new ConcurrentLinkedQueue<>();

    private final Queue<List<TraceId>> unknown = new ConcurrentLinkedQueue<>();
    private final AtomicLong nextTrace = new AtomicLong(1);
    private final long startSeconds = System.currentTimeMillis() / 1000 - 60;
    private volatile boolean stop;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void everyAcknowledgedSpanIsFoundAndCountedOnce(int partitions, @TempDir Path folder) throws Exception {
        String yaml = """
            block_builder:
              consume_cycle_duration: 700ms
            span_log:
              partition_count: %d
            """.formatted(partitions);
        try (ServerProcess server = ServerProcess.start(folder, yaml, JVM);
                OtlpSender sender = new OtlpSender(server.ports().otlpHttp())) {
            Duration slowest = killUnderLoad(server, sender);
            System.out.printf(
                    "partitions=%d kills=%d acknowledged=%d unknown=%d slowestReadyMillis=%d%n",
                    partitions, KILLS / 2, acknowledged.size(), unknown.size(), slowest.toMillis());
            long before = System.nanoTime();
            check(server, "live and blocks");
            server.flush();
            check(server, "blocks");
            System.out.printf("checked in %d ms%n", (System.nanoTime() - before) / 1_000_000);
        }
    }

    /// Kills and restarts while senders send; the slowest start.
    private Duration killUnderLoad(ServerProcess server, OtlpSender sender) throws InterruptedException {
        var random = new SplittableRandom(SEED);
        var slowest = Duration.ZERO;
        List<Thread> senders = startSenders(sender);
        try {
            for (int kill = 0; kill < KILLS / 2; kill++) {
                Thread.sleep(random.nextInt(100, 1500));
                server.kill();
                Duration ready = server.restart();
                if (ready.compareTo(slowest) > 0) slowest = ready;
                assertThat(ready)
                        .as("seed %s, kill %s: ready again", SEED, kill)
                        .isLessThan(READY_AGAIN);
            }
        } finally {
            // Whatever went wrong, nobody sends to a port that may be another's next.
            stop = true;
            for (Thread thread : senders) thread.join();
        }
        return slowest;
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

    /// Every trace is looked up twice at the end: a pause after each request keeps them to some thousands.
    private void sendOne(OtlpSender sender) throws InterruptedException {
        var ids = new ArrayList<TraceId>();
        for (int i = 0; i < TRACES; i++) ids.add(new TraceId(SEED, nextTrace.getAndIncrement()));
        byte[] body = TestSpans.traces(ids, "kill-test", SPANS, System.currentTimeMillis() * 1_000_000);
        switch (sender.send(body)) {
            case ACKNOWLEDGED -> {
                acknowledged.add(ids);
                Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MILLIS_MAX));
            }
            case UNKNOWN -> unknown.add(ids);
            // Should one be there nevertheless, the count at the end is wrong.
            case NOT_SENT -> Thread.sleep(DOWN_PAUSE_MILLIS);
            case REFUSED -> throw new AssertionError("refused " + ids);
        }
    }

    private void check(ServerProcess server, String from) {
        for (List<TraceId> request : acknowledged) {
            for (TraceId id : request) {
                assertThat(Answers.spanCount(server, id))
                        .as("seed %s, %s: %s", SEED, from, id)
                        .isEqualTo(SPANS);
            }
        }
        long maybe = 0;
        for (List<TraceId> request : unknown) {
            var counts = new TreeSet<Integer>();
            for (TraceId id : request) {
                int count = Answers.spanCount(server, id);
                counts.add(count);
                maybe += count;
            }
            assertThat(counts)
                    .as("seed %s, %s: a request is there whole or not at all: %s", SEED, from, request)
                    .hasSize(1);
        }
        long endSeconds = System.currentTimeMillis() / 1000 + 60;
        long counted = Answers.matchedSpans(server, "{}", startSeconds, endSeconds);
        assertThat(counted)
                .as("seed %s, counted from %s", SEED, from)
                .isEqualTo((long) acknowledged.size() * TRACES * SPANS + maybe);
    }
}
