package io.tenuto.it.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// File systems of a few megabytes in memory that only a server started by [#entered] and this object see: a mount
/// namespace of their own, held by a process that does nothing else.
final class SmallDisks implements AutoCloseable {
    private static final String READY = "mounted";
    private static final int BLOCK_BYTES = 4096;

    private final Process holder;

    private SmallDisks(Process holder) {
        this.holder = holder;
    }

    /// @throws IllegalStateException if this process may not mount, with what the system said
    static SmallDisks mount(List<Path> folders, int mebibytes) throws IOException {
        var script = new StringBuilder("set -e\n");
        for (Path folder : folders) {
            Files.createDirectories(folder);
            script.append("mount -t tmpfs -o size=")
                    .append(mebibytes)
                    .append("m tmpfs '")
                    .append(folder)
                    .append("'\n");
        }
        // It ends when this process closes its input or ends itself.
        script.append("echo ").append(READY).append("\nread end || true\n");
        Process holder = new ProcessBuilder(
                        "unshare", "--mount", "--propagation", "private", "sh", "-c", script.toString())
                .redirectErrorStream(true)
                .start();
        var reader = holder.inputReader(StandardCharsets.UTF_8);
        String line = reader.readLine();
        if (READY.equals(line)) return new SmallDisks(holder);
        holder.destroyForcibly();
        throw new IllegalStateException(
                "tests of full disks mount file systems, which needs root or CAP_SYS_ADMIN: " + line);
    }

    /// A command in front of another one, to run that on these disks.
    List<String> entered() {
        return List.of("nsenter", "--mount", "--target", Long.toString(holder.pid()), "--");
    }

    /// The folder as this process sees it from outside.
    private Path outside(Path folder) {
        return Path.of("/proc/" + holder.pid() + "/root" + folder.toAbsolutePath());
    }

    /// Leaves no byte free.
    void fill(Path folder) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (var out = Files.newOutputStream(outside(folder).resolve("filler"))) {
            while (true) out.write(block);
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) throw e;
        }
    }

    void free(Path folder) throws IOException {
        Files.delete(outside(folder).resolve("filler"));
    }

    /// Makes it read-only, or writable again.
    void remount(Path folder, String mode) throws IOException, InterruptedException {
        var command = new ArrayList<>(entered());
        command.addAll(List.of("mount", "-o", "remount," + mode, folder.toString()));
        // Somebody may be writing just now.
        for (int attempt = 0; attempt < 50; attempt++) {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() == 0) return;
            Thread.sleep(100);
        }
        throw new IllegalStateException("cannot remount " + folder + " " + mode);
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
