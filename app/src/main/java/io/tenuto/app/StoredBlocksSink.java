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
import io.tenuto.objectstore.ObjectFacts;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts blocks of one format into one store.
record StoredBlocksSink(WritableBlockFormat format, ObjectStore store, Entropy entropy) implements BlockSink {
    private static final Logger log = LoggerFactory.getLogger(StoredBlocksSink.class);
    /// A block has fewer.
    private static final int OBJECTS_MAX = 100;

    @Override
    public BlockMeta write(TenantId tenant, Segment segment, ReceivedRange received, Deadline deadline) {
        String id = entropy.nextUuid().toString();
        var block = new NewBlock(id, tenant, received.minUnixNanos(), received.maxUnixNanos(), 0);
        try {
            return format.write(block, segment, store, deadline);
        } catch (RuntimeException e) {
            // Some of its objects may be there.
            discard(tenant, id, deadline);
            throw e;
        }
    }

    @Override
    public String quarantine(TenantId tenant, QuarantinedRecords records, Deadline deadline) {
        String id = entropy.nextUuid().toString();
        var key = new ObjectKey(tenant.value() + "/" + id + "/" + QuarantineObject.NAME);
        store.put(key, QuarantineObject.encode(records), deadline);
        return id;
    }

    @Override
    public void discard(TenantId tenant, String id, Deadline deadline) {
        try {
            for (ObjectFacts facts : store.list(tenant.value() + "/" + id + "/", "", OBJECTS_MAX, deadline)) {
                store.delete(facts.key(), deadline);
            }
        } catch (ObjectStoreException e) {
            log.warn("objects of a failed cycle stay; tenant={} id={} cause={}", tenant, id, e.getMessage());
        }
    }
}
