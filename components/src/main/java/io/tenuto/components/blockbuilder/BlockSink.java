package io.tenuto.components.blockbuilder;

import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.model.TenantId;

/// Writes one block's objects under a fresh random identifier. Nothing is visible until a commit names the meta.
public interface BlockSink {
    BlockMeta write(TenantId tenant, Segment segment, ReceivedRange received, Deadline deadline);

    /// Keeps undecodable or unwritable records aside for people to look at; `name` is unique.
    void quarantine(TenantId tenant, String name, QuarantinedRecords records, Deadline deadline);
}
