package io.tenuto.it.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The options that the product's launcher gives to the JVM.
public final class LauncherOptions {
    private static final Path LAUNCHER = Path.of("..", "packaging", "tenuto");

    private LauncherOptions() {}

    /// Those for a memory budget of the whole process.
    public static List<String> ofBudget(int mebibytes) {
        var builder = new ProcessBuilder(LAUNCHER.toAbsolutePath().toString());
        builder.environment().put("TENUTO_PRINT", "1");
        builder.environment().put("MEMORY_BUDGET_MIB", Integer.toString(mebibytes));
        try {
            Process process = builder.start();
            String options = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return options.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + LAUNCHER, e);
        }
    }
}
