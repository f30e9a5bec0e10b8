package io.tenuto.components.blockbuilder;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import io.tenuto.spanlog.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Poison does not block: what no block can take is stored as it came, before coverage passes it. Used by the
/// builder's thread.
final class Quarantine {
    private static final Logger log = LoggerFactory.getLogger(Quarantine.class);
    private static final Duration READ_PATIENCE = Duration.ofSeconds(10);
    private static final int POLL_RECORDS = 1024;
    private static final long POLL_BYTES = 8L << 20;

    private final SpanLog spanLog;
    private final BlockSink sink;
    private final TenantNaming tenants;
    private final Clock clock;

    Quarantine(CycleRunner.Parts parts, Clock clock) {
        this.spanLog = parts.spanLog();
        this.sink = parts.sink();
        this.tenants = parts.tenants();
        this.clock = clock;
    }

    /// Stores each record of the cycle that cannot be decoded.
    void keepPoison(BuildCycle cycle, Deadline deadline) {
        for (BuildCycle.Poison poison : cycle.poison()) {
            long offset = poison.record().offset();
            TenantId tenant =
                    tenants.tenantOf(poison.record().record().tenant()).orElse(TenantId.SINGLE);
            var records = new QuarantinedRecords(poison.partition(), poison.reason(), List.of(poison.record()));
            sink.quarantine(tenant, "record-" + poison.partition() + "-" + offset, records, deadline);
            log.warn(
                    "undecodable record kept aside; tenant={} partition={} offset={} reason={}",
                    tenant,
                    poison.partition(),
                    offset,
                    poison.reason());
        }
    }

    /// Stores a tenant's raw records of the cycle after several failures to write them as a block.
    void keepSection(BuildCycle cycle, TenantId tenant, Deadline deadline) {
        for (int p : cycle.from().keySet()) {
            List<StoredRecord> records = reread(p, cycle.fromOffset(p), cycle.toOffset(p), tenant);
            if (records.isEmpty()) continue;
            String name = "section-" + p + "-" + cycle.fromOffset(p);
            sink.quarantine(tenant, name, new QuarantinedRecords(p, "block writing failed", records), deadline);
            cycle.skip("quarantined", records.size());
            log.error("section quarantined; tenant={} partition={} records={}", tenant, p, records.size());
        }
    }

    /// All of the tenant's records of `[from, to)`, or a failure: fewer of them must never pass for all.
    private List<StoredRecord> reread(int partition, long from, long to, TenantId tenant) {
        var found = new ArrayList<StoredRecord>();
        try (LogReader reader = spanLog.open(partition, from)) {
            while (reader.nextOffset() < to) {
                Deadline patience = Deadline.after(clock, READ_PATIENCE);
                List<StoredRecord> records = reader.poll(POLL_RECORDS, POLL_BYTES, patience);
                if (records.isEmpty()) {
                    throw new SpanLogException(
                            "partition %d gave nothing at %d though read up to %d before"
                                    .formatted(partition, reader.nextOffset(), to),
                            true);
                }
                for (StoredRecord stored : records) {
                    if (stored.offset() < to && isOf(tenant, stored)) found.add(stored);
                }
            }
        }
        return found;
    }

    private boolean isOf(TenantId tenant, StoredRecord stored) {
        return tenants.tenantOf(stored.record().tenant()).filter(tenant::equals).isPresent();
    }
}
