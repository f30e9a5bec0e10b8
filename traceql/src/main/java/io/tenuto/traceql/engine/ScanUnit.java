package io.tenuto.traceql.engine;

import io.tenuto.traceql.source.SourceFacts;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.traceql.source.TraceTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/// A range of rows of one source that holds whole fragments of traces: what a run looks into at a time.
///
/// Where fragments are contiguous a large source is cut, so that a search for the newest can stop within it.
///
/// @param source index of the source
/// @param toRow exclusive
/// @param fromTrace first trace, inclusive; meaningful only where fragments are contiguous
/// @param toTrace exclusive
/// @param newest the largest start of a fragment in it
record ScanUnit(int source, int fromRow, int toRow, int fromTrace, int toTrace, long newest) {
    private static final int ROWS = 1 << 16;
    private static final Comparator<ScanUnit> NEWEST_FIRST = Comparator.comparingLong(ScanUnit::newest)
            .reversed()
            .thenComparingInt(ScanUnit::source)
            .thenComparingInt(ScanUnit::fromRow);

    int rowCount() {
        return toRow - fromRow;
    }

    /// All rows of the chosen sources.
    static List<ScanUnit> of(List<SpanSource> sources, BitSet chosen) {
        var units = new ArrayList<ScanUnit>();
        for (int s = chosen.nextSetBit(0); s >= 0; s = chosen.nextSetBit(s + 1)) {
            SourceFacts facts = sources.get(s).facts();
            if (facts.rowCount() == 0) continue;
            if (facts.tracesAreContiguous() && facts.rowCount() > 2 * ROWS) cut(s, sources.get(s), units);
            else units.add(whole(s, sources.get(s)));
        }
        units.sort(NEWEST_FIRST);
        return units;
    }

    static ScanUnit whole(int index, SpanSource source) {
        SourceFacts facts = source.facts();
        int traces = source.traces().count();
        return new ScanUnit(index, 0, facts.rowCount(), 0, traces, facts.maxTraceStartUnixNanos());
    }

    private static void cut(int index, SpanSource source, List<ScanUnit> units) {
        TraceTable traces = source.traces();
        int fromRow = 0;
        int fromTrace = 0;
        int row = 0;
        long newest = Long.MIN_VALUE;
        for (int trace = 0; trace < traces.count(); trace++) {
            row += traces.spanCount(trace);
            newest = Math.max(newest, traces.startUnixNanos(trace));
            boolean isLast = trace == traces.count() - 1;
            if (row - fromRow < ROWS && !isLast) continue;
            int toRow = isLast ? source.facts().rowCount() : row;
            units.add(new ScanUnit(index, fromRow, toRow, fromTrace, trace + 1, newest));
            fromRow = toRow;
            fromTrace = trace + 1;
            newest = Long.MIN_VALUE;
        }
    }
}
