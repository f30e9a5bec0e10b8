package io.tenuto.app.status;

import io.tenuto.app.config.HostName;
import io.tenuto.app.config.Schema;
import io.tenuto.app.config.Settings;
import io.tenuto.app.config.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The configuration as a tree of YAML scalars: defaults, values in effect, or what differs.
final class ConfigView {
    private static final String SECRET = "<secret>";

    private final Settings settings;
    private final Schema schema;
    /// What one process for everything sets for itself.
    private final Map<String, String> forced;

    ConfigView(Settings settings) {
        this.settings = settings;
        this.schema = settings.schema();
        this.forced = forced(settings);
    }

    private static Map<String, String> forced(Settings settings) {
        if (!settings.text("target", "all").equals("all")) return Map.of();
        String self = "127.0.0.1:" + settings.integer("server.grpc_listen_port", 9095);
        var forced = new LinkedHashMap<String, String>();
        for (String ring : List.of("live_store.ring", "metrics_generator.ring")) {
            forced.put(ring + ".kvstore.store", "inmemory");
            forced.put(ring + ".instance_addr", "127.0.0.1");
        }
        forced.put("live_store.partition_ring.kvstore.store", "inmemory");
        forced.put("backend_worker.ring.kvstore.store", "");
        for (String address :
                List.of("querier.frontend_worker.frontend_address", "backend_worker.backend_scheduler_addr")) {
            if (!settings.has(address)) forced.put(address, self);
        }
        return forced;
    }

    Map<String, Object> defaults() {
        return block("", true);
    }

    Map<String, Object> inEffect() {
        return block("", false);
    }

    /// Values that are not the defaults, keys ascending.
    Map<String, Object> difference() {
        return difference(defaults(), inEffect());
    }

    private static Map<String, Object> difference(Map<String, Object> defaults, Map<String, Object> values) {
        var different = new TreeMap<String, Object>();
        values.forEach((name, value) -> {
            Object fallback = defaults.getOrDefault(name, "");
            if (value instanceof Map<?, ?> map && fallback instanceof Map<?, ?> other && !other.isEmpty()) {
                Map<String, Object> below = difference(texts(other), texts(map));
                if (!below.isEmpty()) different.put(name, below);
            } else if (!value.equals(fallback)) {
                different.put(name, sorted(value));
            }
        });
        return different;
    }

    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            var sorted = new TreeMap<String, Object>();
            map.forEach((name, member) -> sorted.put(String.valueOf(name), sorted(member)));
            return sorted;
        }
        if (value instanceof List<?> list)
            return list.stream().map(ConfigView::sorted).toList();
        return value;
    }

    @SuppressWarnings("unchecked") // The keys of all trees here are texts.
    private static Map<String, Object> texts(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private Map<String, Object> block(String path, boolean defaultsOnly) {
        var tree = new LinkedHashMap<String, Object>();
        for (Schema.Key key : schema.children(path)) {
            if (key.isBlock()) {
                Map<String, Object> below = block(key.path(), defaultsOnly);
                if (!below.isEmpty()) tree.put(key.name(), below);
            } else {
                Optional<Object> value = defaultsOnly ? Optional.empty() : given(key);
                value.or(() -> fallback(key)).ifPresent(shown -> tree.put(key.name(), shown));
            }
        }
        return tree;
    }

    private Optional<Object> given(Schema.Key key) {
        String type = key.type();
        if (forced.containsKey(key.path())) return Optional.of(shown(key, forced.getOrDefault(key.path(), "")));
        if (type.startsWith("map[") || type.equals("any") || type.equals("[]any")) {
            return inTree(key.path()).map(tree -> open(tree, key.path()));
        }
        if (!settings.isSet(key.path())) return Optional.empty();
        String text = settings.values().getOrDefault(key.path(), "");
        if (type.startsWith("[]")) {
            return Optional.of(settings.list(key.path()).stream()
                    .map(YamlText::scalar)
                    .map(Object.class::cast)
                    .toList());
        }
        return Optional.of(shown(key, text));
    }

    private Optional<Object> inTree(String path) {
        Object at = settings.tree();
        for (String name : path.split("\\.", -1)) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(name)) return Optional.empty();
            at = map.get(name);
        }
        return Optional.ofNullable(at);
    }

    /// A tree as the file nests it, with finished scalars.
    static Map<String, Object> open(Map<String, Object> tree) {
        return texts((Map<?, ?>) open(tree, ""));
    }

    /// A tree without schema: its scalars stand as they were written.
    private static Object open(Object value, String path) {
        return switch (value) {
            case Map<?, ?> map -> {
                var tree = new LinkedHashMap<String, Object>();
                map.forEach((name, member) -> tree.put(String.valueOf(name), open(member, path + "." + name)));
                yield tree;
            }
            case List<?> list -> {
                var members = new ArrayList<Object>();
                for (Object member : list) members.add(open(member, path));
                yield members;
            }
            default -> {
                String text = String.valueOf(value);
                if (Settings.isSecret(path) && !text.isEmpty()) yield SECRET;
                yield text.matches("[-+0-9._eE]+|true|false") ? text : YamlText.scalar(text);
            }
        };
    }

    private static String shown(Schema.Key key, String text) {
        return switch (key.type()) {
            case "bool", "int", "uint32", "uint64", "float64", "model.Duration" -> text;
            case "time.Duration" ->
                Values.durationNanos(text).map(Values::showDuration).orElse(text);
            default -> Settings.isSecret(key.path()) && !text.isEmpty() ? SECRET : YamlText.scalar(text);
        };
    }

    private static Optional<Object> fallback(Schema.Key key) {
        String text = key.fallback();
        if (text.isEmpty()) return Optional.empty();
        if (text.equals("\"HOSTNAME\"")) return Optional.of(YamlText.scalar(HostName.get()));
        if (text.startsWith("\"")) return Optional.of(YamlText.scalar(text.substring(1, text.length() - 1)));
        if (text.equals("{}")) return Optional.of(Map.of());
        if (text.equals("[]")) return Optional.of(List.of());
        if (!text.startsWith("[")) return Optional.of(text);
        Object list = new Load(LoadSettings.builder().build()).loadFromString(text);
        return Optional.of(open(list, key.path()));
    }
}
