package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The trace table of a block: traces in the order of their rows. Safe for many threads.
public final class StoredTraces implements TraceTable {
    private final long[] high;
    private final long[] low;
    private final int[] firstRows;
    private final long[] starts;
    private final long[] durations;
    private final int[] errors;
    private final int[] rootServices;
    private final int[] rootNames;
    private final int[] serviceStarts;
    private final int[] services;
    private final Dictionary texts;
    /// Where each bucket of starts begins, and the number of traces at the end.
    private final int[] bucketStarts;

    private StoredTraces(
            long[][] longs, int[][] ints, int[] firstRows, int[] serviceStarts, int[] services, Dictionary texts) {
        this.high = longs[0];
        this.low = longs[1];
        this.starts = longs[2];
        this.durations = longs[3];
        this.errors = ints[1];
        this.rootServices = ints[2];
        this.rootNames = ints[3];
        this.firstRows = firstRows;
        this.serviceStarts = serviceStarts;
        this.services = services;
        this.texts = texts;
        this.bucketStarts = bucketStarts(starts);
    }

    private static int[] bucketStarts(long[] starts) {
        int[] buckets = new int[16];
        int count = 0;
        long last = 0;
        for (int i = 0; i < starts.length; i++) {
            long bucket = RowOrder.bucket(starts[i]);
            if (i > 0 && bucket == last) continue;
            if (count + 1 == buckets.length) buckets = Arrays.copyOf(buckets, count * 2 + 2);
            buckets[count++] = i;
            last = bucket;
        }
        buckets = Arrays.copyOf(buckets, count + 1);
        buckets[count] = starts.length;
        return buckets;
    }

    /// Encodes the table of a segment's traces in a block's order.
    public static ByteSlice encode(TraceTable traces, int[] order) {
        int count = order.length;
        long[][] longs = new long[4][count];
        int[][] ints = new int[5][count];
        Map<ByteSlice, Integer> texts = new LinkedHashMap<>();
        var services = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            int trace = order[i];
            longs[0][i] = traces.idHigh(trace);
            longs[1][i] = traces.idLow(trace);
            longs[2][i] = traces.startUnixNanos(trace);
            longs[3][i] = traces.endUnixNanos(trace) - traces.startUnixNanos(trace);
            ints[0][i] = traces.spanCount(trace);
            ints[1][i] = traces.errorCount(trace);
            ints[2][i] = traces.rootService(trace).map(text -> id(texts, text)).orElse(-1);
            ints[3][i] = traces.rootName(trace).map(text -> id(texts, text)).orElse(-1);
            int before = services.size();
            traces.forEachService(trace, (name, spans, errors) -> {
                services.add(id(texts, name));
                services.add(spans);
                services.add(errors);
            });
            ints[4][i] = (services.size() - before) / 3;
        }
        var out = new ProtoWriter(count * 40 + 1024);
        for (int i = 0; i < 2; i++) out.bytes(1 + i, fixed(longs[i]));
        out.bytes(3, Packed.deltas(longs[2], count));
        out.bytes(4, Packed.of(longs[3], count));
        for (int i = 0; i < ints.length; i++) out.bytes(5 + i, Packed.of(ints[i], count));
        int[] flat = services.stream().mapToInt(Integer::intValue).toArray();
        out.bytes(10, Packed.of(flat, flat.length));
        texts.keySet().forEach(text -> out.bytes(11, text));
        return out.toSlice();
    }

    private static int id(Map<ByteSlice, Integer> texts, ByteSlice text) {
        Integer id = texts.putIfAbsent(text, texts.size());
        return id == null ? texts.size() - 1 : id;
    }

    private static ByteSlice fixed(long[] values) {
        byte[] bytes = new byte[8 * values.length];
        for (int i = 0; i < values.length; i++) {
            for (int b = 0; b < 8; b++) bytes[8 * i + b] = (byte) (values[i] >>> (56 - 8 * b));
        }
        return ByteSlice.of(bytes);
    }

    public static StoredTraces decode(ByteSlice bytes, int rowCount) {
        long[][] longs = new long[4][0];
        int[][] ints = new int[5][0];
        int[] services = {};
        List<ByteSlice> texts = new ArrayList<>();
        var in = new ProtoReader(bytes);
        while (in.next()) {
            int field = in.field();
            switch (field) {
                case 1, 2 -> longs[field - 1] = unfixed(in.readSlice());
                case 3 -> longs[2] = Packed.fromDeltas(in.readSlice());
                case 4 -> longs[3] = Packed.longs(in.readSlice());
                case 5, 6, 7, 8, 9 -> ints[field - 5] = Packed.ints(in.readSlice());
                case 10 -> services = Packed.ints(in.readSlice());
                case 11 -> texts.add(in.readSlice());
                default -> in.skip();
            }
        }
        int count = longs[0].length;
        for (long[] column : longs) Check.data(column.length == count, "trace table of uneven columns");
        for (int[] column : ints) Check.data(column.length == count, "trace table of uneven columns");
        int[] firstRows = sums(ints[0], 1, rowCount);
        int[] serviceStarts = sums(ints[4], 3, services.length);
        for (int i = 0; i < services.length; i += 3) checkText(services[i], 0, texts.size());
        for (int i = 0; i < count; i++) {
            checkText(ints[2][i], -1, texts.size());
            checkText(ints[3][i], -1, texts.size());
        }
        return new StoredTraces(longs, ints, firstRows, serviceStarts, services, CoreDecoder.dictionary(texts));
    }

    private static void checkText(int id, int min, int size) {
        Check.data(id >= min && id < size, "the trace table names text %s", id);
    }

    private static int[] sums(int[] counts, int factor, int total) {
        int[] sums = new int[counts.length + 1];
        for (int i = 0; i < counts.length; i++) {
            long next = sums[i] + (long) counts[i] * factor;
            Check.data(counts[i] >= 0 && next <= total, "the trace table counts %s of %s", next, total);
            sums[i + 1] = (int) next;
        }
        Check.data(sums[counts.length] == total, "the trace table counts %s, not %s", sums[counts.length], total);
        return sums;
    }

    private static long[] unfixed(ByteSlice bytes) {
        Check.data(bytes.length() % 8 == 0, "identifiers of %s bytes", bytes.length());
        long[] values = new long[bytes.length() / 8];
        for (int i = 0; i < values.length; i++) {
            long value = 0;
            for (int b = 0; b < 8; b++) value = value << 8 | (bytes.at(8 * i + b) & 0xFF);
            values[i] = value;
        }
        return values;
    }

    @Override
    public int count() {
        return high.length;
    }

    @Override
    public long idHigh(int trace) {
        return high[trace];
    }

    @Override
    public long idLow(int trace) {
        return low[trace];
    }

    @Override
    public long startUnixNanos(int trace) {
        return starts[trace];
    }

    @Override
    public long endUnixNanos(int trace) {
        return starts[trace] + durations[trace];
    }

    @Override
    public Optional<ByteSlice> rootService(int trace) {
        return rootServices[trace] < 0 ? Optional.empty() : Optional.of(texts.value(rootServices[trace]));
    }

    @Override
    public Optional<ByteSlice> rootName(int trace) {
        return rootNames[trace] < 0 ? Optional.empty() : Optional.of(texts.value(rootNames[trace]));
    }

    @Override
    public int spanCount(int trace) {
        return firstRows[trace + 1] - firstRows[trace];
    }

    @Override
    public int errorCount(int trace) {
        return errors[trace];
    }

    @Override
    public void forEachService(int trace, ServiceVisitor visitor) {
        for (int at = serviceStarts[trace]; at < serviceStarts[trace + 1]; at += 3) {
            visitor.service(texts.value(services[at]), services[at + 1], services[at + 2]);
        }
    }

    @Override
    public Set<ByteSlice> services() {
        var ids = new BitSet(texts.size());
        for (int at = 0; at < services.length; at += 3) ids.set(services[at]);
        return texts.values(ids);
    }

    @Override
    public int[] rows(int trace) {
        int[] rows = new int[spanCount(trace)];
        for (int i = 0; i < rows.length; i++) rows[i] = firstRows[trace] + i;
        return rows;
    }

    int firstRow(int trace) {
        return firstRows[trace];
    }

    /// The trace that has this row.
    int traceOf(int row) {
        int at = Arrays.binarySearch(firstRows, row);
        return at >= 0 ? at : -at - 2;
    }

    /// Traces ascend by identifier within a bucket of their start, so each bucket is searched by halves.
    @Override
    public int find(TraceId id) {
        for (int b = 0; b + 1 < bucketStarts.length; b++) {
            int found = find(id, bucketStarts[b], bucketStarts[b + 1]);
            if (found >= 0) return found;
        }
        return -1;
    }

    private int find(TraceId id, int from, int to) {
        int a = from;
        int b = to - 1;
        while (a <= b) {
            int middle = (a + b) >>> 1;
            int order = Long.compareUnsigned(high[middle], id.high());
            if (order == 0) order = Long.compareUnsigned(low[middle], id.low());
            if (order == 0) return middle;
            if (order < 0) a = middle + 1;
            else b = middle - 1;
        }
        return -1;
    }
}
