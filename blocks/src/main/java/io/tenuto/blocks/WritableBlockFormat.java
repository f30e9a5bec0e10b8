package io.tenuto.blocks;

import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.objectstore.ObjectStore;

/// A format that new blocks are written in.
public interface WritableBlockFormat extends BlockFormat {
    /// Writes the block's objects. Nothing is visible until somebody commits the meta; a crash leaves objects that no
    /// meta names.
    ///
    /// @param segment at least one span
    BlockMeta write(NewBlock block, Segment segment, ObjectStore store, Deadline deadline);
}
