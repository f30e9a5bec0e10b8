package io.tenuto.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server with `-target=all` in a process of its own, run from this process's class path. Used by one thread.
///
/// Its files lie below one folder: `tenuto.yaml`, `log.txt` and `data/`. A restarted server keeps folder and ports.
public final class ServerProcess implements AutoCloseable {
    private static final Duration READY_PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final Ports ports;
    private final Command command;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;

    private ServerProcess(Path folder, Ports ports, Command command, Process process) {
        this.folder = folder;
        this.ports = ports;
        this.command = command;
        this.process = process;
    }

    /// Starts a server and waits until it is ready.
    ///
    /// @param extraYaml configuration besides addresses and ports, or ""
    public static ServerProcess start(Path folder, String extraYaml) {
        return start(folder, extraYaml, List.of("-Xmx512m"));
    }

    public static ServerProcess start(Path folder, String extraYaml, List<String> jvmOptions) {
        return start(folder, Ports.free(), extraYaml, new Command(List.of(), jvmOptions), true);
    }

    /// Starts a server by a command that ends by becoming the one behind it, as `nsenter` does.
    public static ServerProcess startWithin(List<String> wrapper, Path folder, String extraYaml) {
        return start(folder, Ports.free(), extraYaml, new Command(wrapper, List.of("-Xmx512m")), true);
    }

    private record Command(List<String> wrapper, List<String> jvmOptions) {
        static final Command PLAIN = new Command(List.of(), List.of("-Xmx512m"));
    }

    /// Starts a server whose data path is the one that the YAML names instead of one in its folder.
    public static ServerProcess startOnSamePath(Path folder, String extraYaml) {
        return start(folder, Ports.free(), extraYaml, Command.PLAIN, false);
    }

    /// Starts a server with the OTLP/HTTP port of another one.
    public static ServerProcess startOnSamePort(Path folder, ServerProcess other) {
        Ports own = Ports.free();
        var ports = new Ports(own.http(), own.grpc(), own.otlpGrpc(), other.ports.otlpHttp());
        return start(folder, ports, "", Command.PLAIN, true);
    }

    private static ServerProcess start(Path folder, Ports ports, String extraYaml, Command command, boolean ownData) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("tenuto.yaml"), yaml(ports, extraYaml));
            Process process = launch(folder, command, ownData);
            var server = new ServerProcess(folder, ports, command, process);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a server in " + folder, e);
        }
    }

    private static String yaml(Ports ports, String extra) {
        String listeners = """
            server:
              http_listen_address: 127.0.0.1
              http_listen_port: %d
              grpc_listen_address: 127.0.0.1
              grpc_listen_port: %d
            distributor:
              receivers:
                otlp:
                  protocols:
                    grpc:
                      endpoint: 127.0.0.1:%d
                    http:
                      endpoint: 127.0.0.1:%d
            """.formatted(ports.http(), ports.grpc(), ports.otlpGrpc(), ports.otlpHttp());
        return YamlTexts.merged(extra, listeners);
    }

    private static Process launch(Path folder, Command how, boolean ownData) throws IOException {
        var command = new ArrayList<>(how.wrapper());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(how.jvmOptions());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.tenuto.app.Main", "-target=all", "-config.file=" + folder.resolve("tenuto.yaml")));
        if (ownData) command.add("-data.path=" + folder.resolve("data"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("log.txt").toFile()))
                .start();
    }

    private void awaitReady() {
        long end = System.nanoTime() + READY_PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new IllegalStateException("server ended at start with " + process.exitValue() + ":\n" + log());
            }
            if (isReady()) return;
            try {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        throw new IllegalStateException("server not ready after " + READY_PATIENCE + ":\n" + log());
    }

    private boolean isReady() {
        try {
            return get("/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /// GET of a path on the HTTP port.
    public HttpResponse<String> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(60))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Builds and publishes blocks of everything acknowledged so far.
    public void flush() {
        HttpRequest request = HttpRequest.newBuilder(uri("/status/coverage?flush=true"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofMinutes(2))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200)
                throw new IllegalStateException("flush: " + answer.statusCode() + answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + ports.http() + path);
    }

    public Ports ports() {
        return ports;
    }

    public Path folder() {
        return folder;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public String log() {
        try {
            return Files.readString(folder.resolve("log.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the process as SIGKILL does, with no chance to clean up.
    public void kill() {
        process.destroyForcibly();
        waitForEnd(Duration.ofSeconds(30));
    }

    /// Asks the process to end and waits; its exit code.
    public int stop() {
        process.destroy();
        waitForEnd(Duration.ofSeconds(60));
        return process.exitValue();
    }

    /// Starts again after [#kill] or [#stop], in the same folder and on the same ports; how long until it was ready.
    public Duration restart() {
        try {
            long started = System.nanoTime();
            process = launch(folder, command, true);
            awaitReady();
            return Duration.ofNanos(System.nanoTime() - started);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts again with other configuration.
    public Duration restartWith(String extraYaml) {
        try {
            Files.writeString(folder.resolve("tenuto.yaml"), yaml(ports, extraYaml));
            return restart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void waitForEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("server did not end within " + patience + ":\n" + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        waitForEnd(Duration.ofSeconds(30));
        client.close();
    }
}
