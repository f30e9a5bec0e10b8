package io.tenuto.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// Requests made before they are sent, so that making them costs the measurement nothing.
///
/// @param traces how many there are in all requests the generator has made so far
record Load(List<Request> requests, long traces) {
    private static final int CONNECTIONS = 8;

    /// One OTLP message.
    record Request(byte[] body, long spans) {}

    static Load of(TrafficGenerator generator, int spans) {
        var requests = new ArrayList<Request>();
        long tracesBefore = generator.traces();
        for (long made = 0; made < spans; made += requests.getLast().spans()) {
            long before = generator.spans();
            byte[] body = generator.request().toByteArray();
            requests.add(new Request(body, generator.spans() - before));
        }
        return new Load(requests, generator.traces() - tracesBefore);
    }

    long spans() {
        return requests.stream().mapToLong(Request::spans).sum();
    }

    /// Sends all requests over several connections, as fast as they are taken.
    ///
    /// @return nanoseconds to the acknowledgement of each
    long[] send(URI otlp) throws InterruptedException {
        return send(otlp, 0);
    }

    /// Sends all requests, each at its time for `spansPerSecond`; 0 means as fast as they are taken.
    ///
    /// @return nanoseconds to the acknowledgement of each, counted from when it was due, so that a server
    ///     that stalls pays for those that had to wait
    long[] send(URI otlp, int spansPerSecond) throws InterruptedException {
        long[] latencies = new long[requests.size()];
        long[] due = dueNanos(spansPerSecond);
        var next = new AtomicInteger();
        var failure = new AtomicReference<Exception>();
        var threads = new ArrayList<Thread>();
        long started = System.nanoTime();
        for (int c = 0; c < CONNECTIONS; c++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
                    for (int i = next.getAndIncrement(); i < latencies.length; i = next.getAndIncrement()) {
                        long wait = started + due[i] - System.nanoTime();
                        if (wait > 0) LockSupport.parkNanos(wait);
                        long from = spansPerSecond == 0 ? System.nanoTime() : started + due[i];
                        sendOne(client, otlp, requests.get(i).body());
                        latencies[i] = System.nanoTime() - from;
                    }
                } catch (Exception e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        if (failure.get() != null) throw new IllegalStateException("sending failed", failure.get());
        return latencies;
    }

    private long[] dueNanos(int spansPerSecond) {
        long[] due = new long[requests.size()];
        if (spansPerSecond == 0) return due;
        long spansBefore = 0;
        for (int i = 0; i < due.length; i++) {
            due[i] = spansBefore * 1_000_000_000L / spansPerSecond;
            spansBefore += requests.get(i).spans();
        }
        return due;
    }

    private static void sendOne(HttpClient client, URI otlp, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(otlp)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) throw new IllegalStateException("status " + status);
    }
}
