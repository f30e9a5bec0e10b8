package io.tenuto.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the launcher makes of memory: `packaging/tenuto` on a made-up `/proc` and `/sys`.
final class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "packaging", "tenuto").toAbsolutePath();
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path root;

    /// A machine of 8 GiB without control groups.
    @BeforeEach
    void machine() {
        write("proc/meminfo", "MemTotal:        8388608 kB\nMemFree:          100000 kB\n");
    }

    private void write(String path, String content) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the launcher printed, on standard output and standard error.
    private record Printed(String options, String remarks) {
        long mebibytes(String option) {
            Matcher matcher =
                    Pattern.compile(Pattern.quote(option) + "=?([0-9]+)m").matcher(options);
            assertThat(matcher.find()).as(option + " in " + options).isTrue();
            return Long.parseLong(matcher.group(1));
        }

        long heap() {
            return mebibytes("-Xmx");
        }
    }

    private Printed launch(Map<String, String> environment, String... arguments) {
        var command = new ArrayList<>(List.of("bash", LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().remove("MEMORY_BUDGET_MIB");
        builder.environment().putAll(environment);
        builder.environment().put("TENUTO_PRINT", "1");
        builder.environment().put("TENUTO_SYSTEM_ROOT", root.toString());
        Path remarks = root.resolve("remarks");
        builder.redirectError(remarks.toFile());
        try {
            Process process = builder.start();
            String options = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(Files.readString(remarks)).isZero();
            return new Printed(options, Files.readString(remarks));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The budget that the options were made of: an eighth of it is direct memory.
    private long budget(String... arguments) {
        return launch(Map.of(), arguments).mebibytes("-XX:MaxDirectMemorySize") * 8;
    }

    @Test
    void aLargeMachineGives768MebibytesInAll() {
        Printed printed = launch(Map.of());
        long beside = 768 - printed.heap() - printed.mebibytes("-XX:MaxDirectMemorySize");
        assertThat(beside).as("for classes, code and stacks").isBetween(128L, 160L);
        assertThat(printed.remarks()).isEmpty();
    }

    @Test
    void aSmallMachineGivesAQuarter() {
        write("proc/meminfo", "MemTotal:        2097152 kB\n");
        assertThat(budget()).isEqualTo(512);
    }

    @ParameterizedTest
    @CsvSource({"/a/b/c, a/b, 1024, 256", "/a/b/c, a, 1024, 256", "/a/b/c, a/b/c, 2048, 512", "/, '', 1024, 256"})
    void theTightestOfNestedGroupsCounts(String group, String limited, long limit, long budget) {
        write("proc/self/cgroup", "0::" + group + "\n");
        write("sys/fs/cgroup/a/b/c/memory.max", "max\n");
        write("sys/fs/cgroup/a/b/memory.max", "max\n");
        write("sys/fs/cgroup/a/memory.max", 4096 * MEBIBYTE + "\n");
        write("sys/fs/cgroup/" + limited + "/memory.max", limit * MEBIBYTE + "\n");
        assertThat(budget()).isEqualTo(budget);
    }

    @Test
    void aContainerThatSeesOnlyItsOwnGroupReadsItAtTheTop() {
        write("proc/self/cgroup", "0::/kubepods/pod1/container2\n");
        write("sys/fs/cgroup/memory.max", 1024 * MEBIBYTE + "\n");
        assertThat(budget()).isEqualTo(256);
        write("proc/self/cgroup", "0::/../../elsewhere\n");
        assertThat(budget()).isEqualTo(256);
    }

    @Test
    void theFirstVersionOfControlGroupsCountsToo() {
        write("proc/self/cgroup", "9:name=systemd:/\n4:cpu,memory:/docker/x\n3:cpuset:/\n0::/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        write("sys/fs/cgroup/memory/docker/memory.limit_in_bytes", 2048 * MEBIBYTE + "\n");
        write("sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(budget()).isEqualTo(512);
    }

    @Test
    void nothingToReadIsFourGibibytes() throws IOException {
        Files.delete(root.resolve("proc/meminfo"));
        assertThat(budget()).isEqualTo(768);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory:\n  budget: 1GiB\n",
                "target: all\nmemory:\n\n  # how much\n  automemlimit_ratio: 0.5\n  budget: \"1024MiB\" # all of it\n",
                "memory: {automemlimit_enabled: false, budget: 1024 MiB}\r\nserver: {}\r\n",
                "memory:\n    budget: 1_073_741_824",
                "server:\n  memory:\n    budget: 5GiB\n'memory':\n  budget: '1.0GiB'\n"
            })
    void theConfigurationFileCounts(String yaml) {
        write("tenuto.yaml", yaml);
        assertThat(budget("-target=all", "-config.file=" + root.resolve("tenuto.yaml")))
                .isEqualTo(1024);
        assertThat(budget("--config.file", root.resolve("tenuto.yaml").toString()))
                .isEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory:\n  budget: lots\n",
                "memory:\nserver:\n  budget: 1GiB\n",
                "cache:\n  memory:\n    budget: 1GiB\n",
                "# memory: {budget: 1GiB}\n",
                "memory: {automemlimit_ratio: 0.5}\nother: {budget: 1GiB}\n"
            })
    void whatIsNoBudgetLeavesTheDefault(String yaml) {
        write("tenuto.yaml", yaml);
        assertThat(budget("-config.file=" + root.resolve("tenuto.yaml"))).isEqualTo(768);
    }

    @Test
    void variablesInTheFileAreReplacedWhenAskedFor() {
        write("tenuto.yaml", "memory: {budget: \"${TENUTO_TEST_MEMORY:-1GiB}\"}\n");
        String file = "-config.file=" + root.resolve("tenuto.yaml");
        assertThat(budget(file, "-config.expand-env")).isEqualTo(1024);
        Printed set = launch(Map.of("TENUTO_TEST_MEMORY", "512MiB"), file, "-config.expand-env=true");
        assertThat(set.mebibytes("-XX:MaxDirectMemorySize")).isEqualTo(64);
        assertThat(budget(file)).isEqualTo(768);
    }

    @Test
    void theFlagCountsBeforeTheVariableAndThatBeforeTheFile() {
        write("tenuto.yaml", "memory: {budget: 1GiB}\n");
        String file = "-config.file=" + root.resolve("tenuto.yaml");
        var variable = Map.of("MEMORY_BUDGET_MIB", "512");
        assertThat(launch(variable, file).mebibytes("-XX:MaxDirectMemorySize")).isEqualTo(64);
        Printed flag = launch(variable, file, "-memory.budget=2GiB");
        assertThat(flag.mebibytes("-XX:MaxDirectMemorySize")).isEqualTo(256);
        assertThat(launch(variable, "-memory.budget", "2GiB").heap()).isEqualTo(flag.heap());
    }

    @Test
    void aBudgetThatCannotBeKeptIsSaid() {
        assertThat(launch(Map.of(), "-memory.budget=224MiB").remarks()).isEmpty();
        assertThat(launch(Map.of(), "-memory.budget=128MiB").remarks())
                .isEqualTo("tenuto: a memory budget of 128 MiB is too small: the process takes up to 208 MiB\n");
    }

    @ParameterizedTest
    @CsvSource({
        "always [madvise] never, true",
        "[always] madvise never, true",
        "always madvise [never], false",
    })
    void largePagesAreTakenWhereTheMachineGivesThem(String enabled, boolean isTaken) {
        assertThat(launch(Map.of()).options()).doesNotContain("HugePages");
        write("sys/kernel/mm/transparent_hugepage/enabled", enabled + "\n");
        assertThat(launch(Map.of()).options().contains("-XX:+UseTransparentHugePages"))
                .isEqualTo(isTaken);
    }
}
