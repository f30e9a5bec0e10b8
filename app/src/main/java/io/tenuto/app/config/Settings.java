package io.tenuto.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// All configuration values by dotted key: the file's, then the flags'. Immutable.
///
/// Asking converts and checks; errors name the key, the value and what was expected.
public final class Settings {
    private final Schema schema;
    private final ConfigFile.Content file;
    private final Map<String, String> values;
    private final Map<String, String> flags;

    private Settings(Schema schema, ConfigFile.Content file, Map<String, String> values, Map<String, String> flags) {
        this.schema = schema;
        this.file = file;
        this.values = Map.copyOf(values);
        this.flags = Map.copyOf(flags);
    }

    /// Reads flags and the file that they name, from the working directory and the environment of the process.
    ///
    /// @throws ConfigException with a text for the operator
    public static Settings read(String[] arguments) {
        return read(
                arguments,
                Path.of(""),
                name -> Optional.ofNullable(System.getenv(name)).orElse(""));
    }

    /// As [#read(String[])], with files relative to a folder and a given environment.
    ///
    /// @param environment the value of a variable, "" for none
    public static Settings read(String[] arguments, Path folder, UnaryOperator<String> environment) {
        KnownFlags known = KnownFlags.load();
        Map<String, String> flags = CommandLine.parse(arguments, known);
        Schema schema = Schema.load();
        String name = flags.getOrDefault("config.file", "");
        ConfigFile.Content content = ConfigFile.Content.nothing();
        if (!name.isEmpty()) {
            var request = new ConfigFile.Request(
                    name,
                    folder.resolve(name),
                    flags.getOrDefault("config.expand-env", "false").equals("true"),
                    flags.getOrDefault("config.enable-legacy-overrides", "false")
                            .equals("true"));
            content = ConfigFile.read(request, environment, schema);
        }
        var values = new TreeMap<>(content.values());
        flags.forEach((flag, value) -> {
            String key = known.find(flag).map(KnownFlags.Flag::key).orElse("");
            if (!key.isEmpty()) values.put(key, value);
        });
        return new Settings(schema, content, values, flags);
    }

    public Schema schema() {
        return schema;
    }

    /// Whether a file was named.
    public boolean hasFile() {
        return !flags.getOrDefault("config.file", "").isEmpty();
    }

    /// A flag that is no key: `version`, `config.verify`, `health.url`.
    public String flag(String name, String fallback) {
        return flags.getOrDefault(name, fallback);
    }

    public boolean hasFlag(String name) {
        return Boolean.parseBoolean(flags.getOrDefault(name, "false"));
    }

    /// Whether the key has a value that is not empty.
    public boolean has(String key) {
        return !values.getOrDefault(key, "").isEmpty();
    }

    /// Whether file or flags give the key a value, be it empty.
    public boolean isSet(String key) {
        return values.containsKey(key);
    }

    /// Whether the file mentions the key or anything below it.
    public boolean mentions(String key) {
        return file.lines().containsKey(key)
                || values.keySet().stream().anyMatch(name -> name.equals(key) || name.startsWith(key + "."));
    }

    /// Every key that the file mentions or a flag sets, with the line in the file or 0.
    public Map<String, Integer> mentioned() {
        var mentioned = new TreeMap<>(file.lines());
        values.keySet().forEach(key -> mentioned.putIfAbsent(key, 0));
        return mentioned;
    }

    /// The file as it nests: maps, lists and texts. Flags are not in it.
    public Map<String, Object> tree() {
        return file.tree();
    }

    /// Values by dotted key, file and flags together.
    public Map<String, String> values() {
        return values;
    }

    public boolean usesLegacyOverrides() {
        return file.legacyOverrides();
    }

    public String text(String key, String fallback) {
        return has(key) ? values.getOrDefault(key, fallback) : fallback;
    }

    public int integer(String key, int fallback) {
        if (!has(key)) return fallback;
        try {
            return Integer.parseInt(text(key, "").replace("_", ""));
        } catch (NumberFormatException e) {
            throw wrong(key, "a whole number");
        }
    }

    public double decimal(String key, double fallback) {
        if (!has(key)) return fallback;
        try {
            return Double.parseDouble(text(key, ""));
        } catch (NumberFormatException e) {
            throw wrong(key, "a number");
        }
    }

    public long bytes(String key, long fallback) {
        if (!has(key)) return fallback;
        return Values.bytes(text(key, "").replace("_", ""))
                .orElseThrow(() -> wrong(key, "a number of bytes like 64MiB"));
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

    /// Members of a list of scalars.
    public List<String> list(String key) {
        return has(key) ? List.of(text(key, "").split(",", -1)) : List.of();
    }

    private ConfigException wrong(String key, String expected) {
        return new ConfigException(
                1, "failed parsing config: %s is \"%s\", expected %s".formatted(key, text(key, ""), expected));
    }

    /// Whether the value of a key is hidden on pages and in logs.
    public static boolean isSecret(String key) {
        return key.matches(".*(password|secret|token|access_key|account_key|encryption_key|credential)[^.]*")
                && !key.endsWith("use_federated_token");
    }

    /// All values by dotted key with secrets hidden.
    public Map<String, String> shown() {
        var shown = new TreeMap<String, String>();
        values.forEach((key, value) -> shown.put(key, isSecret(key) && !value.isEmpty() ? "<secret>" : value));
        return shown;
    }
}
