package io.tenuto.it.cases;

import java.util.Optional;

/// The deliberate differences, as rules: a case that fails and falls under one does not count as failed.
/// Each stands with its reason in docs/traceql-differences.md.
final class Differences {
    private Differences() {}

    /// Why this case may come out otherwise; empty if it may not.
    static Optional<String> reason(String family, Case testCase) {
        return Optional.empty();
    }
}
