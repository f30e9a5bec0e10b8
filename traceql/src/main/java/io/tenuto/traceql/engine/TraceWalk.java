package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Walks the traces that may match, newest first, and evaluates the pipeline on each, whole.
///
/// Sources are cut into units, taken by the newest trace start they may hold. Filters that every match must pass lead
/// to traces; a trace of which other sources hold spans too is put together from all of them and evaluated once.
/// Reading beyond that happens in growing handfuls of traces, so that whoever wants only the newest pays only for
/// those.
final class TraceWalk {
    private static final int FIRST_HANDFUL = 64;
    private static final int LAST_HANDFUL = 16_384;
    private static final int GATHER_ROWS = 1 << 17;
    /// Rows of split traces that one run puts together.
    private static final long GATHERED_ROWS_MAX = 4_000_000;

    /// Takes what is found. The order is newest first within a unit only.
    interface Sink {
        /// Whether a trace of these times is of interest as things stand.
        boolean wants(TraceId id, long startUnixNanos, long endUnixNanos);

        /// Whether no trace that starts then or before can be of interest any more.
        boolean isDone(long startUnixNanos);

        void found(Place place, int trace, List<Spanset> spansets);

        /// What was found since the last call may now be read; values of `place` are forgotten after.
        void handfulEnds(Place place);
    }

    private final PipelinePlan plan;
    private final List<SpanSource> sources;
    private final SearchShare share;
    private final Set<ColumnKey> columns;
    private final Deadline deadline;
    private final ScanCounter counter;
    private final Splits splits;
    private final @Nullable Place[] places;
    private final Set<Fragments> splitSeen = new HashSet<>();
    private long gatheredRows;
    private int leftOut;

    /// Those of one trace that were put together. What is near a fragment depends on the fragment, so that a trace over
    /// more than an hour may be put together in several ways, in one job as in several.
    private record Fragments(TraceId id, List<Integer> sources) {
        static Fragments of(TraceId id, int[] ordinals) {
            return new Fragments(
                    id,
                    IntStream.range(0, ordinals.length)
                            .filter(s -> ordinals[s] >= 0)
                            .boxed()
                            .toList());
        }
    }

    /// @param share where traces are looked for
    /// @param seesAll whether no other run looks at other sources of the same traces: then these are put together
    /// however long they last
    /// @param columns what is read of traces that are found, besides what the pipeline needs
    TraceWalk(
            PipelinePlan plan,
            List<SpanSource> sources,
            SearchShare share,
            boolean seesAll,
            Set<ColumnKey> columns,
            ScanCounter counter,
            Deadline deadline) {
        this.plan = plan;
        this.sources = List.copyOf(sources);
        this.share = share;
        this.columns = new HashSet<>(plan.columns());
        this.columns.addAll(columns);
        this.counter = counter;
        this.deadline = deadline;
        this.splits = new Splits(this.sources, seesAll);
        this.places = new Place[sources.size()];
    }

    void run(Sink sink) {
        int visited = 0;
        for (ScanUnit unit : share.units(sources)) {
            if (sink.isDone(unit.newest())) break;
            Place place = places[unit.source()];
            if (place == null) {
                place = place(sources.get(unit.source()));
                places[unit.source()] = place;
                visited++;
            }
            visit(unit, place, sink);
        }
        counter.sources(visited, share.sources().cardinality() - visited);
    }

    /// Traces in several sources that were too much to put together.
    int leftOut() {
        return leftOut;
    }

    private Place place(SpanSource source) {
        var structure = new Structure(source, deadline);
        return new Place(source, structure, new FilterResults(plan, source, structure, counter, deadline));
    }

    private void visit(ScanUnit unit, Place place, Sink sink) {
        TraceTable table = splits.table(unit.source());
        SpanSource source = place.source();
        long bytes = source.facts().estimatedBytes()
                * unit.rowCount()
                / Math.max(1, source.facts().rowCount());
        int[] traces = place.results().lead(unit);
        counter.covered(unit, unit.toTrace() - unit.fromTrace(), bytes);
        counter.leadEnds();
        NewestFirst.sort(traces, table);
        int size = FIRST_HANDFUL;
        int from = 0;
        while (from < traces.length && !sink.isDone(table.startUnixNanos(traces[from]))) {
            int to = Math.min(traces.length, from + size);
            handful(unit, place, Arrays.copyOfRange(traces, from, to), sink);
            from = to;
            size = Math.min(LAST_HANDFUL, size * 4);
        }
        counter.tracesEnd();
    }

    private void handful(ScanUnit unit, Place place, int[] traces, Sink sink) {
        TraceTable table = splits.table(unit.source());
        int[] whole = new int[traces.length];
        int count = 0;
        var split = new ArrayList<int[]>();
        for (int trace : traces) {
            int[] fragments = splits.fragments(unit.source(), trace);
            if (fragments.length == 0) {
                boolean wanted = sink.wants(table.id(trace), table.startUnixNanos(trace), table.endUnixNanos(trace));
                if (wanted) whole[count++] = trace;
            } else if (splitSeen.add(Fragments.of(table.id(trace), fragments))
                    && isWanted(table.id(trace), fragments, sink)) {
                split.add(fragments);
            }
        }
        if (count > 0) evaluate(unit, place, Arrays.copyOf(whole, count), sink);
        gatherAll(split, sink);
    }

    private boolean isWanted(TraceId id, int[] fragments, Sink sink) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        for (int s = 0; s < fragments.length; s++) {
            if (fragments[s] < 0) continue;
            start = Math.min(start, splits.table(s).startUnixNanos(fragments[s]));
            end = Math.max(end, splits.table(s).endUnixNanos(fragments[s]));
        }
        return sink.wants(id, start, end);
    }

    private void evaluate(ScanUnit unit, Place place, int[] traces, Sink sink) {
        TraceTable table = place.source().traces();
        int[][] rows = new int[traces.length][];
        for (int i = 0; i < traces.length; i++) rows[i] = table.rows(traces[i]);
        place.results().prepare(unit, joined(rows));
        for (int i = 0; i < traces.length; i++) {
            List<Spanset> spansets = place.evaluator().evaluate(plan.pipeline(), rows[i]);
            if (!spansets.isEmpty()) sink.found(place, traces[i], spansets);
        }
        counter.evaluated(traces.length);
        sink.handfulEnds(place);
    }

    private static int[] joined(int[][] rows) {
        int count = 0;
        for (int[] own : rows) count += own.length;
        int[] all = new int[count];
        int at = 0;
        for (int[] own : rows) {
            System.arraycopy(own, 0, all, at, own.length);
            at += own.length;
        }
        Arrays.sort(all);
        return all;
    }

    private void gatherAll(List<int[]> traces, Sink sink) {
        int from = 0;
        while (from < traces.size()) {
            int to = from;
            long rows = 0;
            while (to < traces.size() && (to == from || rows + rowCount(traces.get(to)) <= GATHER_ROWS)) {
                rows += rowCount(traces.get(to++));
            }
            if (gatheredRows + rows > GATHERED_ROWS_MAX) {
                leftOut += to - from;
            } else {
                gatheredRows += rows;
                gather(traces.subList(from, to), sink);
            }
            from = to;
        }
    }

    private long rowCount(int[] fragments) {
        long rows = 0;
        for (int s = 0; s < fragments.length; s++) {
            if (fragments[s] >= 0) rows += splits.table(s).spanCount(fragments[s]);
        }
        return rows;
    }

    private void gather(List<int[]> traces, Sink sink) {
        var involved = new ArrayList<SpanSource>();
        var rows = new ArrayList<int[]>();
        for (int s = 0; s < sources.size(); s++) {
            int source = s;
            int[][] own = traces.stream()
                    .filter(fragments -> fragments[source] >= 0)
                    .map(fragments -> splits.rows(source, fragments[source]))
                    .toArray(int[][]::new);
            if (own.length == 0) continue;
            involved.add(sources.get(s));
            rows.add(joined(own));
        }
        SpanSource merged = MergedSource.gather(involved, rows, columns, deadline);
        counter.gathered(traces.size());
        Place place = place(merged);
        ScanUnit unit = ScanUnit.whole(-1, merged);
        int[] flagged = place.results().lead(unit);
        if (flagged.length > 0) evaluate(unit, place, flagged, sink);
    }
}
