package io.tenuto.blocks.catalog;

import java.util.List;

/// What one commit does; any part may be empty.
public record CatalogChange(
        List<BlockMeta> added,
        List<String> removedIds,
        List<CoverageMove> coverage,
        List<LogGap> gaps,
        List<Quarantined> quarantined) {
    public CatalogChange {
        added = List.copyOf(added);
        removedIds = List.copyOf(removedIds);
        coverage = List.copyOf(coverage);
        gaps = List.copyOf(gaps);
        quarantined = List.copyOf(quarantined);
    }

    /// A change that keeps nothing aside.
    public CatalogChange(
            List<BlockMeta> added, List<String> removedIds, List<CoverageMove> coverage, List<LogGap> gaps) {
        this(added, removedIds, coverage, gaps, List.of());
    }
}
