package io.tenuto.components.blockbuilder;

import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.ObjectStoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes one block per tenant of a cycle, and remembers whose could not be written. Used by the builder's thread.
final class SectionWriter {
    private static final int TRIES = 3;

    private final BlockSink sink;
    private final Quarantine quarantine;
    private final Map<TenantId, Integer> failures = new HashMap<>();

    SectionWriter(BlockSink sink, Quarantine quarantine) {
        this.sink = sink;
        this.quarantine = quarantine;
    }

    /// The metas of the blocks written.
    List<BlockMeta> write(BuildCycle cycle, Deadline deadline) {
        quarantine.keepPoison(cycle, deadline);
        var metas = new ArrayList<BlockMeta>();
        cycle.sections().forEach((tenant, section) -> write(cycle, tenant, section, metas, deadline));
        return metas;
    }

    private void write(
            BuildCycle cycle, TenantId tenant, BuildCycle.Section section, List<BlockMeta> metas, Deadline deadline) {
        if (section.columns.rowCount() == 0) return;
        if (failures.getOrDefault(tenant, 0) >= TRIES) {
            quarantine.keepSection(cycle, tenant, deadline);
            return;
        }
        try {
            metas.add(sink.write(tenant, section.columns.seal(), section.received, deadline));
        } catch (RuntimeException e) {
            // A store that is away says nothing about the section.
            boolean isOfStore = e instanceof ObjectStoreException failure && failure.isRetryable();
            if (!isOfStore) failures.merge(tenant, 1, Integer::sum);
            throw e;
        }
    }

    /// Forgets failures, once the cycle is committed.
    void committed() {
        failures.clear();
    }
}
