package io.tenuto.app;

import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Where recorded operational data lies: beside the repository.
final class RecordedOperations {
    private RecordedOperations() {}

    /// A file below the recordings; the test ends without result if there is none, and fails in CI.
    static Path file(String name) {
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at.resolve(".git"))) at = at.getParent();
        Path file = at.resolveSibling("shared").resolve(name);
        if (!Files.exists(file)) {
            if ("true".equals(System.getenv("CI"))) fail("no recording " + file);
            Assumptions.abort("no recording " + file);
        }
        return file;
    }
}
