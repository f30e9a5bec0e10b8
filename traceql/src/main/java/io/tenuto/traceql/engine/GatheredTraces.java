package io.tenuto.traceql.engine;

import io.tenuto.base.ByteSlice;
import io.tenuto.model.AttributeKey;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Facts of gathered traces, computed from their spans.
final class GatheredTraces implements TraceTable {
    private record Trace(
            TraceId id,
            long start,
            long end,
            Optional<ByteSlice> rootService,
            Optional<ByteSlice> rootName,
            int errors,
            Map<String, int[]> services,
            int[] rows) {}

    private final List<Trace> traces;

    private GatheredTraces(List<Trace> traces) {
        this.traces = traces;
    }

    /// Where the rows come from: by row its source's number, by number what that source knows of traces.
    record Origins(int[] partOf, List<TraceTable> tables) {}

    /// @param ordinals of the batch's rows, ascending
    static GatheredTraces of(SpanBatch batch, int[] ordinals, List<long[]> ids, Origins origins) {
        var traces = new ArrayList<Trace>();
        int from = 0;
        for (int trace = 0; trace < ids.size(); trace++) {
            int to = from;
            while (to < ordinals.length && ordinals[to] == trace) to++;
            traces.add(describe(batch, new TraceId(ids.get(trace)[0], ids.get(trace)[1]), from, to, origins));
            from = to;
        }
        return new GatheredTraces(traces);
    }

    private static Trace describe(SpanBatch batch, TraceId id, int from, int to, Origins origins) {
        long[] starts = MergedSource.longs(batch, Intrinsic.START);
        long[] durations = MergedSource.longs(batch, Intrinsic.DURATION);
        long[] status = MergedSource.longs(batch, Intrinsic.STATUS);
        long[] parents = MergedSource.longs(batch, Intrinsic.PARENT_SPAN_ID);
        Column serviceNames = batch.column(new ColumnKey.Attribute(AttributeKey.SERVICE_NAME));
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        int errors = 0;
        Optional<ByteSlice> rootService = Optional.empty();
        Optional<ByteSlice> rootName = Optional.empty();
        var services = new TreeMap<String, int[]>();
        int[] rows = new int[to - from];
        for (int i = from; i < to; i++) {
            rows[i - from] = i;
            start = Math.min(start, starts[i]);
            end = Math.max(end, starts[i] + durations[i]);
            int error = status[i] == 2 ? 1 : 0;
            errors += error;
            String service = text(serviceNames, i);
            int[] counts = services.computeIfAbsent(service, key -> new int[2]);
            counts[0]++;
            counts[1] += error;
            if (parents[i] != 0) continue;
            // Each source knows which of its spans without a parent is a root: a link may say that it is a child.
            TraceTable table = origins.tables().get(origins.partOf()[i]);
            int own = table.find(id);
            if (own < 0 || table.rootName(own).isEmpty()) continue;
            rootService = table.rootService(own);
            rootName = table.rootName(own);
        }
        return new Trace(id, start, end, rootService, rootName, errors, services, rows);
    }

    static String text(Column column, int entry) {
        return BatchView.value(column, entry) instanceof Static.Text(String value) ? value : "";
    }

    @Override
    public int count() {
        return traces.size();
    }

    @Override
    public long idHigh(int trace) {
        return traces.get(trace).id().high();
    }

    @Override
    public long idLow(int trace) {
        return traces.get(trace).id().low();
    }

    @Override
    public long startUnixNanos(int trace) {
        return traces.get(trace).start();
    }

    @Override
    public long endUnixNanos(int trace) {
        return traces.get(trace).end();
    }

    @Override
    public Optional<ByteSlice> rootService(int trace) {
        return traces.get(trace).rootService();
    }

    @Override
    public Optional<ByteSlice> rootName(int trace) {
        return traces.get(trace).rootName();
    }

    @Override
    public int spanCount(int trace) {
        return traces.get(trace).rows().length;
    }

    @Override
    public int errorCount(int trace) {
        return traces.get(trace).errors();
    }

    @Override
    public void forEachService(int trace, ServiceVisitor visitor) {
        traces.get(trace)
                .services()
                .forEach((name, counts) -> visitor.service(ByteSlice.utf8(name), counts[0], counts[1]));
    }

    @Override
    public int[] rows(int trace) {
        int[] rows = traces.get(trace).rows();
        return Arrays.copyOf(rows, rows.length);
    }

    @Override
    public int find(TraceId id) {
        for (int i = 0; i < traces.size(); i++) if (traces.get(i).id().equals(id)) return i;
        return -1;
    }
}
