package io.tenuto.components.blockbuilder;

import io.tenuto.base.BugException;
import io.tenuto.base.Deadline;
import io.tenuto.base.RequestException;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.ObjectStoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes one block per tenant of a cycle, and keeps aside what cannot be written. Used by the builder's thread.
final class SectionWriter {
    private static final Logger log = LoggerFactory.getLogger(SectionWriter.class);
    private static final int TRIES = 3;

    private final BlockSink sink;
    private final Quarantine quarantine;
    private final Map<TenantId, Integer> failures = new HashMap<>();

    SectionWriter(BlockSink sink, Quarantine quarantine) {
        this.sink = sink;
        this.quarantine = quarantine;
    }

    /// What a cycle came to, for the commit to name.
    record Written(List<BlockMeta> blocks, List<Quarantined> quarantined) {}

    Written write(BuildCycle cycle, Deadline deadline) {
        var written = new Written(new ArrayList<>(), new ArrayList<>(quarantine.keepPoison(cycle, deadline)));
        try {
            cycle.sections().forEach((tenant, section) -> write(cycle, tenant, section, written, deadline));
            return written;
        } catch (RuntimeException e) {
            // The next try writes them anew: on a disk that is nearly full each try would leave less room.
            discard(written, deadline);
            throw e;
        }
    }

    /// Deletes what was written for a commit that did not come to be. Never for one whose outcome is unknown.
    void discard(Written written, Deadline deadline) {
        for (BlockMeta block : written.blocks()) sink.discard(block.tenant(), block.id(), deadline);
        for (Quarantined each : written.quarantined()) sink.discard(each.tenant(), each.id(), deadline);
    }

    private void write(
            BuildCycle cycle, TenantId tenant, BuildCycle.Section section, Written written, Deadline deadline) {
        if (section.columns.rowCount() == 0) return;
        try {
            written.blocks().add(sink.write(tenant, section.columns.seal(), section.received, deadline));
        } catch (RuntimeException e) {
            if (!isOfSection(e)) throw e;
            int count = failures.merge(tenant, 1, Integer::sum);
            if (count < TRIES) throw e;
            log.warn("section cannot be written; tenant={} tries={} cause={}", tenant, count, e.toString());
            written.quarantined().addAll(quarantine.keepSection(cycle, tenant, e.toString(), deadline));
        }
    }

    /// A store that is away or slow says nothing about the section; a broken invariant is for the owner.
    private static boolean isOfSection(RuntimeException e) {
        boolean isOfStore = e instanceof ObjectStoreException failure && failure.isRetryable();
        return !isOfStore && !(e instanceof RequestException) && !(e instanceof BugException);
    }

    /// Forgets failures, once the cycle is committed, and tells what it left aside.
    void committed(long commit, List<Quarantined> kept) {
        failures.clear();
        for (Quarantined each : kept) {
            log.error(
                    "records kept aside, queries do not see them; commit={} tenant={} id={} partition={} from={} to={}"
                            + " records={} reason={}",
                    commit,
                    each.tenant(),
                    each.id(),
                    each.partition().partition(),
                    each.fromOffset(),
                    each.toOffset(),
                    each.records(),
                    each.reason());
        }
    }
}
