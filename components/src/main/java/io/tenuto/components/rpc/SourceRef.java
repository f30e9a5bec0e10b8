package io.tenuto.components.rpc;

import io.tenuto.blocks.catalog.BlockMeta;

/// Names one source of a job, so that any querier can open it.
public sealed interface SourceRef {
    /// Live rows of one partition.
    record Live(LiveCut cut) implements SourceRef {}

    /// One block; its whole meta comes with the job, nobody looks anything up.
    record Block(BlockMeta meta) implements SourceRef {}
}
