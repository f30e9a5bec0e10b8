package io.tenuto.app.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All keys of the configuration with type and default, in the order in which they are shown. Immutable.
///
/// The list is the resource `config-schema.txt`: path, type and default between tabs.
public final class Schema {
    /// The block of limits for everybody; entries of tenants have its keys.
    static final String DEFAULTS_OF_TENANTS = "overrides.defaults";

    private static final int CONTAINED_DISCOUNT = 8;

    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final Map<String, List<Key>> children = new LinkedHashMap<>();
    private final Map<String, String> legacyOverrides = new LinkedHashMap<>();

    /// One key.
    ///
    /// @param path dotted, from the root
    /// @param type the type's name as messages tell it; in braces for a block of named keys
    /// @param fallback the value without a file, in YAML's flow style; "" for none
    public record Key(String path, String type, String fallback) {
        /// Whether the key holds a block of named keys.
        public boolean isBlock() {
            return type.startsWith("{");
        }

        /// The type's name without braces.
        public String typeName() {
            return isBlock() ? type.substring(1, type.length() - 1) : type;
        }

        /// The last part of the path.
        public String name() {
            return path.substring(path.lastIndexOf('.') + 1);
        }
    }

    private Schema() {}

    /// Reads the resource.
    public static Schema load() {
        var schema = new Schema();
        schema.keys.put("", new Key("", "{app.Config}", ""));
        for (String line : lines("config-schema.txt")) {
            String[] parts = line.split("\t", -1);
            schema.put(new Key(parts[0], parts[1], parts.length > 2 ? parts[2] : ""));
        }
        for (String line : lines("legacy-overrides.txt")) {
            String[] parts = line.split("\t", 2);
            schema.legacyOverrides.put(parts[0], parts[1]);
        }
        return schema;
    }

    private void put(Key key) {
        int dot = key.path().lastIndexOf('.');
        String parent = dot < 0 ? "" : key.path().substring(0, dot);
        keys.put(key.path(), key);
        children.computeIfAbsent(parent, name -> new ArrayList<>()).add(key);
    }

    static List<String> lines(String resource) {
        try (InputStream in = Schema.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("resource missing: " + resource);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The key at `path`; "" is the root.
    public Optional<Key> find(String path) {
        return Optional.ofNullable(keys.get(path));
    }

    /// The keys directly below a block, in the order in which they are shown.
    public List<Key> children(String path) {
        return List.copyOf(children.getOrDefault(path, List.of()));
    }

    /// All keys but the root.
    public Collection<Key> all() {
        return keys.values().stream().filter(key -> !key.path().isEmpty()).toList();
    }

    /// The path of a limit by its name in the old flat form of overrides; empty if there is none.
    Optional<String> legacyOverride(String name) {
        return Optional.ofNullable(legacyOverrides.get(name)).map(path -> DEFAULTS_OF_TENANTS + "." + path);
    }

    /// The key that is spelled most like `path`; keys of the same block first.
    public String nearest(String path) {
        int dot = path.lastIndexOf('.');
        String block = dot < 0 ? "" : path.substring(0, dot);
        String name = path.substring(dot + 1);
        Optional<Key> sibling = children(block).stream()
                .min(Comparator.comparingInt((Key key) -> distance(key.name(), name))
                        .thenComparing(Key::path))
                .filter(key -> distance(key.name(), name) <= Math.max(2, name.length() / 2));
        if (sibling.isPresent()) return sibling.get().path();
        Comparator<Key> byName = Comparator.comparingInt(key -> distance(key.name(), name));
        return all().stream()
                .min(byName.thenComparingInt(key -> distance(key.path(), path)).thenComparing(Key::path))
                .map(Key::path)
                .orElse("");
    }

    /// Number of changes from one text to the other; little if one is part of the other.
    private static int distance(String a, String b) {
        if (!a.isEmpty() && !b.isEmpty() && (a.contains(b) || b.contains(a))) {
            return Math.ceilDiv(Math.abs(a.length() - b.length()), CONTAINED_DISCOUNT);
        }
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
