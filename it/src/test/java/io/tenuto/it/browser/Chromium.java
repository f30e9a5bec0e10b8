package io.tenuto.it.browser;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A headless Chromium with an empty profile in a process of its own.
final class Chromium implements AutoCloseable {
    private static final String PROGRAM = System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final DevTools tools;

    private Chromium(Process process, DevTools tools) {
        this.process = process;
        this.tools = tools;
    }

    /// Starts the browser; `folder` receives its profile and its log.
    static Chromium start(Path folder) {
        Path profile = folder.resolve("profile");
        try {
            Files.createDirectories(profile);
            Process process = new ProcessBuilder(command(profile))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("chromium.txt").toFile())
                    .start();
            Path announced = profile.resolve("DevToolsActivePort");
            await().pollInterval(Duration.ofMillis(50))
                    .atMost(START_PATIENCE)
                    .until(() -> !process.isAlive() || lines(announced).size() >= 2);
            if (!process.isAlive())
                throw new IllegalStateException(
                        "Chromium ended at start:\n" + Files.readString(folder.resolve("chromium.txt")));
            List<String> portAndPath = lines(announced);
            return new Chromium(
                    process, new DevTools(URI.create("ws://127.0.0.1:" + portAndPath.get(0) + portAndPath.get(1))));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + PROGRAM, e);
        }
    }

    private static List<String> command(Path profile) {
        var command = new ArrayList<>(List.of(PROGRAM, "--headless", "--no-sandbox", "--disable-gpu"));
        command.addAll(List.of("--disable-quic", "--no-first-run", "--disable-background-networking"));
        command.addAll(List.of("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"));
        command.addAll(List.of("--hide-scrollbars", "--lang=en-GB", "--remote-debugging-port=0"));
        command.addAll(List.of("--user-data-dir=" + profile, "about:blank"));
        return command;
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /// A new tab of this size in CSS pixels.
    BrowserPage newPage(int width, int height) {
        String target = tools.send("", "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asString();
        String session = tools.send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        return new BrowserPage(tools, target, session, width, height);
    }

    @Override
    public void close() {
        tools.close();
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
