package io.tenuto.traceql.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one group has counted, per interval. Merging is associative; unweighted counts are exact.
///
/// Most groups of a query with very many count in a few intervals each, and hold no more than those, unless they are
/// counted in several of them more often than there are intervals.
///
/// Each array of values is asked for at the [Groups] that the group belongs to. A group that was left out counts
/// nothing any more, as who counts may still hold it.
final class Cells {
    private static final double[] NONE = {};
    /// Up to this part of all intervals are few.
    private static final int FEW_OF = 8;

    private final int intervals;
    private final Groups owner;
    private boolean isLeftOut;
    /// The counts while they are few; null from then on.
    private @Nullable SparseCounts few;

    /// How often one of the few was counted while there were several.
    private int countedFew;
    /// All counts once they are not few; empty before.
    private double[] counts = NONE;
    /// Sum, smallest and largest value; empty while nothing had a value.
    double[] sums = NONE;

    private double[] lost = NONE;
    double[] mins = NONE;
    double[] maxs = NONE;
    /// Counts per upper bound of a power-of-two bucket, which is unsigned.
    final Map<Long, double[]> buckets = new TreeMap<>(Long::compareUnsigned);
    /// The arrays of `buckets` by the exponent of their bound: no search per span. Null where there is none.
    private double[] @Nullable [] byExponent = {};

    Cells(int intervals, Groups owner) {
        this.intervals = intervals;
        this.owner = owner;
        if (intervals < 2 * FEW_OF) counts = new double[intervals];
        else few = new SparseCounts();
    }

    /// A group that counts nothing.
    static Cells nowhere(Groups owner) {
        var cells = new Cells(0, owner);
        cells.isLeftOut = true;
        return cells;
    }

    boolean isLeftOut() {
        return isLeftOut;
    }

    /// Gives its memory back, if it belongs to `groups`: what others have it may keep theirs.
    void leaveOut(Groups groups) {
        if (owner != groups) return;
        isLeftOut = true;
        few = null;
        counts = NONE;
        sums = NONE;
        lost = NONE;
        mins = NONE;
        maxs = NONE;
        buckets.clear();
        byExponent = new double[0][];
    }

    /// How many arrays of values there are.
    int arrays() {
        return 1 + (sums.length == 0 ? 0 : 4) + buckets.size();
    }

    /// What was counted per interval; not to be changed.
    double[] counts() {
        return few == null ? counts : few.values(intervals);
    }

    /// As [#counts], for later: keeps nothing of the group but what it has counted. Only once nothing is counted any
    /// more.
    Supplier<double[]> laterCounts() {
        SparseCounts own = few;
        double[] all = counts;
        int length = intervals;
        return own == null ? () -> all : () -> own.values(length);
    }

    void count(int interval, double weight) {
        if (isLeftOut) return;
        if (few == null) counts[interval] += weight;
        else countFew(few, interval, weight);
    }

    private void countFew(SparseCounts there, int interval, double weight) {
        there.add(interval, weight);
        // Finding places among several takes time: who counts so often may take the memory.
        boolean isOften = there.size() > 1 && ++countedFew > intervals;
        if (there.size() <= intervals / FEW_OF && !isOften) return;
        counts = there.values(intervals);
        few = null;
    }

    /// Counts spans whose neighbours mostly lie in the same interval.
    void count(LeafRange.Counted spans) {
        int i = 0;
        for (int run = 0; run < spans.runs(); run++) {
            int end = spans.runEnds()[run];
            int interval = spans.intervals()[i];
            double sum = spans.isWeighted() ? 0 : end - i;
            if (spans.isWeighted()) for (int at = i; at < end; at++) sum += spans.weights()[at];
            count(interval, sum);
            i = end;
        }
    }

    void add(int interval, double value, double weight) {
        if (sums.length == 0 && !allocate()) return;
        count(interval, weight);
        addExactly(interval, value * weight);
        mins[interval] = Math.min(mins[interval], value);
        maxs[interval] = Math.max(maxs[interval], value);
    }

    /// Whether there is room.
    private boolean allocate() {
        if (isLeftOut) return false;
        sums = new double[intervals];
        lost = new double[intervals];
        mins = new double[intervals];
        maxs = new double[intervals];
        Arrays.fill(mins, Double.POSITIVE_INFINITY);
        Arrays.fill(maxs, Double.NEGATIVE_INFINITY);
        return owner.grew(this, 4);
    }

    /// Compensated, so that the order of addition hardly matters.
    private void addExactly(int interval, double value) {
        double sum = sums[interval];
        double next = sum + value;
        sums[interval] = next;
        // Of an infinite sum nothing is lost, and infinity less infinity would be no number.
        if (!Double.isFinite(next)) return;
        lost[interval] += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    }

    double sum(int interval) {
        return Double.isFinite(sums[interval]) ? sums[interval] + lost[interval] : sums[interval];
    }

    /// @param upperBound a power of two
    void addToBucket(int interval, long upperBound, double weight) {
        if (isLeftOut) return;
        int exponent = Long.numberOfTrailingZeros(upperBound);
        if (byExponent.length == 0) byExponent = new double[Long.SIZE][];
        double[] bucket = byExponent[exponent];
        if (bucket == null) {
            bucket = bucket(upperBound);
            if (isLeftOut) return;
            byExponent[exponent] = bucket;
        }
        bucket[interval] += weight;
    }

    /// The counts of a bucket; of one that has no room they count for nobody.
    private double[] bucket(long upperBound) {
        double[] there = buckets.get(upperBound);
        if (there != null) return there;
        double[] made = new double[intervals];
        buckets.put(upperBound, made);
        owner.grew(this, 1);
        return made;
    }

    void merge(Cells other) {
        if (isLeftOut) return;
        if (other.few != null) {
            other.few.forEach(this::count);
        } else {
            if (few != null) counts = few.values(intervals);
            few = null;
            for (int i = 0; i < intervals; i++) counts[i] += other.counts[i];
        }
        if (other.sums.length > 0) {
            if (sums.length == 0 && !allocate()) return;
            for (int i = 0; i < intervals; i++) {
                addExactly(i, other.sums[i]);
                lost[i] += other.lost[i];
                mins[i] = Math.min(mins[i], other.mins[i]);
                maxs[i] = Math.max(maxs[i], other.maxs[i]);
            }
        }
        for (Map.Entry<Long, double[]> bucket : other.buckets.entrySet()) {
            double[] own = bucket(bucket.getKey());
            if (isLeftOut) return;
            for (int i = 0; i < intervals; i++) own[i] += bucket.getValue()[i];
        }
    }
}
