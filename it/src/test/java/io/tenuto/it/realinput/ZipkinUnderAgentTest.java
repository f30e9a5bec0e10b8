package io.tenuto.it.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tenuto.it.client.Answers;
import io.tenuto.it.process.Ports;
import io.tenuto.it.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A Zipkin server and its HTTP client, both under the OpenTelemetry Java agent, export to us over gRPC and HTTP.
@Tag("peer")
final class ZipkinUnderAgentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CALLS = 10;

    private final List<Process> children = new ArrayList<>();

    @Test
    void tracesAcrossTwoProcessesAreFoundLiveAndFromBlocks(@TempDir Path folder) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("tenuto"), "")) {
            int port = Ports.free().http();
            startZipkin(server, folder, port);
            String health = "http://127.0.0.1:" + port + "/health";
            await().atMost(PATIENCE).ignoreExceptions().until(() -> status(health) == 200);
            runCaller(server, folder, "http://127.0.0.1:" + port + "/api/v2/services");

            await().atMost(PATIENCE).until(() -> tracesOfBoth(server).size() >= CALLS);
            checkFound(server);
            server.flush();
            checkFound(server);
        } finally {
            children.forEach(Process::destroyForcibly);
        }
    }

    private void checkFound(ServerProcess server) {
        Set<String> traces = tracesOfBoth(server);
        assertThat(traces).hasSizeGreaterThanOrEqualTo(CALLS);
        for (String id : traces) {
            JsonNode trace = Answers.json(server, "/api/v2/traces/" + id).path("trace");
            assertThat(servicesOf(trace)).contains("caller", "zipkin");
        }
        assertThat(search(server, "{ resource.service.name = \"zipkin\" && kind = server }"))
                .containsAll(traces);
        assertThat(search(server, "{ span.http.request.method = \"GET\" && kind = client }"))
                .containsAll(traces);
        assertThat(search(server, "{ span.http.response.status_code = 200 }")).containsAll(traces);
    }

    private static Set<String> tracesOfBoth(ServerProcess server) {
        Set<String> callers = search(server, "{ resource.service.name = \"caller\" && kind = client }");
        callers.retainAll(
                search(server, "{ resource.service.name = \"zipkin\" && span.url.path = \"/api/v2/services\" }"));
        return callers;
    }

    private static Set<String> search(ServerProcess server, String query) {
        long now = System.currentTimeMillis() / 1000;
        String path =
                "/api/search?limit=1000&q=" + Answers.encode(query) + "&start=" + (now - 900) + "&end=" + (now + 60);
        var ids = new HashSet<String>();
        for (JsonNode trace : Answers.json(server, path).path("traces"))
            ids.add(trace.path("traceID").asString());
        return ids;
    }

    private static Set<String> servicesOf(JsonNode trace) {
        var services = new HashSet<String>();
        for (JsonNode resource : trace.path("resourceSpans")) {
            for (JsonNode attribute : resource.path("resource").path("attributes")) {
                if (attribute.path("key").asString().equals("service.name")) {
                    services.add(attribute.path("value").path("stringValue").asString());
                }
            }
        }
        return services;
    }

    private void startZipkin(ServerProcess server, Path folder, int port) throws IOException {
        var command = agent("zipkin", "grpc", server.ports().otlpGrpc());
        command.addAll(List.of("-jar", peer("zipkin-server.jar").toString()));
        launch(command, Map.of("QUERY_PORT", Integer.toString(port)), folder.resolve("zipkin.log"));
    }

    private void runCaller(ServerProcess server, Path folder, String address) throws Exception {
        var command = agent("caller", "http/protobuf", server.ports().otlpHttp());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HttpCaller.class.getName()));
        command.addAll(List.of(Integer.toString(CALLS), address));
        Process caller = launch(command, Map.of(), folder.resolve("caller.log"));
        assertThat(caller.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(caller.exitValue())
                .as(Files.readString(folder.resolve("caller.log")))
                .isZero();
    }

    private static List<String> agent(String service, String protocol, int port) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-javaagent:" + peer("opentelemetry-javaagent.jar"),
                "-Dotel.service.name=" + service,
                "-Dotel.exporter.otlp.protocol=" + protocol,
                "-Dotel.exporter.otlp.endpoint=http://127.0.0.1:" + port,
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none",
                "-Dotel.bsp.schedule.delay=200"));
    }

    private Process launch(List<String> command, Map<String, String> environment, Path log) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        children.add(process);
        return process;
    }

    private static Path peer(String jar) {
        Path path = Path.of("..", "peers", "zipkin", "target", "lib", jar)
                .toAbsolutePath()
                .normalize();
        assertThat(path).as("the peer's jars; the build copies them").exists();
        return path;
    }

    private static int status(String address) throws Exception {
        var connection = (java.net.HttpURLConnection)
                java.net.URI.create(address).toURL().openConnection();
        return connection.getResponseCode();
    }
}
