package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.TraceTable;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;

/// The traces of a segment file. Safe for many threads.
final class FileTraces implements TraceTable {
    private final StoredParts parts;
    private final StoredParts.Traces stored;
    private final FileColumns columns;

    FileTraces(StoredParts parts, FileColumns columns) {
        this.parts = parts;
        this.stored = parts.traces();
        this.columns = columns;
    }

    @Override
    public int count() {
        return parts.facts().traceCount();
    }

    @Override
    public long idHigh(int trace) {
        return stored.high().longAt(trace);
    }

    @Override
    public long idLow(int trace) {
        return stored.low().longAt(trace);
    }

    @Override
    public long startUnixNanos(int trace) {
        return stored.start().longAt(trace);
    }

    @Override
    public long endUnixNanos(int trace) {
        return stored.end().longAt(trace);
    }

    @Override
    public Optional<ByteSlice> rootService(int trace) {
        int row = stored.rootRow().intAt(trace);
        if (row < 0) return Optional.empty();
        int resource = parts.spans().resourceIds().intAt(row);
        return Optional.of(columns.services().value(columns.resources().serviceIds()[resource]));
    }

    @Override
    public Optional<ByteSlice> rootName(int trace) {
        int row = stored.rootRow().intAt(trace);
        if (row < 0) return Optional.empty();
        return Optional.of(parts.spans().names().value(parts.spans().nameIds().intAt(row)));
    }

    private static int begin(StoredArray ends, int trace) {
        return trace == 0 ? 0 : ends.intAt(trace - 1);
    }

    @Override
    public int spanCount(int trace) {
        return stored.rowEnds().intAt(trace) - begin(stored.rowEnds(), trace);
    }

    @Override
    public int errorCount(int trace) {
        return stored.errorCount().intAt(trace);
    }

    @Override
    public void forEachService(int trace, ServiceVisitor visitor) {
        Dictionary names = columns.services();
        int end = stored.serviceEnds().intAt(trace);
        for (int entry = begin(stored.serviceEnds(), trace); entry < end; entry++) {
            visitor.service(
                    names.value(stored.services().intAt(entry)),
                    stored.serviceSpans().intAt(entry),
                    stored.serviceErrors().intAt(entry));
        }
    }

    @Override
    public Set<ByteSlice> services() {
        var ids = new BitSet();
        for (int id : stored.services().ints()) ids.set(id);
        return columns.services().values(ids);
    }

    @Override
    public int[] rows(int trace) {
        return stored.rows()
                .ints(begin(stored.rowEnds(), trace), stored.rowEnds().intAt(trace));
    }

    @Override
    public int find(TraceId id) {
        int mask = stored.slots().count() - 1;
        int slot = TraceIndex.slotOf(id.high(), id.low(), mask);
        for (int entry = stored.slots().intAt(slot);
                entry != 0;
                entry = stored.slots().intAt(slot)) {
            if (idHigh(entry - 1) == id.high() && idLow(entry - 1) == id.low()) return entry - 1;
            slot = (slot + 1) & mask;
        }
        return -1;
    }
}
