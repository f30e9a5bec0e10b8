package io.tenuto.traceql.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What one group has counted, per interval. Merging is associative; unweighted counts are exact.
final class Cells {
    private final int intervals;
    final double[] counts;
    /// Sum, smallest and largest value; empty while nothing had a value.
    double[] sums = {};

    private double[] lost = {};
    double[] mins = {};
    double[] maxs = {};
    /// Counts per upper bound of a power-of-two bucket.
    final Map<Long, double[]> buckets = new TreeMap<>();
    /// The arrays of `buckets` by the exponent of their bound: no search per span. Null where there is none.
    private double[] @Nullable [] byExponent = {};

    Cells(int intervals) {
        this.intervals = intervals;
        this.counts = new double[intervals];
    }

    void count(int interval, double weight) {
        counts[interval] += weight;
    }

    /// Counts spans whose neighbours mostly lie in the same interval.
    void count(LeafRange.Counted spans) {
        int[] places = spans.intervals();
        double[] weights = spans.weights();
        int i = 0;
        while (i < spans.count()) {
            int interval = places[i];
            double sum = counts[interval];
            for (; i < spans.count() && places[i] == interval; i++) sum += weights[i];
            counts[interval] = sum;
        }
    }

    void add(int interval, double value, double weight) {
        if (sums.length == 0) allocate();
        counts[interval] += weight;
        addExactly(interval, value * weight);
        mins[interval] = Math.min(mins[interval], value);
        maxs[interval] = Math.max(maxs[interval], value);
    }

    private void allocate() {
        sums = new double[intervals];
        lost = new double[intervals];
        mins = new double[intervals];
        maxs = new double[intervals];
        Arrays.fill(mins, Double.POSITIVE_INFINITY);
        Arrays.fill(maxs, Double.NEGATIVE_INFINITY);
    }

    /// Compensated, so that the order of addition hardly matters.
    private void addExactly(int interval, double value) {
        double sum = sums[interval];
        double next = sum + value;
        lost[interval] += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
        sums[interval] = next;
    }

    double sum(int interval) {
        return sums[interval] + lost[interval];
    }

    /// @param upperBound a power of two
    void addToBucket(int interval, long upperBound, double weight) {
        int exponent = Long.numberOfTrailingZeros(upperBound);
        if (byExponent.length == 0) byExponent = new double[Long.SIZE][];
        double[] bucket = byExponent[exponent];
        if (bucket == null) {
            bucket = buckets.computeIfAbsent(upperBound, bound -> new double[intervals]);
            byExponent[exponent] = bucket;
        }
        bucket[interval] += weight;
    }

    void merge(Cells other) {
        for (int i = 0; i < intervals; i++) counts[i] += other.counts[i];
        if (other.sums.length > 0) {
            if (sums.length == 0) allocate();
            for (int i = 0; i < intervals; i++) {
                addExactly(i, other.sums[i]);
                lost[i] += other.lost[i];
                mins[i] = Math.min(mins[i], other.mins[i]);
                maxs[i] = Math.max(maxs[i], other.maxs[i]);
            }
        }
        other.buckets.forEach((bound, added) -> {
            double[] own = buckets.computeIfAbsent(bound, key -> new double[intervals]);
            for (int i = 0; i < intervals; i++) own[i] += added[i];
        });
    }
}
