package io.tenuto.components.blockbuilder;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.catalog.Quarantined;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.spanlog.LogReader;
import io.tenuto.spanlog.SpanLog;
import io.tenuto.spanlog.SpanLogException;
import io.tenuto.spanlog.StoredRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Poison does not block: what no block can take is stored as it came, before coverage passes it. Used by the
/// builder's thread.
final class Quarantine {
    private static final Duration READ_PATIENCE = Duration.ofSeconds(10);
    private static final int POLL_RECORDS = 1024;
    private static final long POLL_BYTES = 8L << 20;
    private static final int REASON_LENGTH_MAX = 200;

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

    /// Whose records of which partition.
    private record Lane(TenantId tenant, int partition) {}

    /// Stores the records of the cycle that cannot be decoded, those of one tenant and partition together.
    List<Quarantined> keepPoison(BuildCycle cycle, Deadline deadline) {
        var lanes = new LinkedHashMap<Lane, List<BuildCycle.Poison>>();
        for (BuildCycle.Poison poison : cycle.poison()) {
            var lane = new Lane(poison.tenant(), poison.partition());
            lanes.computeIfAbsent(lane, key -> new ArrayList<>()).add(poison);
        }
        var kept = new ArrayList<Quarantined>();
        lanes.forEach((lane, poisons) -> {
            String reason = "undecodable: " + poisons.getFirst().reason();
            var records = poisons.stream().map(BuildCycle.Poison::record).toList();
            kept.add(keep(lane, reason, records, deadline));
        });
        return kept;
    }

    /// Stores a tenant's raw records of the cycle after several failures to write them as a block.
    List<Quarantined> keepSection(BuildCycle cycle, TenantId tenant, String reason, Deadline deadline) {
        var kept = new ArrayList<Quarantined>();
        for (int p : cycle.from().keySet()) {
            var records = new ArrayList<>(reread(p, cycle.fromOffset(p), cycle.toOffset(p), tenant));
            int partition = p;
            // What cannot be decoded is kept aside and counted already.
            records.removeIf(stored -> cycle.isPoison(partition, stored.offset()));
            if (records.isEmpty()) continue;
            kept.add(keep(new Lane(tenant, p), "unwritable: " + reason, records, deadline));
            cycle.skip("quarantined", records.size());
        }
        return kept;
    }

    private Quarantined keep(Lane lane, String reason, List<StoredRecord> records, Deadline deadline) {
        String told = reason.length() <= REASON_LENGTH_MAX ? reason : reason.substring(0, REASON_LENGTH_MAX);
        String log = spanLog.identity().value();
        String id =
                sink.quarantine(lane.tenant(), new QuarantinedRecords(log, lane.partition(), told, records), deadline);
        return new Quarantined(
                id,
                lane.tenant(),
                new LogPartition(log, lane.partition()),
                records.getFirst().offset(),
                records.getLast().offset() + 1,
                records.size(),
                records.stream()
                        .mapToLong(stored -> stored.record().receivedUnixNanos())
                        .max()
                        .orElseThrow(),
                told);
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
