package io.tenuto.it.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs the recorded cases that lie beside the repository.
@Tag("recorded")
class RecordedCasesTest {
    @Test
    void allRecordedCasesPass() {
        Path folder = folder();
        if (!Files.isDirectory(folder)) {
            if ("true".equals(System.getenv("CI"))) fail("no recorded cases in " + folder.toAbsolutePath());
            Assumptions.abort("no recorded cases in " + folder.toAbsolutePath());
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int failed = CasesMain.run(folder, Set.of(), new PrintStream(text, true, StandardCharsets.UTF_8));
        assertThat(failed).as(text.toString(StandardCharsets.UTF_8)).isZero();
    }

    /// The repository is the folder above that holds `.git`; the recordings lie beside it.
    private static Path folder() {
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at.resolve(".git"))) at = at.getParent();
        return at.resolveSibling("shared").resolve("reference").resolve("traceql-cases");
    }
}
