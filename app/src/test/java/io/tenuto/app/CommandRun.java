package io.tenuto.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// One call of the program in this process, without starting the server.
///
/// @param served whether it got as far as serving
record CommandRun(int exit, String out, String err, boolean served) {
    static CommandRun of(Path folder, Map<String, String> environment, List<String> arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var served = new AtomicBoolean();
        var console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                folder,
                name -> environment.getOrDefault(name, ""));
        int exit = Main.run(arguments.toArray(String[]::new), console, settings -> {
            served.set(true);
            return 0;
        });
        return new CommandRun(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), served.get());
    }

    static CommandRun of(Path folder, String... arguments) {
        return of(folder, Map.of(), List.of(arguments));
    }

    /// The lines for people who act: those at level info are left out.
    String complaints() {
        return String.join(
                "\n", err.lines().filter(line -> !line.startsWith("level=info")).toList());
    }
}
