package io.tenuto.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a figure depends on besides the program: printed before every benchmark, so that a result can be judged later.
final class Circumstances {
    private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.*)");
    private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s*(\\d+)");

    private Circumstances() {}

    static void print(String name, String configuration) throws IOException, InterruptedException {
        System.out.printf(
                "benchmark                 %s, %s%n", name, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        System.out.printf("commit                    %s%n", commit());
        System.out.printf(
                "machine                   %d cores, %s, %s MiB, %s %s%n",
                Runtime.getRuntime().availableProcessors(),
                fact("/proc/cpuinfo", MODEL),
                Long.parseLong(fact("/proc/meminfo", MEMORY)) / 1024,
                System.getProperty("os.name"),
                System.getProperty("os.version"));
        System.out.printf("java                      %s%n", Runtime.version());
        System.out.printf("configuration             %s%n", configuration);
        System.out.printf("load average              %s%n", loadAverage());
        Calibration.print();
    }

    /// A busy machine makes times longer; CPU figures suffer less.
    static String loadAverage() throws IOException {
        Path path = Path.of("/proc/loadavg");
        return Files.exists(path) ? Files.readString(path).strip() : "unknown";
    }

    private static String fact(String file, Pattern pattern) throws IOException {
        Path path = Path.of(file);
        if (!Files.exists(path)) return "0";
        Matcher matcher = pattern.matcher(Files.readString(path));
        return matcher.find() ? matcher.group(1) : "0";
    }

    private static String commit() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader reader = git.inputReader()) {
            String line = reader.readLine();
            return git.waitFor() == 0 && line != null ? line : "unknown";
        }
    }
}
