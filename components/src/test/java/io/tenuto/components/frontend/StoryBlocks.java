package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.components.blockbuilder.QuarantineObject;
import io.tenuto.components.blockbuilder.QuarantinedRecords;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.Vector;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Blocks of a story: lists of the identifiers of their spans, and records that are kept aside.
///
/// @param stored the same without failures
record StoryBlocks(ObjectStore store, ObjectStore stored, Entropy entropy) {
    BlockMeta put(TenantId tenant, List<Long> ids, Deadline deadline) {
        String id = entropy.nextUuid().toString();
        ByteBuffer bytes = ByteBuffer.allocate(8 * ids.size());
        ids.forEach(bytes::putLong);
        store.put(keyOf(tenant, id), ByteSlice.of(bytes.array()), deadline);
        return new BlockMeta(id, tenant, "story", 1, ids.size(), 1, 0, 1, 0, 0, 0, 0, 8L * ids.size(), "");
    }

    private static ObjectKey keyOf(TenantId tenant, String id) {
        return new ObjectKey(tenant.value() + "/" + id + "/data");
    }

    private static ObjectKey keptKey(TenantId tenant, String id) {
        return new ObjectKey(tenant.value() + "/" + id + "/" + QuarantineObject.NAME);
    }

    List<Long> read(BlockMeta meta, Deadline deadline) {
        ByteBuffer bytes = store.read(keyOf(meta.tenant(), meta.id()), deadline).toByteBuffer();
        var ids = new ArrayList<Long>();
        while (bytes.hasRemaining()) ids.add(bytes.getLong());
        return ids;
    }

    /// Keeps records aside under a new identifier.
    String keep(TenantId tenant, QuarantinedRecords records, Deadline deadline) {
        String id = entropy.nextUuid().toString();
        store.put(keptKey(tenant, id), QuarantineObject.encode(records), deadline);
        return id;
    }

    /// Deletes whatever a block or what was kept aside consists of, if the store is there.
    void discard(TenantId tenant, String id, Deadline deadline) {
        try {
            store.delete(keyOf(tenant, id), deadline);
            store.delete(keptKey(tenant, id), deadline);
        } catch (ObjectStoreException _) {
            // The sweeper finds it.
            return;
        }
    }

    QuarantinedRecords kept(TenantId tenant, String id) {
        return QuarantineObject.decode(stored.read(keptKey(tenant, id), Deadline.none()));
    }

    static List<Long> ids(SpanSource source) {
        var ids = new ArrayList<Long>();
        ColumnKey column = ColumnKey.of(Intrinsic.SPAN_ID);
        try (var cursor = source.scan(ScanRequest.of(Set.of(column)), Deadline.none())) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                long[] values =
                        ((Vector.Longs) batch.get().column(column).vectors().getFirst()).values();
                for (int i = 0; i < batch.get().rowCount(); i++) ids.add(values[i]);
            }
        }
        return ids;
    }
}
