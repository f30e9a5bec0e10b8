package io.tenuto.bench;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Sends spans to a fresh server and reads what that cost it: process CPU from the first byte until every span is in a
/// stored block, memory, bytes stored, time to the acknowledgement.
final class IngestBench {
    private static final int CONNECTIONS = 8;
    private static final int WARM_UP = 200_000;
    private static final int TICKS_PER_SECOND = 100;

    private final int otlpPort;
    private final int httpPort;
    private final Path folder;
    private final Process server;

    private IngestBench(Path folder, int httpPort, int otlpPort, Process server) {
        this.folder = folder;
        this.httpPort = httpPort;
        this.otlpPort = otlpPort;
        this.server = server;
    }

    static void run(int spans) throws Exception {
        Path folder = Files.createTempDirectory("tenuto-bench");
        int[] ports = {freePort(), freePort(), freePort(), freePort()};
        long launched = System.nanoTime();
        var bench = new IngestBench(folder, ports[0], ports[1], launch(folder, ports));
        try {
            bench.awaitReady();
            System.out.printf("ready after               %8.2f s%n", (System.nanoTime() - launched) / 1e9);
            bench.measure(spans);
        } finally {
            bench.server.destroy();
            bench.server.waitFor();
            delete(folder);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(Path folder, int[] ports) throws IOException {
        Path config = folder.resolve("tenuto.yaml");
        Files.writeString(config, """
            server: {http_listen_port: %d, grpc_listen_port: %d}
            distributor: {receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:%d"}, grpc: {endpoint: "127.0.0.1:%d"}}}}}
            overrides: {defaults: {ingestion: {rate_limit_bytes: 2000000000, burst_size_bytes: 2000000000}}}
            """.formatted(ports[0], ports[2], ports[1], ports[3]));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-Xmx640m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tenuto.app.Main",
                "-target=all",
                "-config.file=" + config,
                "-data.path=" + folder.resolve("data"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
    }

    private void awaitReady() throws Exception {
        for (int i = 0; i < 600; i++) {
            try {
                if (call("GET", "/ready").statusCode() == 200) return;
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("not ready:\n" + Files.readString(folder.resolve("log.txt")));
    }

    private HttpResponse<String> call(String method, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .timeout(Duration.ofMinutes(3))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private void measure(int spans) throws Exception {
        var generator = new TrafficGenerator(7, System.currentTimeMillis() * 1_000_000);
        send(generate(generator, WARM_UP));
        call("POST", "/status/coverage?flush=true");
        List<Request> requests = generate(generator, spans);
        describe(requests, generator.traces());
        long sent = requests.stream().mapToLong(Request::spans).sum();
        long storedBefore = storedBytes();
        double cpuBefore = cpuSeconds();
        long started = System.nanoTime();
        long[] latencies = send(requests);
        double sendSeconds = (System.nanoTime() - started) / 1e9;
        double cpuSent = cpuSeconds() - cpuBefore;
        call("POST", "/status/coverage?flush=true");
        double cpuStored = cpuSeconds() - cpuBefore;
        Arrays.sort(latencies);
        System.out.printf("sent                      %8d spans in %.1f s, CPU %.1f s%n", sent, sendSeconds, cpuSent);
        System.out.printf(
                "until stored              %8.1f CPU-s: %.0f spans per CPU-second%n", cpuStored, sent / cpuStored);
        System.out.printf(
                "ack p50 / p99 / max       %8.1f / %.1f / %.1f ms%n",
                latencies[latencies.length / 2] / 1e6,
                latencies[latencies.length * 99 / 100] / 1e6,
                latencies[latencies.length - 1] / 1e6);
        System.out.printf(
                "stored                    %8.1f bytes/span%n", (storedBytes() - storedBefore) / (double) sent);
        System.out.printf("peak RSS                  %8d MB%n", peakKilobytes() / 1024);
    }

    /// One generated request.
    private record Request(byte[] body, long spans) {}

    private static List<Request> generate(TrafficGenerator generator, int spans) {
        var requests = new ArrayList<Request>();
        for (long made = 0; made < spans; made += requests.getLast().spans()) {
            long before = generator.spans();
            byte[] body = generator.request().toByteArray();
            requests.add(new Request(body, generator.spans() - before));
        }
        return requests;
    }

    private static void describe(List<Request> requests, long traces) {
        long bytes = 0;
        long compressed = 0;
        long spans = 0;
        for (Request request : requests) {
            bytes += request.body().length;
            spans += request.spans();
            compressed += Zstd.compress(request.body(), 3).length;
        }
        System.out.printf(
                "data                      %8d spans, %d traces, %.0f bytes/span, zstd -3 %.1f bytes/span%n",
                spans, traces, bytes / (double) spans, compressed / (double) spans);
    }

    private long[] send(List<Request> requests) throws Exception {
        long[] latencies = new long[requests.size()];
        var next = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int c = 0; c < CONNECTIONS; c++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try (HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
                    for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
                        latencies[i] = sendOne(client, requests.get(i).body());
                    }
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        return latencies;
    }

    private long sendOne(HttpClient client, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + otlpPort + "/v1/traces"))
                .header("Content-Type", "application/x-protobuf")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        long started = System.nanoTime();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) throw new IllegalStateException("status " + status);
        return System.nanoTime() - started;
    }

    private double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
    }

    private long peakKilobytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"))) {
            if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
        return 0;
    }

    private long storedBytes() throws IOException {
        Path blocks = folder.resolve("data/blocks");
        try (Stream<Path> files = Files.walk(blocks)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
