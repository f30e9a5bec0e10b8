package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.tenuto1.StoredTraces;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The traces of all row groups one behind the other, detached from the segments that they were read from.
final class ForeignTraces implements TraceTable {
    private final List<StoredTraces> parts;
    private final int[] firstTraces;
    private final int[] firstRows;

    private ForeignTraces(List<StoredTraces> parts, int[] firstTraces, int[] firstRows) {
        this.parts = parts;
        this.firstTraces = firstTraces;
        this.firstRows = firstRows;
    }

    static ForeignTraces of(List<TraceTable> tables, int[] firstRows) {
        var parts = new ArrayList<StoredTraces>();
        int[] firstTraces = new int[tables.size() + 1];
        for (int i = 0; i < tables.size(); i++) {
            TraceTable table = tables.get(i);
            int[] order = IntStream.range(0, table.count()).toArray();
            parts.add(StoredTraces.decode(StoredTraces.encode(table, order), firstRows[i + 1] - firstRows[i]));
            firstTraces[i + 1] = firstTraces[i] + table.count();
        }
        return new ForeignTraces(List.copyOf(parts), firstTraces, firstRows);
    }

    int firstTrace(int group) {
        return firstTraces[group];
    }

    private int part(int trace) {
        int part = 0;
        while (firstTraces[part + 1] <= trace) part++;
        return part;
    }

    @Override
    public int count() {
        return firstTraces[parts.size()];
    }

    @Override
    public long idHigh(int trace) {
        int part = part(trace);
        return parts.get(part).idHigh(trace - firstTraces[part]);
    }

    @Override
    public long idLow(int trace) {
        int part = part(trace);
        return parts.get(part).idLow(trace - firstTraces[part]);
    }

    @Override
    public long startUnixNanos(int trace) {
        int part = part(trace);
        return parts.get(part).startUnixNanos(trace - firstTraces[part]);
    }

    @Override
    public long endUnixNanos(int trace) {
        int part = part(trace);
        return parts.get(part).endUnixNanos(trace - firstTraces[part]);
    }

    @Override
    public Optional<ByteSlice> rootService(int trace) {
        int part = part(trace);
        return parts.get(part).rootService(trace - firstTraces[part]);
    }

    @Override
    public Optional<ByteSlice> rootName(int trace) {
        int part = part(trace);
        return parts.get(part).rootName(trace - firstTraces[part]);
    }

    @Override
    public int spanCount(int trace) {
        int part = part(trace);
        return parts.get(part).spanCount(trace - firstTraces[part]);
    }

    @Override
    public int errorCount(int trace) {
        int part = part(trace);
        return parts.get(part).errorCount(trace - firstTraces[part]);
    }

    @Override
    public void forEachService(int trace, ServiceVisitor visitor) {
        int part = part(trace);
        parts.get(part).forEachService(trace - firstTraces[part], visitor);
    }

    @Override
    public int[] rows(int trace) {
        int part = part(trace);
        int[] rows = parts.get(part).rows(trace - firstTraces[part]);
        for (int i = 0; i < rows.length; i++) rows[i] += firstRows[part];
        return rows;
    }

    /// Traces ascend by identifier over the whole file.
    @Override
    public int find(TraceId id) {
        int low = 0;
        int high = count() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = id(middle).compareTo(id);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return -1;
    }
}
