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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A fresh server in a process of its own, with everything it stores in a folder that goes when it is closed. The
/// environment variable `TENUTO_BENCH_JVM` gives its JVM more options, for profiles.
final class BenchServer implements AutoCloseable {
    private static final int TICKS_PER_SECOND = 100;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int httpPort;
    private final int otlpPort;
    private final Path folder;
    private final Process process;

    private BenchServer(Path folder, int httpPort, int otlpPort, Process process) {
        this.folder = folder;
        this.httpPort = httpPort;
        this.otlpPort = otlpPort;
        this.process = process;
    }

    /// Starts one and waits until it is ready.
    static BenchServer start() throws Exception {
        Path folder = Files.createTempDirectory("tenuto-bench");
        int[] ports = {freePort(), freePort(), freePort(), freePort()};
        long launched = System.nanoTime();
        var server = new BenchServer(folder, ports[0], ports[1], launch(folder, ports));
        server.awaitReady();
        System.out.printf("ready after               %8.2f s%n", (System.nanoTime() - launched) / 1e9);
        return server;
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
        var command = new ArrayList<>(List.of(
                java,
                "-Xmx640m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        String more = System.getenv("TENUTO_BENCH_JVM");
        if (more != null) command.addAll(List.of(more.split(" ")));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                "io.tenuto.app.Main",
                "-target=all",
                "-config.file=" + config,
                "-data.path=" + folder.resolve("data")));
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

    long peakMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
        }
        return 0;
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
