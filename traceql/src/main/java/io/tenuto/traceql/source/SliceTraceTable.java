package io.tenuto.traceql.source;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.TraceId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The traces of a slice. Traces that lie wholly inside are described by the source below, the others anew.
final class SliceTraceTable implements TraceTable {
    private static final Set<ColumnKey> COLUMNS = Set.of(
            ColumnKey.of(Intrinsic.START),
            ColumnKey.of(Intrinsic.DURATION),
            ColumnKey.of(Intrinsic.STATUS),
            ColumnKey.of(Intrinsic.NAME),
            ColumnKey.of(Intrinsic.PARENT_SPAN_ID),
            new ColumnKey.Attribute(AttributeKey.SERVICE_NAME));

    /// An array's header and the reference to it.
    private static final long ROW_LIST_BYTES = 20;
    /// A fragment with its map of one or two services, two short texts and the entry that names it.
    private static final long FRAGMENT_BYTES = 400;

    private final TraceTable below;
    /// Ordinal below of each ordinal here.
    private final int[] belowOrdinals;
    /// Ordinal here of each ordinal below, or -1.
    private final int[] ordinalOfBelow;
    /// Ordinal here of each row of the slice.
    private final int[] ordinalOfRow;
    private final int[][] rows;
    private final Map<Integer, Fragment> cut;

    /// A trace of which some rows lie outside.
    private record Fragment(
            long start,
            long end,
            Optional<ByteSlice> rootService,
            Optional<ByteSlice> rootName,
            int errors,
            Map<ByteSlice, int[]> services) {}

    private SliceTraceTable(
            TraceTable below,
            int[] belowOrdinals,
            int[] ordinalOfBelow,
            int[] ordinalOfRow,
            int[][] rows,
            Map<Integer, Fragment> cut) {
        this.below = below;
        this.belowOrdinals = belowOrdinals;
        this.ordinalOfBelow = ordinalOfBelow;
        this.ordinalOfRow = ordinalOfRow;
        this.rows = rows;
        this.cut = cut;
    }

    static SliceTraceTable read(SpanSource whole, int from, int to, Deadline deadline) {
        TraceTable below = whole.traces();
        int[] ordinalOfRow = new int[to - from];
        var mapping = new int[below.count()];
        Arrays.fill(mapping, -1);
        int[] belowOrdinals = new int[Math.min(below.count(), to - from)];
        int count = 0;
        var request = new ScanRequest(Set.of(ColumnKey.of(Intrinsic.TRACE_ORDINAL)), List.of(), from, to);
        try (BatchCursor cursor = whole.scan(request, deadline)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                long[] ordinals = longs(batch.get(), Intrinsic.TRACE_ORDINAL);
                for (int i = 0; i < batch.get().rowCount(); i++) {
                    int ordinal = (int) ordinals[i];
                    if (mapping[ordinal] < 0) {
                        belowOrdinals[count] = ordinal;
                        mapping[ordinal] = count++;
                    }
                    ordinalOfRow[batch.get().sourceRow(i) - from] = mapping[ordinal];
                }
            }
        }
        int[][] rows = rowsByTrace(ordinalOfRow, count);
        var cut = new HashMap<Integer, Fragment>();
        for (int trace = 0; trace < count; trace++) {
            if (rows[trace].length < below.spanCount(belowOrdinals[trace])) {
                cut.put(trace, describe(whole, rows[trace], from, deadline));
            }
        }
        return new SliceTraceTable(below, Arrays.copyOf(belowOrdinals, count), mapping, ordinalOfRow, rows, cut);
    }

    private static int[][] rowsByTrace(int[] ordinalOfRow, int count) {
        int[] sizes = new int[count];
        for (int ordinal : ordinalOfRow) sizes[ordinal]++;
        int[][] rows = new int[count][];
        for (int trace = 0; trace < count; trace++) rows[trace] = new int[sizes[trace]];
        int[] next = new int[count];
        for (int row = 0; row < ordinalOfRow.length; row++) {
            int trace = ordinalOfRow[row];
            rows[trace][next[trace]++] = row;
        }
        return rows;
    }

    private static Fragment describe(SpanSource whole, int[] rows, int from, Deadline deadline) {
        int[] shifted = Arrays.stream(rows).map(row -> row + from).toArray();
        SpanBatch batch = whole.gather(shifted, ScanRequest.of(COLUMNS), deadline);
        long[] starts = longs(batch, Intrinsic.START);
        long[] durations = longs(batch, Intrinsic.DURATION);
        long[] status = longs(batch, Intrinsic.STATUS);
        long[] parents = longs(batch, Intrinsic.PARENT_SPAN_ID);
        Column names = batch.column(ColumnKey.of(Intrinsic.NAME));
        Column services = batch.column(new ColumnKey.Attribute(AttributeKey.SERVICE_NAME));
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        int errors = 0;
        Optional<ByteSlice> rootService = Optional.empty();
        Optional<ByteSlice> rootName = Optional.empty();
        var counts = new TreeMap<ByteSlice, int[]>();
        for (int i = 0; i < rows.length; i++) {
            start = Math.min(start, starts[i]);
            end = Math.max(end, starts[i] + durations[i]);
            ByteSlice service = text(services, i);
            int error = status[i] == 2 ? 1 : 0;
            errors += error;
            int[] pair = counts.computeIfAbsent(service, key -> new int[2]);
            pair[0]++;
            pair[1] += error;
            if (parents[i] == 0) {
                rootService = Optional.of(service);
                rootName = Optional.of(text(names, i));
            }
        }
        return new Fragment(start, end, rootService, rootName, errors, counts);
    }

    private static long[] longs(SpanBatch batch, Intrinsic intrinsic) {
        Column column = batch.column(ColumnKey.of(intrinsic));
        return column.isAbsent()
                ? new long[batch.rowCount()]
                : ((Vector.Longs) column.vectors().getFirst()).values();
    }

    private static ByteSlice text(Column column, int entry) {
        for (Vector vector : column.vectors()) {
            if (vector instanceof Vector.Strings strings && strings.presence().has(entry)) {
                return strings.dictionary().value(strings.ids()[entry]).copy();
            }
        }
        return ByteSlice.EMPTY;
    }

    /// Bytes of all arrays held; the few cut traces are taken as their maps and texts usually are.
    long memoryBytes() {
        long bytes = 4L * (belowOrdinals.length + ordinalOfBelow.length + ordinalOfRow.length);
        bytes += 4L * ordinalOfRow.length + rows.length * ROW_LIST_BYTES;
        return bytes + cut.size() * FRAGMENT_BYTES;
    }

    int ordinalOfRow(int row) {
        return ordinalOfRow[row];
    }

    @Override
    public int count() {
        return belowOrdinals.length;
    }

    @Override
    public long idHigh(int trace) {
        return below.idHigh(belowOrdinals[trace]);
    }

    @Override
    public long idLow(int trace) {
        return below.idLow(belowOrdinals[trace]);
    }

    @Override
    public long startUnixNanos(int trace) {
        Fragment fragment = cut.get(trace);
        return fragment == null ? below.startUnixNanos(belowOrdinals[trace]) : fragment.start();
    }

    @Override
    public long endUnixNanos(int trace) {
        Fragment fragment = cut.get(trace);
        return fragment == null ? below.endUnixNanos(belowOrdinals[trace]) : fragment.end();
    }

    @Override
    public Optional<ByteSlice> rootService(int trace) {
        Fragment fragment = cut.get(trace);
        return fragment == null ? below.rootService(belowOrdinals[trace]) : fragment.rootService();
    }

    @Override
    public Optional<ByteSlice> rootName(int trace) {
        Fragment fragment = cut.get(trace);
        return fragment == null ? below.rootName(belowOrdinals[trace]) : fragment.rootName();
    }

    @Override
    public int spanCount(int trace) {
        return rows[trace].length;
    }

    @Override
    public int errorCount(int trace) {
        Fragment fragment = cut.get(trace);
        return fragment == null ? below.errorCount(belowOrdinals[trace]) : fragment.errors();
    }

    @Override
    public void forEachService(int trace, ServiceVisitor visitor) {
        Fragment fragment = cut.get(trace);
        if (fragment == null) below.forEachService(belowOrdinals[trace], visitor);
        else fragment.services().forEach((name, counts) -> visitor.service(name, counts[0], counts[1]));
    }

    @Override
    public int[] rows(int trace) {
        return rows[trace];
    }

    @Override
    public int find(TraceId id) {
        int ordinal = below.find(id);
        return ordinal < 0 || ordinal >= ordinalOfBelow.length ? -1 : ordinalOfBelow[ordinal];
    }
}
