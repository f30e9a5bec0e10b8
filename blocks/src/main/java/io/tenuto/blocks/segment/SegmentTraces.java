package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.TraceTable;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;

/// A segment's traces. Safe for many threads.
final class SegmentTraces implements TraceTable {
    private final TraceFacts facts;
    private final SegmentData data;
    private volatile int[] slots = {};

    SegmentTraces(TraceFacts facts, SegmentData data) {
        this.facts = facts;
        this.data = data;
    }

    /// Bytes of what is this table's own: facts that were copied for it, and the lookup table.
    long memoryBytes() {
        TraceServices services = facts.services();
        return 20L * facts.start().length
                + 12L * facts.rootRow().length
                + 4L * services.first().length
                + 16L * services.service().length
                + 4L * slots.length;
    }

    @Override
    public int count() {
        return facts.count();
    }

    @Override
    public long idHigh(int trace) {
        return facts.high()[trace];
    }

    @Override
    public long idLow(int trace) {
        return facts.low()[trace];
    }

    @Override
    public long startUnixNanos(int trace) {
        return facts.start()[trace];
    }

    @Override
    public long endUnixNanos(int trace) {
        return facts.end()[trace];
    }

    @Override
    public Optional<ByteSlice> rootService(int trace) {
        int row = facts.rootRow()[trace];
        if (row < 0) return Optional.empty();
        int resource = IntColumn.at(data.resourceIds(), row);
        return Optional.of(data.services().value(data.resources().serviceIds()[resource]));
    }

    @Override
    public Optional<ByteSlice> rootName(int trace) {
        int row = facts.rootRow()[trace];
        return row < 0 ? Optional.empty() : Optional.of(data.names().value(IntColumn.at(data.nameIds(), row)));
    }

    @Override
    public int spanCount(int trace) {
        return facts.spanCount()[trace];
    }

    @Override
    public int errorCount(int trace) {
        return facts.errorCount()[trace];
    }

    @Override
    public void forEachService(int trace, ServiceVisitor visitor) {
        TraceServices services = facts.services();
        Dictionary names = data.services();
        for (int entry = services.first()[trace]; entry >= 0; entry = services.next()[entry]) {
            visitor.service(names.value(services.service()[entry]), services.spans()[entry], services.errors()[entry]);
        }
    }

    @Override
    public Set<ByteSlice> services() {
        var ids = new BitSet();
        for (int id : facts.services().service()) ids.set(id);
        return data.services().values(ids);
    }

    @Override
    public int[] rows(int trace) {
        int[] rows = new int[facts.spanCount()[trace]];
        int row = facts.headRow()[trace];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row;
            row = facts.nextRow()[row];
        }
        return rows;
    }

    @Override
    public int find(TraceId id) {
        int[] table = slots;
        if (table.length == 0) {
            table = TraceIndex.lookupTable(facts.high(), facts.low(), facts.count());
            slots = table;
        }
        int mask = table.length - 1;
        int slot = TraceIndex.slotOf(id.high(), id.low(), mask);
        while (table[slot] != 0) {
            int ordinal = table[slot] - 1;
            if (facts.high()[ordinal] == id.high() && facts.low()[ordinal] == id.low()) return ordinal;
            slot = (slot + 1) & mask;
        }
        return -1;
    }
}
