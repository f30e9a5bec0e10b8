package io.tenuto.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads one YAML file strictly against the schema: unknown keys, repeated keys and values of wrong types are errors,
/// all of them told at once with lines and the nearest known name.
final class ConfigFile {
    private static final String PREFIX = "failed parsing config: ";
    private static final String OVERRIDES = "overrides";

    private final Schema schema;
    private final String fileName;
    private final boolean legacyAllowed;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();
    private boolean legacyUsed;

    /// What a file says.
    ///
    /// @param values scalars by dotted path; lists of scalars joined by commas
    /// @param lines the line of every key that the file mentions, with or without a value
    /// @param tree maps, lists and strings as the file nests them
    /// @param legacyOverrides whether limits are in the old flat form
    record Content(
            Map<String, String> values, Map<String, Integer> lines, Map<String, Object> tree, boolean legacyOverrides) {
        static Content nothing() {
            return new Content(Map.of(), Map.of(), Map.of(), false);
        }
    }

    private ConfigFile(Schema schema, String fileName, boolean legacyAllowed) {
        this.schema = schema;
        this.fileName = fileName;
        this.legacyAllowed = legacyAllowed;
    }

    /// How a file is read.
    ///
    /// @param name the name in messages
    /// @param expandEnvironment whether variables are replaced
    /// @param legacyOverrides whether the flat form of limits is taken
    record Request(String name, Path path, boolean expandEnvironment, boolean legacyOverrides) {}

    /// @throws ConfigException with all problems found
    static Content read(Request request, UnaryOperator<String> environment, Schema schema) {
        String text = content(request);
        if (request.expandEnvironment()) {
            try {
                text = EnvExpansion.expand(text, environment);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(
                        1,
                        PREFIX + "failed to expand env vars from configFile " + request.name() + ": " + e.getMessage());
            }
        }
        Optional<Node> root = compose(text, request.name());
        boolean legacy = request.legacyOverrides() || enablesLegacy(root);
        var file = new ConfigFile(schema, request.name(), legacy);
        return file.decode(root, "");
    }

    /// Reads a file of limits per tenant: below `overrides` a name, or `*` for all others, and below it the limits.
    ///
    /// @return what each entry says, with keys as if it stood in `overrides.defaults`; empty ones are left out
    /// @throws ConfigException with all problems found
    static Map<String, Content> readTenants(Request request, UnaryOperator<String> environment, Schema schema) {
        String text = content(request);
        if (request.expandEnvironment()) text = EnvExpansion.expand(text, environment);
        Optional<Node> root = compose(text, request.name());
        var tenants = new LinkedHashMap<String, Content>();
        Optional<Node> entries = root.flatMap(node -> child(node, OVERRIDES));
        if (!(entries.orElse(null) instanceof MappingNode mapping)) return tenants;
        for (NodeTuple tuple : mapping.getValue()) {
            if (YamlTypes.isNull(tuple.getValueNode())) continue;
            var file = new ConfigFile(schema, request.name(), request.legacyOverrides());
            Content content = file.decode(Optional.of(tuple.getValueNode()), Schema.DEFAULTS_OF_TENANTS);
            if (tenants.put(name(tuple), content) != null) {
                throw new ConfigException(1, PREFIX + request.name() + ": tenant " + name(tuple) + " is there twice");
            }
        }
        return tenants;
    }

    private static String content(Request request) {
        String name = request.name();
        try {
            return Files.readString(request.path());
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    1, PREFIX + "failed to read configFile " + name + ": open " + name + ": no such file or directory");
        } catch (IOException e) {
            throw new ConfigException(1, PREFIX + "failed to read configFile " + name + ": " + e.getMessage());
        }
    }

    private static Optional<Node> compose(String text, String fileName) {
        var settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .setLabel(fileName)
                .build();
        try {
            return new Compose(settings).composeString(text);
        } catch (YamlEngineException e) {
            throw new ConfigException(
                    1, PREFIX + "failed to parse configFile " + fileName + ": yaml: " + YamlSyntax.explain(e));
        }
    }

    private static boolean enablesLegacy(Optional<Node> root) {
        return root.flatMap(node -> child(node, OVERRIDES))
                .flatMap(node -> child(node, "enable_legacy_overrides"))
                .filter(node ->
                        node instanceof ScalarNode scalar && scalar.getValue().equals("true"))
                .isPresent();
    }

    private static Optional<Node> child(Node node, String name) {
        if (!(node instanceof MappingNode mapping)) return Optional.empty();
        return mapping.getValue().stream()
                .filter(tuple -> name(tuple).equals(name))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private Content decode(Optional<Node> root, String path) {
        Object tree = Map.of();
        if (root.isPresent() && !YamlTypes.isNull(root.get()))
            tree = visit(root.get(), schema.find(path).orElseThrow());
        if (problems.isEmpty()) return new Content(values, lines, asMap(tree), legacyUsed);
        var message = new StringBuilder(PREFIX)
                .append("failed to parse configFile ")
                .append(fileName)
                .append(": yaml: unmarshal errors:");
        for (String problem : problems) message.append("\n  ").append(problem);
        for (String hint : hints) message.append('\n').append(hint);
        throw new ConfigException(1, message.toString());
    }

    @SuppressWarnings("unchecked") // Trees of this class have maps with text keys only.
    private static Map<String, Object> asMap(Object tree) {
        return tree instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private Object visit(Node node, Schema.Key key) {
        if (YamlTypes.isNull(node)) return Map.of();
        if (key.isBlock()) {
            if (node instanceof MappingNode mapping) return block(mapping, key);
            return misfit(node, key);
        }
        String type = key.type();
        if (type.equals("any") || type.equals("[]any")) return open(node, key.path());
        if (type.startsWith("map[")) return node instanceof MappingNode ? open(node, key.path()) : misfit(node, key);
        if (type.startsWith("[]")) return list(node, key);
        if (!(node instanceof ScalarNode scalar)) return misfit(node, key);
        Optional<String> value = YamlTypes.convert(scalar, type);
        if (value.isEmpty()) return misfit(node, key);
        values.put(key.path(), value.get());
        return value.get();
    }

    private Object misfit(Node node, Schema.Key key) {
        String typeName = key.type().equals("[]any") ? "[]interface {}" : key.typeName();
        problems.add("line " + line(node) + ": " + YamlTypes.misfit(node, typeName));
        return "";
    }

    private Object list(Node node, Schema.Key key) {
        // A text where a list is due: members between commas, as flags give them.
        if (node instanceof ScalarNode scalar) {
            values.put(key.path(), scalar.getValue());
            return scalar.getValue().isEmpty()
                    ? List.of()
                    : List.of(scalar.getValue().split(",", -1));
        }
        if (!(node instanceof SequenceNode sequence)) return misfit(node, key);
        String type = key.type().substring(2);
        var members = new ArrayList<Object>();
        for (Node member : sequence.getValue()) {
            Optional<String> value =
                    member instanceof ScalarNode scalar ? YamlTypes.convert(scalar, type) : Optional.empty();
            if (value.isPresent()) members.add(value.get());
            else problems.add("line " + line(member) + ": " + YamlTypes.misfit(member, type));
        }
        if (!members.isEmpty()) {
            values.put(
                    key.path(),
                    String.join(",", members.stream().map(Object::toString).toList()));
        }
        return members;
    }

    private Map<String, Object> block(MappingNode mapping, Schema.Key key) {
        Set<String> seen = new HashSet<>();
        var tree = new LinkedHashMap<String, Object>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = name(tuple);
            int line = line(tuple.getKeyNode());
            String path = key.path().isEmpty() ? name : key.path() + "." + name;
            Optional<Schema.Key> known = schema.find(path).or(() -> legacyKey(key.path(), name));
            if (!seen.add(name)) {
                problems.add("line " + line + ": field " + name + " already set in type " + key.typeName());
            } else if (known.isEmpty()) {
                problems.add("line " + line + ": field " + name + " not found in type " + key.typeName());
                hints.add("%s:%d: unknown key %s; did you mean %s?"
                        .formatted(fileName, line, path, schema.nearest(path)));
            } else {
                lines.put(known.get().path(), line);
                tree.put(name, visit(tuple.getValueNode(), known.get()));
            }
        }
        return tree;
    }

    private Optional<Schema.Key> legacyKey(String block, String name) {
        if (!block.equals(OVERRIDES) && !block.equals(Schema.DEFAULTS_OF_TENANTS)) return Optional.empty();
        Optional<Schema.Key> key = schema.legacyOverride(name).flatMap(schema::find);
        if (key.isEmpty()) return key;
        legacyUsed = true;
        if (!legacyAllowed) throw new ConfigException(1, PREFIX + LegacyOverrides.REFUSED);
        return key;
    }

    /// A tree that the schema leaves open, noted both nested and flat.
    private Object open(Node node, String path) {
        lines.put(path, line(node));
        switch (node) {
            case MappingNode mapping -> {
                var tree = new LinkedHashMap<String, Object>();
                for (NodeTuple tuple : mapping.getValue()) {
                    String name = name(tuple);
                    tree.put(name, open(tuple.getValueNode(), path + "." + name));
                }
                return tree;
            }
            case SequenceNode sequence -> {
                var members = new ArrayList<Object>();
                int index = 0;
                for (Node member : sequence.getValue()) members.add(open(member, path + "." + index++));
                return members;
            }
            case ScalarNode scalar -> {
                if (!YamlTypes.isNull(node)) values.put(path, scalar.getValue());
                return YamlTypes.isNull(node) ? Map.of() : scalar.getValue();
            }
            default -> {
                return Map.of();
            }
        }
    }

    private static String name(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
