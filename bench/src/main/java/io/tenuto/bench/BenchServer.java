package io.tenuto.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/// A fresh server in a process of its own, with everything it stores in a folder that goes when it is closed.
///
/// It is the distribution named by the property `tenuto.distribution`, started by its own launcher with default
/// settings
/// but for addresses, rate limits and the length of a block-builder's cycle. The environment variable
/// `TENUTO_JAVA_OPTIONS` gives its JVM more options, for profiles.
final class BenchServer implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 100;
    private static final int START_POLL_MILLIS = 10;
    private static final int START_TRIES = 6000;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int httpPort;
    private final int otlpPort;
    private final Path folder;
    private final Process process;

    /// How a server is started.
    ///
    /// @param cycle `block_builder.consume_cycle_duration`
    /// @param javaOptions for the server's JVM, separated by blanks; may be empty
    record Options(String cycle, String javaOptions) {
        /// Blocks are made when the benchmark asks for them, not while it measures something else.
        static final Options ON_DEMAND = new Options("1h", "");

        /// Nothing but addresses and limits differs from the defaults.
        static final Options DEFAULT = new Options("5m", "");
    }

    private final double readySeconds;

    private BenchServer(Path folder, Options options) throws Exception {
        this.folder = folder;
        this.httpPort = freePort();
        this.otlpPort = freePort();
        Path config = folder.resolve("tenuto.yaml");
        Files.writeString(config, """
            server: {http_listen_address: 127.0.0.1, http_listen_port: %d, grpc_listen_address: 127.0.0.1, grpc_listen_port: %d}
            distributor: {receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:%d"}, grpc: {endpoint: "127.0.0.1:%d"}}}}}
            block_builder: {consume_cycle_duration: %s}
            overrides: {defaults: {ingestion: {rate_limit_bytes: 2000000000, burst_size_bytes: 2000000000}}}
            """.formatted(httpPort, freePort(), otlpPort, freePort(), options.cycle()));
        long launched = System.nanoTime();
        this.process = launch(folder, config, options);
        awaitReady();
        this.readySeconds = (System.nanoTime() - launched) / 1e9;
    }

    /// Starts one and waits until it is ready.
    static BenchServer start(Options options) throws Exception {
        return new BenchServer(Files.createTempDirectory("tenuto-bench"), options);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process launch(Path folder, Path config, Options options) throws IOException {
        Path distribution = Path.of(System.getProperty("tenuto.distribution"));
        var builder = new ProcessBuilder(
                distribution.resolve("bin/tenuto").toString(),
                "-target=all",
                "-config.file=" + config,
                "-data.path=" + folder.resolve("data"));
        String more = System.getenv().getOrDefault("TENUTO_JAVA_OPTIONS", "");
        builder.environment().put("TENUTO_JAVA_OPTIONS", (more + " " + options.javaOptions()).strip());
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile())
                .start();
    }

    private void awaitReady() throws Exception {
        for (int i = 0; i < START_TRIES && process.isAlive(); i++) {
            try {
                if (call("GET", "/ready").statusCode() == 200) return;
            } catch (IOException e) {
                // Nobody listens yet.
            }
            Thread.sleep(START_POLL_MILLIS);
        }
        throw new IllegalStateException("not ready:\n" + Files.readString(folder.resolve("log.txt")));
    }

    /// From the launch of the process to the first `/ready` that was answered with 200, in seconds.
    double readySeconds() {
        return readySeconds;
    }

    URI otlp() {
        return URI.create("http://127.0.0.1:" + otlpPort + "/v1/traces");
    }

    HttpResponse<String> call(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofMinutes(3))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /// Puts everything received so far into stored blocks.
    void flush() throws Exception {
        HttpResponse<String> answer = call("POST", "/status/coverage?flush=true");
        if (answer.statusCode() != 200) throw new IllegalStateException("flush: " + answer.body());
    }

    /// User and system time of the process so far.
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
    }

    /// The most memory the process has held.
    long peakMegabytes() throws IOException {
        return statusMegabytes("VmHWM:");
    }

    /// Memory it holds now.
    long residentMegabytes() throws IOException {
        return statusMegabytes("VmRSS:");
    }

    private long statusMegabytes(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith(field)) return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        }
        throw new IllegalStateException("no " + field + " of process " + process.pid());
    }

    long storedBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data/blocks"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        client.close();
        process.destroy();
        process.waitFor();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
