package io.tenuto.it.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tenuto.it.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Replays recorded OTLP requests, one server per configuration, in the order of the recording.
@Tag("recorded")
final class RecordedIngestTest {
    private static final List<String> FILES = List.of("otlp-grpc.json", "otlp-http.json", "limits-and-tenancy.json");

    @Test
    void answersAndStoredTracesAreThoseRecorded(@TempDir Path folder) throws IOException {
        Path recordings = recordings();
        if (!Files.isDirectory(recordings)) {
            if ("true".equals(System.getenv("CI"))) fail("no recordings in " + recordings.toAbsolutePath());
            Assumptions.abort("no recordings in " + recordings.toAbsolutePath());
        }
        var casesByConfig = new TreeMap<String, List<JsonNode>>();
        for (String file : FILES) {
            for (JsonNode recorded : Trees.JSON
                    .readTree(Files.readString(recordings.resolve(file)))
                    .path("cases")) {
                if (!IngestReplay.canReplay(recorded)) continue;
                casesByConfig
                        .computeIfAbsent(recorded.path("config").asString(), config -> new ArrayList<>())
                        .add(recorded);
            }
        }
        var failures = new ArrayList<String>();
        int replayed = 0;
        for (Map.Entry<String, List<JsonNode>> entry : casesByConfig.entrySet()) {
            String yaml = Files.readString(recordings.resolve("configs").resolve(entry.getKey() + ".yaml"));
            try (ServerProcess server = ServerProcess.start(folder.resolve(entry.getKey()), yaml);
                    IngestReplay replay = new IngestReplay(server)) {
                for (JsonNode recorded : entry.getValue()) {
                    String difference = replay.difference(recorded);
                    if (!difference.isEmpty()) {
                        failures.add(
                                entry.getKey() + "/" + recorded.path("name").asString() + ": " + difference);
                    }
                    replayed++;
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(replayed).isPositive();
    }

    /// The repository is the folder above that holds `.git`; the recordings lie beside it.
    private static Path recordings() {
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at.resolve(".git"))) at = at.getParent();
        return at.resolveSibling("shared").resolve("fixtures").resolve("golden-ingest");
    }
}
