package io.tenuto.it.cases;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Builds lists of problems.
final class Expect {
    private Expect() {}

    /// Empty if both are equal, else a line that shows both.
    static List<String> same(String what, @Nullable Object expected, @Nullable Object actual) {
        if (Objects.equals(expected, actual)) return List.of();
        return List.of(what + ": expected " + expected + ", got " + actual);
    }
}
