package io.tenuto.app.config;

import java.util.LinkedHashMap;
import java.util.Map;

/// Flags in the style `-name=value`, `-name value`, `--name`; booleans need no value. An argument that is no flag ends
/// them.
final class CommandLine {
    private final KnownFlags known;
    private final Map<String, String> flags = new LinkedHashMap<>();

    private CommandLine(KnownFlags known) {
        this.known = known;
    }

    /// Flag values by flag name; a repeated list is joined by commas.
    ///
    /// @throws ConfigException with exit code 2 on a flag that does not exist, lacks its value, or has a wrong one
    static Map<String, String> parse(String[] arguments, KnownFlags known) {
        var line = new CommandLine(known);
        int at = 0;
        while (at < arguments.length && arguments[at].length() > 1 && arguments[at].startsWith("-")) {
            if (arguments[at].equals("--")) break;
            at = line.one(arguments, at);
        }
        return line.flags;
    }

    private int one(String[] arguments, int at) {
        String argument = arguments[at];
        String body = argument.substring(argument.startsWith("--") ? 2 : 1);
        int equals = body.indexOf('=');
        String name = equals < 0 ? body : body.substring(0, equals);
        if (body.isEmpty() || body.startsWith("-") || name.isEmpty()) {
            throw new ConfigException(2, "bad flag syntax: " + argument + "\n" + usage());
        }
        if (name.equals("h") || name.equals("help")) throw new ConfigException(0, usage());
        KnownFlags.Flag flag = known.find(name)
                .orElseThrow(() -> new ConfigException(2, "flag provided but not defined: -" + name + "\n" + usage()));
        if (equals >= 0) {
            put(flag, body.substring(equals + 1));
            return at + 1;
        }
        if (flag.type().equals("bool") || name.equals("config.expand-env")) {
            put(flag, "true");
            return at + 1;
        }
        if (at + 1 == arguments.length) {
            throw new ConfigException(2, "flag needs an argument: -" + name + "\n" + usage());
        }
        put(flag, arguments[at + 1]);
        return at + 2;
    }

    private void put(KnownFlags.Flag flag, String value) {
        String name = flag.name();
        String type = name.equals("config.verify") || name.equals("config.expand-env") ? "bool" : flag.type();
        boolean right = switch (type) {
            case "bool" -> value.matches("1|0|t|f|T|F|true|false|TRUE|FALSE|True|False");
            case "int" -> value.matches("[+-]?[0-9_]{1,19}|0[xX][0-9a-fA-F]{1,15}");
            case "uint" -> value.matches("[0-9_]{1,19}|0[xX][0-9a-fA-F]{1,15}");
            case "float" -> value.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
            case "duration" -> Values.goDurationNanos(value).isPresent();
            default -> true;
        };
        if (!right) {
            String kind = type.equals("bool") ? "boolean value" : "value";
            throw new ConfigException(
                    2, "invalid %s \"%s\" for flag -%s: parse error\n%s".formatted(kind, value, name, usage()));
        }
        String plain = type.equals("bool") ? Boolean.toString(value.matches("1|t|T|true|TRUE|True")) : value;
        if (name.equals("memberlist.host-port")) flags.merge(name, plain, (before, now) -> before + "," + now);
        else flags.put(name, plain);
    }

    private static String usage() {
        return """
            Usage of tenuto:
              -target=all                component to run
              -config.file=FILE          configuration in YAML
              -config.expand-env         replace ${VARIABLE:-default} in it
              -config.verify=true        check it and end: 0 without warnings, else 1
              -data.path=DIR             folder of log, blocks and caches (default ./tenuto-data)
              -memory.budget=SIZE        memory of the whole process, like 768MiB
              -storage.foreign.path=DIR  another Tempo's blocks, read in place
              -health -health.url=URL    ask a running process whether it is ready and end
              -version                   print the version and end
            Tempo's other flags are taken too: docs/configuration.md lists those that have an effect.\
            """;
    }
}
