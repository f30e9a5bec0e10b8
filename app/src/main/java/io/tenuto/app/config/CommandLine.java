package io.tenuto.app.config;

import java.util.LinkedHashMap;
import java.util.Map;

/// Flags in the style `-name=value`, `-name value`, `--name`; booleans need no value.
final class CommandLine {
    private final KnownNames names;
    private final Map<String, String> flags = new LinkedHashMap<>();

    private CommandLine(KnownNames names) {
        this.names = names;
    }

    /// Flag values by flag name.
    ///
    /// @throws ConfigException with exit code 2 on a flag that does not exist, lacks its value, or has a wrong one
    static Map<String, String> parse(String[] arguments, KnownNames names) {
        var line = new CommandLine(names);
        int at = 0;
        while (at < arguments.length) at = line.one(arguments, at);
        return line.flags;
    }

    private int one(String[] arguments, int at) {
        String argument = arguments[at];
        if (!argument.startsWith("-") || argument.equals("-") || argument.equals("--")) {
            throw new ConfigException(2, "unexpected argument: " + argument);
        }
        String body = argument.substring(argument.startsWith("--") ? 2 : 1);
        int equals = body.indexOf('=');
        String name = equals < 0 ? body : body.substring(0, equals);
        if (name.equals("h") || name.equals("help")) throw new ConfigException(0, usage());
        String type = names.flagType(name);
        if (type.isEmpty()) throw new ConfigException(2, "flag provided but not defined: -" + name + "\n" + usage());
        if (equals >= 0) {
            put(name, type, body.substring(equals + 1));
            return at + 1;
        }
        if (type.equals("bool") && !name.equals("config.verify")) {
            put(name, type, "true");
            return at + 1;
        }
        if (at + 1 == arguments.length)
            throw new ConfigException(2, "flag needs an argument: -" + name + "\n" + usage());
        put(name, type, arguments[at + 1]);
        return at + 2;
    }

    private void put(String name, String type, String value) {
        boolean right = switch (type) {
            case "bool" -> value.matches("1|0|t|f|T|F|true|false|TRUE|FALSE|True|False");
            case "int", "uint", "int64", "uint64" -> value.matches("[+-]?[0-9]+|0x[0-9a-fA-F]+");
            case "float", "float64" -> value.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?");
            case "duration" -> Values.durationNanos(value).isPresent() && !value.matches("[1-9][0-9]*");
            default -> true;
        };
        if (!right) {
            throw new ConfigException(
                    2, "invalid value \"%s\" for flag -%s: parse error%n%s".formatted(value, name, usage()));
        }
        flags.put(name, value);
    }

    private static String usage() {
        return """
            Usage of tenuto:
              -target=all                component to run
              -config.file=FILE          configuration in YAML
              -config.expand-env         replace ${VARIABLE:default} in it
              -config.verify=true        check it and end
              -data.path=DIR             folder of log, blocks and caches (default ./tenuto-data)
              -storage.foreign.path=DIR  another Tempo's blocks, read in place
              -version                   print the version and end
            Every key of the file has a flag: server.http_listen_port is -server.http-listen-port.\
            """;
    }
}
