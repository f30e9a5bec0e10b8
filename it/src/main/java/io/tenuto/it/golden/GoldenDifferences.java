package io.tenuto.it.golden;

import java.util.Optional;

/// The deliberate differences from recorded answers. Each stands with its reason in docs/api-differences.md.
final class GoldenDifferences {
    private GoldenDifferences() {}

    /// Why this entry may be answered with `difference`; empty if it may not.
    static Optional<String> reason(Entry entry, String difference) {
        if (entry.text("quirk").equals("id-leading-zeros")) {
            return Optional.of("identifiers with leading zeros are found");
        }
        boolean showsWholeArray =
                difference.startsWith(".traces[") && difference.contains(".value.arrayValue: not expected");
        if (showsWholeArray) return Optional.of("an array is shown whole, not only the elements that matched");
        return Optional.empty();
    }
}
