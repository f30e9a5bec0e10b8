package io.tenuto.components.blockbuilder;

import io.tenuto.base.CorruptDataException;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.wire.OtlpValidator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one cycle has read: columns per tenant and how far each partition got. No thread, no clock, no I/O.
final class BuildCycle {
    /// One tenant's part of the cycle.
    static final class Section {
        final SegmentBuilder columns;
        ReceivedRange received = ReceivedRange.NONE;

        Section(OtlpValidator validator) {
            columns = new SegmentBuilder(validator);
        }
    }

    /// A record that cannot be decoded, kept aside.
    record Poison(TenantId tenant, int partition, StoredRecord record, String reason) {}

    private final Map<Integer, Long> from = new TreeMap<>();
    private final Map<Integer, Long> to = new TreeMap<>();
    private final Map<TenantId, Section> sections = new TreeMap<>();
    private final List<Poison> poison = new ArrayList<>();
    private final Map<String, Long> skipped = new HashMap<>();
    private final OtlpValidator validator = new OtlpValidator();
    private long records;
    private long poisonBytes;

    /// Says where the cycle starts in `partition`; every partition is named once before its records.
    void start(int partition, long offset) {
        from.put(partition, offset);
        to.put(partition, offset);
    }

    /// Takes one record of `partition`; what cannot be decoded is kept aside and counted.
    void add(int partition, StoredRecord stored, TenantNaming tenants) {
        records++;
        to.put(partition, stored.offset() + 1);
        var tenant = tenants.tenantOf(stored.record().tenant());
        if (tenant.isEmpty()) {
            skip("no_tenant", 1);
            return;
        }
        Section section = sections.computeIfAbsent(tenant.get(), id -> new Section(validator));
        try {
            section.columns.append(stored.record().value());
            section.received = section.received.with(stored.record().receivedUnixNanos());
        } catch (CorruptDataException e) {
            skip("undecodable", 1);
            poison.add(new Poison(tenant.get(), partition, stored, String.valueOf(e.getMessage())));
            poisonBytes += stored.record().value().length();
        }
    }

    Map<TenantId, Section> sections() {
        return sections;
    }

    List<Poison> poison() {
        return poison;
    }

    /// Notes records that are in no block of the cycle; they are counted once it is committed.
    void skip(String reason, long count) {
        skipped.merge(reason, count, Long::sum);
    }

    Map<String, Long> skipped() {
        return skipped;
    }

    Map<Integer, Long> from() {
        return from;
    }

    /// Where the cycle starts in `partition`.
    long fromOffset(int partition) {
        return from.getOrDefault(partition, 0L);
    }

    /// One past the last record read of `partition`.
    long toOffset(int partition) {
        return to.getOrDefault(partition, 0L);
    }

    /// One past the last record read, per partition.
    Map<Integer, Long> to() {
        return to;
    }

    long records() {
        return records;
    }

    boolean isPoison(int partition, long offset) {
        return poison.stream()
                .anyMatch(each -> each.partition() == partition && each.record().offset() == offset);
    }

    /// Bytes of columns and of records kept aside, over all tenants.
    long memoryBytes() {
        long bytes = poisonBytes;
        for (Section section : sections.values()) bytes += section.columns.memoryBytes();
        return bytes;
    }

    boolean isEmpty() {
        return records == 0;
    }
}
