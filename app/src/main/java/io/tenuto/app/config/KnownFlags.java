package io.tenuto.app.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All command-line flags: type of value and the key that each sets. Immutable.
final class KnownFlags {
    private final Map<String, Flag> flags = new LinkedHashMap<>();

    /// @param type `bool`, `int`, `uint`, `float`, `duration`, `string` or `value`
    /// @param key the configuration key that the flag sets; "" if it sets none
    record Flag(String name, String type, String key) {}

    private KnownFlags() {}

    static KnownFlags load() {
        var known = new KnownFlags();
        for (String line : Schema.lines("known-flags.txt")) {
            String[] parts = line.split("\t", -1);
            known.flags.put(parts[0], new Flag(parts[0], parts[1], parts[2]));
        }
        return known;
    }

    Optional<Flag> find(String name) {
        return Optional.ofNullable(flags.get(name));
    }

    Set<String> names() {
        return Set.copyOf(flags.keySet());
    }
}
