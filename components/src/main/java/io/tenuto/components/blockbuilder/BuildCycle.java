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
    record Poison(int partition, StoredRecord record, String reason) {}

    private final Map<Integer, Long> from = new TreeMap<>();
    private final Map<Integer, Long> to = new TreeMap<>();
    private final Map<TenantId, Section> sections = new TreeMap<>();
    private final List<Poison> poison = new ArrayList<>();
    private final Map<String, Long> skipped = new HashMap<>();
    private final OtlpValidator validator = new OtlpValidator();
    private long records;

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
            skipped.merge("no_tenant", 1L, Long::sum);
            return;
        }
        Section section = sections.computeIfAbsent(tenant.get(), id -> new Section(validator));
        try {
            section.columns.append(stored.record().value());
            section.received = section.received.with(stored.record().receivedUnixNanos());
        } catch (CorruptDataException e) {
            skipped.merge("undecodable", 1L, Long::sum);
            poison.add(new Poison(partition, stored, String.valueOf(e.getMessage())));
        }
    }

    Map<TenantId, Section> sections() {
        return sections;
    }

    List<Poison> poison() {
        return poison;
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

    /// Bytes of columns held, over all tenants.
    long memoryBytes() {
        long bytes = 0;
        for (Section section : sections.values()) bytes += section.columns.memoryBytes();
        return bytes;
    }

    boolean isEmpty() {
        return records == 0;
    }
}
