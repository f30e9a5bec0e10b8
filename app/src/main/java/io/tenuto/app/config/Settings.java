package io.tenuto.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// All configuration values by dotted key: the file's, then the flags'. Immutable.
///
/// Asking converts and checks; errors name the key, the value and what was expected.
public final class Settings {
    private final Map<String, String> values;
    private final Map<String, String> flags;

    private Settings(Map<String, String> values, Map<String, String> flags) {
        this.values = Map.copyOf(values);
        this.flags = Map.copyOf(flags);
    }

    /// Reads flags and the file that they name.
    ///
    /// @throws ConfigException with a text for the operator
    public static Settings read(String[] arguments) {
        KnownNames names = KnownNames.load();
        Map<String, String> flags = CommandLine.parse(arguments, names);
        var values = new TreeMap<String, String>();
        String file = flags.getOrDefault("config.file", "");
        boolean expand = Boolean.parseBoolean(flags.getOrDefault("config.expand-env", "false"));
        if (!file.isEmpty()) values.putAll(ConfigFile.read(Path.of(file), expand, names));
        flags.forEach((flag, value) -> {
            String key = names.keyOfFlag(flag);
            if (!key.isEmpty()) values.put(key, value);
        });
        for (String own : List.of("data.path", "storage.foreign.path")) {
            if (flags.containsKey(own)) values.put(own, flags.getOrDefault(own, ""));
        }
        return new Settings(values, flags);
    }

    /// A flag that is no key: `target`, `version`, `config.verify`.
    public String flag(String name, String fallback) {
        return flags.getOrDefault(name, fallback);
    }

    public boolean hasFlag(String name) {
        return Boolean.parseBoolean(flags.getOrDefault(name, "false"));
    }

    public boolean has(String key) {
        return !values.getOrDefault(key, "").isEmpty();
    }

    /// Whether the file mentions the key or anything below it.
    public boolean mentions(String key) {
        return values.keySet().stream().anyMatch(name -> name.equals(key) || name.startsWith(key + "."));
    }

    public String text(String key, String fallback) {
        return has(key) ? values.getOrDefault(key, fallback) : fallback;
    }

    public int integer(String key, int fallback) {
        if (!has(key)) return fallback;
        try {
            return Integer.parseInt(text(key, ""));
        } catch (NumberFormatException e) {
            throw wrong(key, "a whole number");
        }
    }

    public long bytes(String key, long fallback) {
        if (!has(key)) return fallback;
        return Values.bytes(text(key, "")).orElseThrow(() -> wrong(key, "a number of bytes like 64MiB"));
    }

    public boolean bool(String key, boolean fallback) {
        if (!has(key)) return fallback;
        return switch (text(key, "")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, "true or false");
        };
    }

    public Duration duration(String key, Duration fallback) {
        if (!has(key)) return fallback;
        Optional<Long> nanos = Values.durationNanos(text(key, ""));
        return Duration.ofNanos(nanos.orElseThrow(() -> wrong(key, "a duration like 1m30s")));
    }

    private ConfigException wrong(String key, String expected) {
        return new ConfigException(
                1, "failed parsing config: %s is \"%s\", expected %s".formatted(key, text(key, ""), expected));
    }

    /// All values, for the status page. Values of keys that look like secrets are hidden.
    public Map<String, String> shown() {
        var shown = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            boolean secret = key.matches(".*(password|secret|token|access_key|account_key|credential).*");
            shown.put(key, secret && !value.isEmpty() ? "<secret>" : value);
        });
        return shown;
    }
}
