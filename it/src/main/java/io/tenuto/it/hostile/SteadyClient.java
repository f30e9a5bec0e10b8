package io.tenuto.it.hostile;

import io.tenuto.it.client.OtlpSender;
import io.tenuto.it.client.TestSpans;
import io.tenuto.it.client.UnaryClient;
import io.tenuto.it.process.ServerProcess;
import io.tenuto.model.TraceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// A well-behaved client: sends one small trace after the other, over HTTP and over gRPC in turn, on connections that
/// it keeps, and remembers how each request went. [#phase] may be called by one other thread.
public final class SteadyClient implements AutoCloseable {
    private static final String EXPORT = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
    private static final long PAUSE_MILLIS = 5;
    private static final int SPANS = 3;
    /// The high half of its trace identifiers: nobody else's begin so.
    private static final long TRACES = 0x57EAD1;

    private final OtlpSender http;
    private final UnaryClient grpc;
    private final Thread thread;
    private final List<TraceId> acknowledged = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<Long> nanos = new ArrayList<>();
    private long next = 1;
    private volatile boolean stopped;

    public SteadyClient(ServerProcess server) {
        this.http = new OtlpSender(server.ports().otlpHttp());
        this.grpc = new UnaryClient(server.ports().otlpGrpc(), "none");
        this.thread = Thread.ofPlatform().name("steady-client").start(this::run);
    }

    /// What became of the requests since the last phase.
    ///
    /// @param failures what was not acknowledged, with the reason
    public record Phase(int requests, Duration p99, Duration longest, List<String> failures) {
        @Override
        public String toString() {
            return "requests=%d p99=%.1fms longest=%.1fms failures=%d"
                    .formatted(requests, p99.toNanos() / 1e6, longest.toNanos() / 1e6, failures.size());
        }
    }

    private void run() {
        try {
            while (!stopped) {
                sendOne();
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sendOne() throws InterruptedException {
        var id = new TraceId(TRACES, next++);
        byte[] body = TestSpans.trace(id, "steady", SPANS, System.currentTimeMillis() * 1_000_000);
        long started = System.nanoTime();
        String outcome = next % 2 == 0 ? overHttp(body) : overGrpc(body);
        long took = System.nanoTime() - started;
        synchronized (this) {
            nanos.add(took);
            if (outcome.isEmpty()) acknowledged.add(id);
            else failures.add(outcome);
            notifyAll();
        }
    }

    private String overHttp(byte[] body) throws InterruptedException {
        OtlpSender.Outcome outcome = http.send(body);
        return outcome == OtlpSender.Outcome.ACKNOWLEDGED ? "" : "http: " + outcome;
    }

    private String overGrpc(byte[] body) {
        UnaryClient.Outcome outcome = grpc.call(EXPORT, body, Map.of(), "identity");
        return outcome.code() == 0 ? "" : "grpc: " + outcome.code() + " " + outcome.text();
    }

    /// Waits until `requests` more have ended.
    public synchronized void await(int requests) throws InterruptedException {
        int target = nanos.size() + requests;
        while (nanos.size() < target) wait();
    }

    /// Ends a phase and begins the next.
    public synchronized Phase phase() {
        var sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        var phase = new Phase(
                sorted.size(),
                Duration.ofNanos(sorted.isEmpty() ? 0 : sorted.get(sorted.size() * 99 / 100)),
                Duration.ofNanos(sorted.isEmpty() ? 0 : sorted.getLast()),
                List.copyOf(failures));
        nanos.clear();
        failures.clear();
        return phase;
    }

    /// Stops sending; all traces that were acknowledged, of [#spans] spans each.
    public List<TraceId> stop() throws InterruptedException {
        stopped = true;
        thread.join();
        synchronized (this) {
            return List.copyOf(acknowledged);
        }
    }

    public static int spans() {
        return SPANS;
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
        http.close();
        grpc.close();
    }
}
