package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.SpansetExpression;
import io.tenuto.traceql.source.BatchCursor;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.ScanRequest;
import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.SpanSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Evaluates a pipeline and hands over the spans that are left, for metrics.
///
/// A pipeline of filters judges spans one by one while scanning, unless something is asked that depends on the rest of
/// the trace. Anything else sees whole traces: those in one source there, those in several gathered once. Used by one
/// thread. Stored copies count as often as they are stored while spans are judged alone.
public final class SpanMatcher {
    private static final int GATHER_ROWS = 8192;

    private final PipelinePlan plan;
    private final boolean isSpanOnly;
    private final Set<ColumnKey> columns;
    private ScanStatistics statistics = ScanStatistics.NONE;
    private int leftOut;

    /// @param more columns that the receiver reads besides those of the pipeline
    public SpanMatcher(PipelinePlan plan, Set<ColumnKey> more) {
        this(plan, more, Set.of());
    }

    /// @param asked fields that the receiver reads and that are those of the whole trace, wherever it lies
    public SpanMatcher(PipelinePlan plan, Set<ColumnKey> more, Collection<FieldReference> asked) {
        this.plan = plan;
        this.isSpanOnly = plan.isSpanOnly(asked);
        this.columns = new HashSet<>(plan.columns());
        this.columns.addAll(more);
    }

    public void run(List<SpanSource> sources, Deadline deadline, MatchedSpans receiver) {
        var counter = new ScanCounter(deadline);
        leftOut = 0;
        // What lies in one source is whole there.
        if (isSpanOnly || plan.isSpanOnly() && sources.size() == 1) {
            for (SpanSource source : sources) {
                if (source.facts().rowCount() > 0) scan(source, counter, deadline, receiver);
            }
            counter.sources(sources.size(), 0);
            counter.leadEnds();
        } else {
            var walk = new TraceWalk(plan, sources, SearchShare.all(sources.size()), true, columns, counter, deadline);
            walk.run(new Collected(deadline, receiver));
            leftOut = walk.leftOut();
        }
        statistics = counter.total();
    }

    /// What the last run read.
    public ScanStatistics statistics() {
        return statistics;
    }

    /// Traces in several sources that the last run had to leave out because they were too many to put together.
    public int leftOut() {
        return leftOut;
    }

    /// Hands over the rows of one handful of traces after the other.
    private final class Collected implements TraceWalk.Sink {
        private final Deadline deadline;
        private final MatchedSpans receiver;
        private int[] rows = new int[1024];
        private int count;

        Collected(Deadline deadline, MatchedSpans receiver) {
            this.deadline = deadline;
            this.receiver = receiver;
        }

        @Override
        public boolean wants(TraceId id, long start, long end) {
            return receiver.asks(start, end);
        }

        @Override
        public boolean isDone(long start) {
            return false;
        }

        @Override
        public void found(Place place, int trace, List<Spanset> spansets) {
            for (Spanset spanset : spansets) {
                int[] own = spanset.rows();
                if (count + own.length > rows.length) {
                    rows = Arrays.copyOf(rows, Math.max(rows.length * 2, count + own.length));
                }
                System.arraycopy(own, 0, rows, count, own.length);
                count += own.length;
            }
        }

        @Override
        public void handfulEnds(Place place) {
            int[] matched =
                    IntStream.of(Arrays.copyOf(rows, count)).sorted().distinct().toArray();
            count = 0;
            gather(place.source(), place.structure(), matched, deadline, receiver);
        }
    }

    private void scan(SpanSource source, ScanCounter counter, Deadline deadline, MatchedSpans receiver) {
        SourceFacts facts = source.facts();
        counter.covered(ScanUnit.whole(0, source), facts.traceCount(), facts.estimatedBytes());
        var structure = new Structure(source, deadline);
        List<Node> nodes = plan.filters().stream()
                .map(SpansetExpression.Filter::condition)
                .map(FilterCompiler::compile)
                .toList();
        var request = new ScanRequest(columns, plan.pruning(), 0, source.facts().rowCount());
        int[] rows = {};
        try (BatchCursor cursor = source.scan(request, deadline)) {
            for (var batch = cursor.next(); batch.isPresent(); batch = cursor.next()) {
                deadline.check("query");
                counter.batch(batch.get().rowCount());
                var view = new BatchView(batch.get(), source.traces(), structure);
                var failures = new RowFailures(source.facts().rowCount());
                view.deferFailures(failures);
                long[] kept = Bits.all(view.rowCount());
                for (Node node : nodes) kept = node.evaluate(view, kept);
                view.throwFailures();
                if (!failures.isEmpty()) failures.checkBatch(view, row -> receiver.asks(view, row));
                int count = Bits.count(kept);
                if (count == 0) continue;
                if (rows.length < count) rows = new int[count];
                Bits.list(kept, rows);
                receiver.spans(view, rows, count);
            }
            counter.pruned(cursor.pruned());
        }
    }

    private void gather(SpanSource source, Structure structure, int[] rows, Deadline deadline, MatchedSpans receiver) {
        for (int from = 0; from < rows.length; from += GATHER_ROWS) {
            deadline.check("query");
            int[] chunk = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + GATHER_ROWS));
            SpanBatch batch = source.gather(chunk, ScanRequest.of(columns), deadline);
            int[] indexes = new int[chunk.length];
            for (int i = 0; i < indexes.length; i++) indexes[i] = i;
            receiver.spans(new BatchView(batch, source.traces(), structure), indexes, indexes.length);
        }
    }
}
