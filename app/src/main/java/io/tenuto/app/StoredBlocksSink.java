package io.tenuto.app;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.WritableBlockFormat;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.components.blockbuilder.BlockSink;
import io.tenuto.components.blockbuilder.QuarantinedRecords;
import io.tenuto.components.blockbuilder.ReceivedRange;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.wire.ProtoWriter;

/// Puts blocks of one format into one store.
record StoredBlocksSink(WritableBlockFormat format, ObjectStore store, Entropy entropy) implements BlockSink {
    @Override
    public BlockMeta write(TenantId tenant, Segment segment, ReceivedRange received, Deadline deadline) {
        var block = new NewBlock(
                entropy.nextUuid().toString(), tenant, received.minUnixNanos(), received.maxUnixNanos(), 0);
        return format.write(block, segment, store, deadline);
    }

    /// One object: per record a message with offset (1), receive time (2) and the value as it came (3).
    @Override
    public void quarantine(TenantId tenant, String name, QuarantinedRecords records, Deadline deadline) {
        var out = new ProtoWriter();
        out.text(1, records.reason());
        for (StoredRecord stored : records.records()) {
            int mark = out.begin(2);
            out.varint(1, stored.offset());
            out.varint(2, stored.record().receivedUnixNanos());
            out.bytes(3, stored.record().value());
            out.end(mark);
        }
        ByteSlice content = out.toSlice();
        store.put(new ObjectKey("_quarantine/" + tenant.value() + "/" + name), content, deadline);
    }
}
