package io.tenuto.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads a YAML file into scalars by dotted path. Unknown and repeated keys are errors, told with line and nearest
/// name.
final class ConfigFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-?([^}]*))?}");

    private final KnownNames names;
    private final String fileName;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> hints = new ArrayList<>();

    private ConfigFile(KnownNames names, String fileName) {
        this.names = names;
        this.fileName = fileName;
    }

    /// @throws ConfigException with all problems found
    static Map<String, String> read(Path path, boolean expandEnvironment, KnownNames names) {
        String prefix = "failed parsing config: ";
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new ConfigException(
                    1, prefix + "failed to read configFile " + path + ": open " + path + ": no such file or directory");
        } catch (IOException e) {
            throw new ConfigException(1, prefix + "failed to read configFile " + path + ": " + e.getMessage());
        }
        var file = new ConfigFile(names, path.toString());
        file.parse(expandEnvironment ? expanded(text) : text, prefix + "failed to parse configFile " + path + ": ");
        return file.values;
    }

    private static String expanded(String text) {
        Matcher matcher = VARIABLE.matcher(text);
        return matcher.replaceAll(match -> {
            String value = System.getenv(match.group(1));
            String fallback = match.group(2) == null ? "" : match.group(2);
            return Matcher.quoteReplacement(value == null ? fallback : value);
        });
    }

    private void parse(String text, String prefix) {
        var settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .setLabel(fileName)
                .build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeString(text);
        } catch (YamlEngineException e) {
            throw new ConfigException(
                    1, prefix + "yaml: " + String.valueOf(e.getMessage()).strip());
        }
        root.ifPresent(node -> visit(node, ""));
        if (problems.isEmpty()) return;
        var message = new StringBuilder(prefix).append("yaml: unmarshal errors:");
        for (String problem : problems) message.append("\n  ").append(problem);
        for (String hint : hints) message.append('\n').append(hint);
        throw new ConfigException(1, message.toString());
    }

    private void visit(Node node, String path) {
        switch (node) {
            case MappingNode mapping -> visitMapping(mapping, path);
            case SequenceNode list -> {
                var parts = new ArrayList<String>();
                for (Node element : list.getValue()) {
                    if (element instanceof ScalarNode scalar) parts.add(scalar.getValue());
                    else visit(element, path);
                }
                if (!parts.isEmpty()) values.put(path, String.join(",", parts));
            }
            case ScalarNode scalar -> {
                boolean isNull = scalar.getTag().getValue().endsWith(":null");
                if (!isNull && !path.isEmpty()) values.put(path, scalar.getValue());
            }
            default -> problems.add("line " + line(node) + ": unexpected node");
        }
    }

    private void visitMapping(MappingNode mapping, String path) {
        var seen = new ArrayList<String>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            String key = path.isEmpty() ? name : path + "." + name;
            String owner = path.isEmpty() ? "the configuration" : path;
            if (seen.contains(name)) {
                problems.add("line " + line(tuple.getKeyNode()) + ": field " + name + " already set in " + owner);
            } else if (!names.isKey(key)) {
                problems.add("line " + line(tuple.getKeyNode()) + ": field " + name + " not found in " + owner);
                hints.add("%s:%d: unknown key %s; did you mean %s?"
                        .formatted(fileName, line(tuple.getKeyNode()), key, names.nearestKey(key)));
            } else {
                visit(tuple.getValueNode(), key);
            }
            seen.add(name);
        }
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
