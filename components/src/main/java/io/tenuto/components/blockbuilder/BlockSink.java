package io.tenuto.components.blockbuilder;

import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.model.TenantId;

/// Writes one block's objects under a fresh random identifier. Nothing is visible until a commit names the meta.
public interface BlockSink {
    BlockMeta write(TenantId tenant, Segment segment, ReceivedRange received, Deadline deadline);

    /// Keeps undecodable or unwritable records aside under a fresh random identifier, which it answers. Nobody may rely
    /// on the object before a commit names it: until then it is an orphan.
    String quarantine(TenantId tenant, QuarantinedRecords records, Deadline deadline);

    /// Gives back the room of objects that no commit names or ever will. What cannot be deleted now is an orphan.
    void discard(TenantId tenant, String id, Deadline deadline);
}
