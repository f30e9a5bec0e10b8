package io.tenuto.spanlog.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A real Kafka broker and controller in a process of its own.
final class KafkaBroker implements AutoCloseable {
    private static final Path LIBRARIES = Path.of("..", "peers", "kafka", "target", "lib");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CLUSTER = "AAAAAAAAAAAAAAAAAAAAAQ";

    private final Path folder;
    private final int port;
    private Process process;

    private KafkaBroker(Path folder, int port, Process process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    static KafkaBroker start(Path folder) throws IOException, InterruptedException {
        if (!Files.isDirectory(LIBRARIES)) {
            throw new IllegalStateException(
                    "the broker's libraries are missing: mvn -pl peers/kafka generate-test-resources");
        }
        int[] ports = freePorts();
        Path properties = folder.resolve("server.properties");
        Files.writeString(properties, """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            controller.listener.names=CONTROLLER
            inter.broker.listener.name=PLAINTEXT
            log.dirs=%3$s
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=4
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            group.initial.rebalance.delay.ms=0
            auto.create.topics.enable=false
            message.max.bytes=26214400
            num.network.threads=1
            num.io.threads=2
            """.formatted(ports[0], ports[1], folder.resolve("data")));
        Process format = java(
                folder, "format.log", "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", properties.toString());
        if (!format.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IllegalStateException("formatting failed: " + Files.readString(folder.resolve("format.log")));
        }
        var broker =
                new KafkaBroker(folder, ports[0], java(folder, "broker.log", "kafka.Kafka", properties.toString()));
        broker.awaitReady();
        return broker;
    }

    private static int[] freePorts() throws IOException {
        try (var a = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var b = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {a.getLocalPort(), b.getLocalPort()};
        }
    }

    private static Process java(Path folder, String log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                LIBRARIES.toAbsolutePath().normalize() + "/*"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
                .start();
    }

    private void awaitReady() {
        Awaitility.await("broker listens")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!process.isAlive()) throw new IllegalStateException("the broker ended: " + lastLines());
                    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        return socket.isConnected();
                    } catch (IOException e) {
                        return false;
                    }
                });
    }

    private String lastLines() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("broker.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /// Ends the process as a loss of power would.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Begins again on the same data and ports.
    void startAgain() throws IOException {
        process = java(
                folder,
                "broker.log",
                "kafka.Kafka",
                folder.resolve("server.properties").toString());
        awaitReady();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) kill();
    }
}
