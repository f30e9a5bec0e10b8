package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Spans chosen to stand for those that a sub-query counted: the least few of each stretch of time by a hash of their
/// trace. So the choice is even, the same however the work was cut, and merging is associative.
///
/// Merged by [#plus]; changed only by the run that fills it.
final class Exemplars {
    private static final int PER_STRETCH = 2;

    /// A chosen span.
    ///
    /// @param hash of its trace
    /// @param group whose cells counted it
    /// @param value as measured, NaN where spans are only counted
    /// @param whole the value as buckets take it, 0 for none
    record Chosen(
            long hash,
            long traceHigh,
            long traceLow,
            long startUnixNanos,
            int interval,
            List<Static> group,
            double value,
            long whole,
            List<Series.Label> labels) {
        private boolean isOfTrace(Chosen other) {
            return traceHigh == other.traceHigh && traceLow == other.traceLow;
        }
    }

    private static final Comparator<Chosen> ORDER = Comparator.comparingLong(Chosen::hash)
            .thenComparingLong(Chosen::startUnixNanos)
            .thenComparing(chosen -> chosen.labels().toString());

    private final int stretches;
    private final List<List<Chosen>> chosen = new ArrayList<>();
    /// Per stretch the largest hash that is chosen there; any as long as there is room.
    private final long[] hashMax;

    /// @param max most exemplars of the answer
    Exemplars(int max) {
        this.stretches = Math.max(1, max / PER_STRETCH);
        for (int i = 0; i < stretches; i++) chosen.add(new ArrayList<>(PER_STRETCH + 1));
        this.hashMax = new long[stretches];
        Arrays.fill(hashMax, Long.MAX_VALUE);
    }

    /// Mixes a trace's identifier; no order of identifiers shows in it.
    static long hash(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 29);
    }

    int stretches() {
        return stretches;
    }

    /// Spans of traces with a larger hash are not chosen in this stretch; it sinks as others are.
    long hashMax(int stretch) {
        return hashMax[stretch];
    }

    /// Whether a span may be better than what is chosen: of one trace only the first span counts. So most need not be
    /// described.
    boolean wants(int stretch, long hash, long traceHigh, long traceLow, long startUnixNanos) {
        List<Chosen> there = chosen.get(stretch);
        for (int i = 0; i < there.size(); i++) {
            Chosen one = there.get(i);
            if (one.traceHigh == traceHigh && one.traceLow == traceLow) return startUnixNanos <= one.startUnixNanos;
        }
        return hash <= hashMax[stretch];
    }

    void offer(int stretch, Chosen candidate) {
        List<Chosen> there = chosen.get(stretch);
        for (int i = 0; i < there.size(); i++) {
            if (!there.get(i).isOfTrace(candidate)) continue;
            if (ORDER.compare(candidate, there.get(i)) < 0) there.set(i, candidate);
            return;
        }
        there.add(candidate);
        there.sort(ORDER);
        if (there.size() > PER_STRETCH) there.removeLast();
        if (there.size() == PER_STRETCH) hashMax[stretch] = there.getLast().hash();
    }

    /// Both together; neither changes.
    Exemplars plus(Exemplars other) {
        var both = new Exemplars(stretches * PER_STRETCH);
        for (Exemplars part : List.of(this, other)) {
            for (int i = 0; i < stretches; i++) for (Chosen one : part.chosen.get(i)) both.offer(i, one);
        }
        return both;
    }

    /// At most `max` of them, no trace twice, the least hashes first.
    List<Chosen> best(int max) {
        record Id(long high, long low) {}
        Set<Id> traces = new HashSet<>();
        return chosen.stream()
                .flatMap(List::stream)
                .sorted(ORDER)
                .filter(one -> traces.add(new Id(one.traceHigh(), one.traceLow())))
                .limit(max)
                .toList();
    }
}
