package io.tenuto.parquet;

import java.util.List;

/// A leaf with its place: one column of the file.
///
/// @param index position among all leaves, from 0
/// @param names from below the root
public record LeafColumn(
        int index, List<String> names, PhysicalType type, int fixedLength, int maxRepetition, int maxDefinition) {
    public LeafColumn {
        names = List.copyOf(names);
    }

    /// The names joined by dots.
    public String path() {
        // Messages of checks name it for every page and value: joining would cost more than decoding.
        return names.size() == 1 ? names.getFirst() : String.join(".", names);
    }

    public boolean isFlat() {
        return maxRepetition == 0 && maxDefinition <= 1;
    }
}
