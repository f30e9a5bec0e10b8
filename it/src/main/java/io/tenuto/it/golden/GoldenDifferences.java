package io.tenuto.it.golden;

import java.util.Optional;

/// The deliberate differences from recorded answers. Each stands with its reason in docs/api-differences.md.
final class GoldenDifferences {
    private GoldenDifferences() {}

    /// Why this entry may be answered otherwise; empty if it may not.
    static Optional<String> reason(Entry entry, DataPath path) {
        return Optional.empty();
    }
}
