package io.tenuto.traceql.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

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

    Cells(int intervals) {
        this.intervals = intervals;
        this.counts = new double[intervals];
    }

    void count(int interval, double weight) {
        counts[interval] += weight;
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

    void addToBucket(int interval, long upperBound, double weight) {
        buckets.computeIfAbsent(upperBound, bound -> new double[intervals])[interval] += weight;
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
