package io.tenuto.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tenuto.app.config.HostName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The command line of a recorded server: exit codes and messages are the same, differences are named here and
/// explained in docs/config-differences.md.
@Tag("recorded")
class RecordedCommandLineTest {
    /// A backend that is not named is the local one below the data path, so these start.
    private static final Set<String> STARTS_HERE = Set.of(
            "bare number duration in YAML (accepted: the failure is the missing backend)",
            "no configuration at all",
            "empty file");

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyRecordedCallEndsAlike() throws IOException {
        String text = Files.readString(RecordedOperations.file("fixtures/operational/cli.json"));
        Map<?, ?> recording = (Map<?, ?>)
                new Load(LoadSettings.builder().setCodePointLimit(1 << 24).build()).loadFromString(text);
        List<?> cases = (List<?>) recording.get("cases");
        assertThat(cases).hasSizeGreaterThan(40);
        return cases.stream()
                .map(Map.class::cast)
                .map(one -> DynamicTest.dynamicTest(String.valueOf(one.get("name")), () -> replay(one)));
    }

    private void replay(Map<?, ?> recorded) throws IOException {
        List<String> arguments =
                ((List<?>) recorded.get("args")).stream().map(String::valueOf).toList();
        Object content = recorded.get("file_content");
        for (String argument : arguments) {
            if (content != null && argument.startsWith("-config.file=")) {
                Files.writeString(
                        folder.resolve(argument.substring("-config.file=".length())), String.valueOf(content));
            }
        }
        CommandRun run = CommandRun.of(folder, Map.of(), arguments);
        String name = String.valueOf(recorded.get("name"));
        if (STARTS_HERE.contains(name)) {
            assertThat(run.served()).isTrue();
            return;
        }
        assertThat(run.exit()).as(run.err()).isEqualTo(recorded.get("exit"));
        assertThat(run.served()).isFalse();
        if (name.equals("version")) {
            assertThat(run.out()).matches("(?s)tenuto, version \\S+ \\(branch: .*, revision: .*\\)\n.*");
        } else {
            String expected = named(String.valueOf(recorded.get("stderr")));
            assertThat(run.complaints()).startsWith(expected);
        }
    }

    /// The recorded text as a program of our name says it.
    private static String named(String text) {
        return text.replace("Usage of tempo: (list of all flags, see flags.tsv)", "Usage of tenuto:")
                .replace("error running Tempo", "error running Tenuto")
                .replace("HOSTNAME", HostName.get());
    }

    @Test
    void everyRecordedFlagParses() throws IOException {
        for (String line : Files.readAllLines(RecordedOperations.file("fixtures/operational/flags.tsv")).stream()
                .skip(1)
                .toList()) {
            String[] parts = line.split("\t", -1);
            if (Set.of("config.file", "health", "version").contains(parts[0])) continue;
            String value = parts[2].isEmpty() ? exampleOf(parts[1]) : parts[2].replace("\"", "");
            if (parts[0].equals("config.expand-env")) value = "true";
            CommandRun run = CommandRun.of(folder, "-config.verify=true", "-" + parts[0] + "=" + value);
            // Some examples are worth a warning; none is refused.
            assertThat(run.exit()).as(line + run.err()).isLessThan(2);
            assertThat(run.err()).as(line).doesNotContain("failed");
        }
    }

    private static String exampleOf(String type) {
        return switch (type) {
            case "bool" -> "true";
            case "int", "uint" -> "1";
            case "float" -> "0.5";
            case "duration" -> "1m";
            default -> "false";
        };
    }

    @Test
    void theRecordedDefaultsLoadUnchanged() throws IOException {
        Path file = RecordedOperations.file("reference/config-defaults.yaml");
        CommandRun run = CommandRun.of(folder, "-config.file=" + file, "-config.verify=true");
        assertThat(run.exit()).as(run.complaints()).isZero();
        assertThat(run.complaints()).isEmpty();
        assertThat(run.err()).contains("memberlist.");
    }
}
