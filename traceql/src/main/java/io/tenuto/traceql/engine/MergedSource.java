package io.tenuto.traceql.engine;

import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.model.AttributeKey;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import io.tenuto.traceql.source.ValueSummary;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Traces that lie in several sources, gathered into one: every span once, twins left out. In memory.
final class MergedSource implements SpanSource {
    private final List<SpanBatch> parts;
    private final int[] partOf;
    private final int[] rowOf;
    private final int[] ordinals;
    private final TraceTable traces;
    private final SourceFacts facts;

    private MergedSource(List<SpanBatch> parts, int[] partOf, int[] rowOf, int[] ordinals, TraceTable traces) {
        this.parts = parts;
        this.partOf = partOf;
        this.rowOf = rowOf;
        this.ordinals = ordinals;
        this.traces = traces;
        long minStart = Long.MAX_VALUE;
        long maxEnd = Long.MIN_VALUE;
        long maxTraceStart = Long.MIN_VALUE;
        for (int trace = 0; trace < traces.count(); trace++) {
            minStart = Math.min(minStart, traces.startUnixNanos(trace));
            maxEnd = Math.max(maxEnd, traces.endUnixNanos(trace));
            maxTraceStart = Math.max(maxTraceStart, traces.startUnixNanos(trace));
        }
        this.facts = new SourceFacts(
                "split traces", rowOf.length, traces.count(), minStart, maxEnd, maxTraceStart, true, false, 0);
    }

    /// Gathers rows of several sources.
    ///
    /// @param rows per source, ascending rows of the traces wanted
    /// @param columns what the query will ask for
    static MergedSource gather(List<SpanSource> sources, List<int[]> rows, Set<ColumnKey> columns, Deadline deadline) {
        var wanted = new HashSet<>(columns);
        wanted.addAll(Twins.COLUMNS);
        wanted.add(new ColumnKey.Attribute(AttributeKey.SERVICE_NAME));
        var parts = new ArrayList<Twins.Part>();
        for (int s = 0; s < sources.size(); s++) {
            SpanSource source = sources.get(s);
            parts.add(new Twins.Part(source.gather(rows.get(s), ScanRequest.of(wanted), deadline), source.traces()));
        }
        return build(parts, Twins.merge(parts));
    }

    private static MergedSource build(List<Twins.Part> from, List<Twins.Place> places) {
        List<SpanBatch> parts = from.stream().map(Twins.Part::batch).toList();
        int count = places.size();
        int[] partOf = new int[count];
        int[] rowOf = new int[count];
        int[] ordinals = new int[count];
        var ids = new ArrayList<long[]>();
        for (int i = 0; i < count; i++) {
            Twins.Place place = places.get(i);
            partOf[i] = place.part();
            rowOf[i] = place.row();
            boolean isNew = i == 0
                    || places.get(i - 1).high() != place.high()
                    || places.get(i - 1).low() != place.low();
            if (isNew) ids.add(new long[] {place.high(), place.low()});
            ordinals[i] = ids.size() - 1;
        }
        int[] all = new int[count];
        for (int i = 0; i < count; i++) all[i] = i;
        var batch = new MergedBatch(parts, partOf, rowOf, all, ordinals);
        var origins = new GatheredTraces.Origins(
                partOf, from.stream().map(Twins.Part::traces).toList());
        return new MergedSource(parts, partOf, rowOf, ordinals, GatheredTraces.of(batch, ordinals, ids, origins));
    }

    static long[] longs(SpanBatch batch, Intrinsic intrinsic) {
        Column column = batch.column(ColumnKey.of(intrinsic));
        return column.isAbsent()
                ? new long[batch.rowCount()]
                : ((Vector.Longs) column.vectors().getFirst()).values();
    }

    @Override
    public SourceFacts facts() {
        return facts;
    }

    @Override
    public TraceTable traces() {
        return traces;
    }

    @Override
    public BatchCursor scan(ScanRequest request, Deadline deadline) {
        int to = Math.min(request.toRow(), rowOf.length);
        int[] rows = new int[Math.max(0, to - request.fromRow())];
        for (int i = 0; i < rows.length; i++) rows[i] = request.fromRow() + i;
        return new BatchCursor() {
            private boolean done = rows.length == 0;

            @Override
            public Optional<SpanBatch> next() {
                if (done) return Optional.empty();
                done = true;
                return Optional.of(gather(rows, request, deadline));
            }

            @Override
            public void close() {
                done = true;
            }
        };
    }

    @Override
    public SpanBatch gather(int[] rows, ScanRequest request, Deadline deadline) {
        Check.argument(rows.length == 0 || rows[rows.length - 1] < rowOf.length, "row beyond the end");
        int[] part = Arrays.stream(rows).map(row -> partOf[row]).toArray();
        int[] row = Arrays.stream(rows).map(r -> rowOf[r]).toArray();
        int[] ordinal = Arrays.stream(rows).map(r -> ordinals[r]).toArray();
        return new MergedBatch(parts, part, row, rows, ordinal);
    }

    @Override
    public List<AttributeKey> keys() {
        return List.of();
    }

    @Override
    public Optional<ValueSummary> values(AttributeKey key) {
        return Optional.empty();
    }
}
