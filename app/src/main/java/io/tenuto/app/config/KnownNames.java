package io.tenuto.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Names of configuration keys and flags that are accepted, whether or not they mean something here.
final class KnownNames {
    /// Keys of our own.
    private static final Set<String> OWN_KEYS =
            Set.of("data", "data.path", "storage.foreign", "storage.foreign.path", "memory", "memory.budget");

    /// Below these anything goes: names chosen by users, or trees of other programs.
    private static final Set<String> OPEN_TREES =
            Set.of("distributor.receivers", "overrides", "storage.trace.block.parquet_dedicated_columns");

    private final Set<String> keys = new TreeSet<>(OWN_KEYS);
    private final Map<String, String> flags = new LinkedHashMap<>();

    private KnownNames() {}

    static KnownNames load() {
        var names = new KnownNames();
        read("known-keys.txt").lines().forEach(names.keys::add);
        for (String line : read("known-flags.txt").lines().toList()) {
            String[] parts = line.split("\t", 2);
            names.flags.put(parts[0], parts[1]);
        }
        names.flags.put("data.path", "string");
        names.flags.put("storage.foreign.path", "string");
        names.flags.put("memory.budget", "string");
        return names;
    }

    private static String read(String name) {
        try (InputStream in = KnownNames.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("resource missing: " + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isKey(String path) {
        return keys.contains(path)
                || OPEN_TREES.stream().anyMatch(open -> path.equals(open) || path.startsWith(open + "."));
    }

    /// The known key that is spelled most like `path`.
    String nearestKey(String path) {
        return keys.stream()
                .min(Comparator.comparingInt((String key) -> distance(key, path))
                        .thenComparing(key -> key))
                .orElse("");
    }

    /// The type of a flag's value: `bool`, `int`, `duration` and so on; "" if there is no such flag.
    String flagType(String name) {
        return flags.getOrDefault(name, "");
    }

    /// The key that a flag sets; "" if it sets none that we know.
    String keyOfFlag(String flag) {
        String key = flag.replace('-', '_');
        return keys.contains(key) ? key : "";
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
