package io.tenuto.it.process;

import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Configuration files put together.
final class YamlTexts {
    private YamlTexts() {}

    /// Both files in one; where both have a value, the second's.
    static String merged(String first, String second) {
        Map<Object, Object> merged = merged(parsed(first), parsed(second));
        return new Dump(DumpSettings.builder().build()).dumpToString(merged);
    }

    private static Map<?, ?> parsed(String yaml) {
        Object root = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return root instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Map<Object, Object> merged(Map<?, ?> first, Map<?, ?> second) {
        var merged = new LinkedHashMap<Object, Object>(first);
        second.forEach((key, value) -> {
            Object before = merged.get(key);
            if (before instanceof Map<?, ?> one && value instanceof Map<?, ?> other) {
                merged.put(key, merged(one, other));
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }
}
