package io.tenuto.app;

import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.WritableBlockFormat;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.components.blockbuilder.BlockSink;
import io.tenuto.components.blockbuilder.QuarantineObject;
import io.tenuto.components.blockbuilder.QuarantinedRecords;
import io.tenuto.components.blockbuilder.ReceivedRange;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;

/// Puts blocks of one format into one store.
record StoredBlocksSink(WritableBlockFormat format, ObjectStore store, Entropy entropy) implements BlockSink {
    @Override
    public BlockMeta write(TenantId tenant, Segment segment, ReceivedRange received, Deadline deadline) {
        var block = new NewBlock(
                entropy.nextUuid().toString(), tenant, received.minUnixNanos(), received.maxUnixNanos(), 0);
        return format.write(block, segment, store, deadline);
    }

    @Override
    public String quarantine(TenantId tenant, QuarantinedRecords records, Deadline deadline) {
        String id = entropy.nextUuid().toString();
        var key = new ObjectKey(tenant.value() + "/" + id + "/" + QuarantineObject.NAME);
        store.put(key, QuarantineObject.encode(records), deadline);
        return id;
    }
}
