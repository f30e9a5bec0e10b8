package io.tenuto.it.golden;

import io.tenuto.it.process.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A fresh server that holds the data of one set.
final class GoldenServer implements AutoCloseable {
    private static final String LIMITS = """
        stream_over_http_enabled: true
        query_frontend:
          search:
            max_duration: 0s
        overrides:
          defaults:
            ingestion:
              rate_limit_bytes: 2000000000
              burst_size_bytes: 2000000000
              max_attribute_bytes: 16384
        """;

    private final ServerProcess process;

    private GoldenServer(ServerProcess process) {
        this.process = process;
    }

    /// Starts a server in `folder` and brings the data in.
    static GoldenServer start(Path folder, Recording recording, String setName, DataPath path, Clockwork clockwork) {
        JsonNode set = recording.set(setName);
        StringBuilder yaml = new StringBuilder(LIMITS);
        boolean isMultitenant = set.path("multitenancy_enabled").asBoolean(false);
        if (isMultitenant) yaml.append("multitenancy_enabled: true\n");
        if (path == DataPath.BLOCKS) {
            yaml.append("""
                storage:
                  foreign:
                    path: %s
                """.formatted(recording.path(set.path("blocks").asString())));
        }
        ServerProcess process = ServerProcess.start(folder, yaml.toString());
        GoldenServer server = new GoldenServer(process);
        try {
            if (path == DataPath.PUSHED) server.push(recording, set, clockwork);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    ServerProcess process() {
        return process;
    }

    private void push(Recording recording, JsonNode set, Clockwork clockwork) {
        for (JsonNode file : set.path("live_input")) pushFile(recording.path(file.asString()), "", clockwork);
        JsonNode input = set.path("input");
        if (input.isObject()) {
            for (Map.Entry<String, JsonNode> tenant : input.properties()) {
                for (JsonNode file : tenant.getValue()) {
                    pushFile(recording.path(file.asString()), tenant.getKey(), clockwork);
                    process.flush();
                }
            }
        } else {
            for (JsonNode file : input) {
                pushFile(recording.path(file.asString()), "", clockwork);
                process.flush();
            }
        }
    }

    private void pushFile(Path file, String tenant, Clockwork clockwork) {
        URI target = URI.create("http://127.0.0.1:" + process.ports().otlpHttp() + "/v1/traces");
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String line : Files.readAllLines(file)) {
                if (line.isBlank()) continue;
                HttpRequest.Builder request = HttpRequest.newBuilder(target)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(clockwork.filled(line)));
                if (!tenant.isEmpty()) request.header("X-Scope-OrgID", tenant);
                HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(
                            "push of " + file + ": " + answer.statusCode() + " " + answer.body());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Traces of this set whose spans lie in several blocks.
    static Set<String> splitTraces(Recording recording, String setName) {
        return recording.splitTraces(recording.set(setName).path("input"));
    }

    @Override
    public void close() {
        process.close();
    }
}
