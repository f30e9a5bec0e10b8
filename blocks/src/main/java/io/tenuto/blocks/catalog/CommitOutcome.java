package io.tenuto.blocks.catalog;

/// How a commit ended.
public sealed interface CommitOutcome {
    /// The change is commit `number`.
    record Committed(long number) implements CommitOutcome {}

    /// The change contradicts what others committed before; nothing was applied.
    record Conflict(String reason) implements CommitOutcome {}
}
