package io.tenuto.it.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A folder of recordings: `manifest.json` says which file was answered from which data.
final class Recording {
    private final Path folder;
    private final JsonNode manifest;

    Recording(Path folder) {
        this.folder = folder;
        this.manifest = Trees.JSON.readTree(text(folder.resolve("manifest.json")));
    }

    /// Names of the families (files without ending) by the name of their data set, in order.
    Map<String, List<String>> familiesBySet() {
        Map<String, List<String>> families = new TreeMap<>();
        for (Map.Entry<String, JsonNode> file : manifest.path("files").properties()) {
            String family = file.getKey().replace(".jsonl", "");
            families.computeIfAbsent(file.getValue().asString(), _ -> new ArrayList<>())
                    .add(family);
        }
        return families;
    }

    JsonNode set(String name) {
        return manifest.path("sets").path(name);
    }

    Path path(String relative) {
        return folder.resolve(relative).normalize();
    }

    List<Entry> entries(String family, Clockwork clockwork) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines(folder.resolve(family + ".jsonl"))) {
            JsonNode fields = Trees.JSON.readTree(clockwork.filled(line));
            entries.add(new Entry(fields.path("name").asString(), fields));
        }
        return entries;
    }

    /// Identifiers, without leading zeros, of traces whose spans were flushed with more than one file of this input.
    Set<String> splitTraces(JsonNode input) {
        Set<String> split = new TreeSet<>();
        // With several tenants each has its own list of files, and no trace lies in two of them.
        if (input.isObject()) return split;
        for (JsonNode file : input) {
            Path traces = path(file.asString()).resolveSibling("traces.jsonl");
            if (!Files.exists(traces)) continue;
            for (String line : lines(traces)) {
                JsonNode trace = Trees.JSON.readTree(line);
                if (trace.path("flushes").size() < 2) continue;
                String id = trace.path("traceId").asString("");
                split.add(id.replaceFirst("^0+", ""));
            }
        }
        return split;
    }

    /// Names of the attributes that blocks of a set have in columns of their own. A set without blocks was answered by
    /// a server of the same configuration, so what any set says holds for it.
    Set<String> promotedAttributes(String setName) {
        Set<String> names = new TreeSet<>();
        for (JsonNode set : List.of(set(setName), set("default"))) {
            if (!set.has("blocks")) continue;
            try (Stream<Path> files = Files.walk(path(set.path("blocks").asString()))) {
                files.filter(file -> file.endsWith("meta.json")).forEach(file -> {
                    JsonNode columns = Trees.JSON.readTree(text(file)).path("dedicatedColumns");
                    for (JsonNode column : columns)
                        names.add(column.path("n").asString(column.path("name").asString("")));
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        names.remove("");
        return names;
    }

    /// Names of the attributes of a set's input none of whose values can be compared.
    Set<String> neverComparable(String setName) {
        OtlpValues values = new OtlpValues();
        JsonNode input = set(setName).path("input");
        for (JsonNode file : input) {
            // With several tenants each has its own list of files.
            Iterable<JsonNode> files = file.isArray() ? file : List.of(file);
            for (JsonNode each : files) {
                for (String line : lines(path(each.asString()))) values.add(Trees.JSON.readTree(line));
            }
        }
        for (JsonNode file : set(setName).path("live_input")) {
            for (String line : lines(path(file.asString()))) values.add(Trees.JSON.readTree(line));
        }
        return values.neverComparable();
    }

    /// Whether the live input of a set has some span more than once.
    boolean hasRepeatedSpans(String setName) {
        Set<JsonNode> seen = new HashSet<>();
        for (JsonNode file : set(setName).path("live_input")) {
            for (String line : lines(path(file.asString()))) {
                for (JsonNode resource : Trees.JSON.readTree(line).path("resourceSpans")) {
                    for (JsonNode scope : resource.path("scopeSpans")) {
                        for (JsonNode span : scope.path("spans")) if (!seen.add(span)) return true;
                    }
                }
            }
        }
        return false;
    }

    static List<String> lines(Path file) {
        return text(file).lines().filter(line -> !line.isBlank()).toList();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
