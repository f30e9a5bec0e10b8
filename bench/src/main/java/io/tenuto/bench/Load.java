package io.tenuto.bench;

import com.github.luben.zstd.Zstd;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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

    /// Prints by how much the spans compress: figures of other loads compare only if these agree.
    void describe() {
        long bytes = 0;
        long compressed = 0;
        for (Request request : requests) {
            bytes += request.body().length;
            compressed += Zstd.compress(request.body(), 3).length;
        }
        System.out.printf(
                "data                      %8d spans, %d traces, %.0f bytes/span, zstd -3 %.1f bytes/span%n",
                spans(), traces, bytes / (double) spans(), compressed / (double) spans());
    }

    /// Sends all requests over several connections, as fast as they are taken.
    ///
    /// @return nanoseconds to the acknowledgement of each
    long[] send(URI otlp) throws InterruptedException {
        long[] latencies = new long[requests.size()];
        var next = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int c = 0; c < CONNECTIONS; c++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
                    for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
                        latencies[i] = sendOne(client, otlp, requests.get(i).body());
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        return latencies;
    }

    private static long sendOne(HttpClient client, URI otlp, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(otlp)
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        long started = System.nanoTime();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) throw new IllegalStateException("status " + status);
        return System.nanoTime() - started;
    }
}
