package io.tenuto.traceql.engine;

import io.tenuto.base.Deadline;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.SpanSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Sources arranged so that every trace is whole in exactly one of them: split traces are gathered into one more
/// source.
final class WholeTraces {
    private final PipelinePlan plan;
    private final Deadline deadline;
    private final List<SpanSource> sources;
    /// Per source, the traces that are evaluated elsewhere.
    private final List<boolean[]> excluded;

    /// What is done with one source.
    interface Visitor {
        void source(SpanSource source, Structure structure, FilterResults results, boolean[] excluded);
    }

    WholeTraces(PipelinePlan plan, List<SpanSource> sources, Set<ColumnKey> columns, Deadline deadline) {
        this.plan = plan;
        this.deadline = deadline;
        this.sources = new ArrayList<>(sources);
        this.excluded = MergedSource.split(sources);
        List<int[]> rows = new ArrayList<>();
        boolean any = false;
        for (int s = 0; s < sources.size(); s++) {
            int[] own = rowsOf(sources.get(s), excluded.get(s));
            any |= own.length > 0;
            rows.add(own);
        }
        if (!any) return;
        SpanSource merged = MergedSource.gather(sources, rows, columns, deadline);
        this.sources.add(merged);
        this.excluded.add(new boolean[merged.traces().count()]);
    }

    private static int[] rowsOf(SpanSource source, boolean[] wanted) {
        return IntStream.range(0, wanted.length)
                .filter(trace -> wanted[trace])
                .flatMap(trace -> Arrays.stream(source.traces().rows(trace)))
                .sorted()
                .toArray();
    }

    List<SpanSource> sources() {
        return sources;
    }

    boolean[] excluded(int source) {
        return excluded.get(source);
    }

    void forEachSource(Visitor visitor) {
        for (int s = 0; s < sources.size(); s++) {
            SpanSource source = sources.get(s);
            if (source.facts().rowCount() == 0) continue;
            var structure = new Structure(source, deadline);
            FilterResults results = FilterResults.read(plan, source, structure, deadline);
            visitor.source(source, structure, results, excluded.get(s));
        }
    }
}
