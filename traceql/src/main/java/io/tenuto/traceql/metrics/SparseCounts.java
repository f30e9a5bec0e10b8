package io.tenuto.traceql.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Counts per interval where most intervals have none. Used by one thread.
final class SparseCounts {
    /// How many counts there are in several of these together.
    static final class Size {
        /// Counts this too; null if nothing does.
        private final @Nullable Size whole;

        private int cells;

        Size() {
            this.whole = null;
        }

        Size(Size whole) {
            this.whole = whole;
        }

        int cells() {
            return cells;
        }

        void add(int more) {
            cells += more;
            if (whole != null) whole.add(more);
        }
    }

    /// Takes the count of one interval.
    interface Counted {
        void count(int interval, double weight);
    }

    private static final int[] NO_INTERVALS = {};
    private static final double[] NO_COUNTS = {};

    private final @Nullable Size together;
    /// The only interval there is, while there is one only: most values of most attributes never have more.
    private int single;

    private double singleCount;
    /// All intervals, ascending, once there are several.
    private int[] intervals = NO_INTERVALS;

    private double[] counts = NO_COUNTS;
    private int size;
    private double total;

    SparseCounts() {
        this.together = null;
    }

    SparseCounts(Size together) {
        this.together = together;
    }

    int size() {
        return size;
    }

    void add(int interval, double weight) {
        total += weight;
        if (size > 1) {
            addToSeveral(interval, weight);
        } else if (size == 0) {
            single = interval;
            singleCount = weight;
            size = 1;
            grew();
        } else if (single == interval) {
            singleCount += weight;
        } else {
            intervals = new int[] {single, 0, 0, 0};
            counts = new double[] {singleCount, 0, 0, 0};
            insert(single < interval ? 1 : 0, interval, weight);
        }
    }

    private void addToSeveral(int interval, double weight) {
        if (intervals[size - 1] == interval) {
            counts[size - 1] += weight;
            return;
        }
        int at = intervals[size - 1] < interval ? -size - 1 : Arrays.binarySearch(intervals, 0, size, interval);
        if (at >= 0) counts[at] += weight;
        else insert(-at - 1, interval, weight);
    }

    private void insert(int at, int interval, double weight) {
        if (size == intervals.length) {
            intervals = Arrays.copyOf(intervals, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
        }
        System.arraycopy(intervals, at, intervals, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        intervals[at] = interval;
        counts[at] = weight;
        size++;
        grew();
    }

    private void grew() {
        if (together != null) together.add(1);
    }

    void addAll(SparseCounts other) {
        other.forEach(this::add);
    }

    void forEach(Counted counted) {
        if (size == 1) counted.count(single, singleCount);
        else for (int i = 0; i < size; i++) counted.count(intervals[i], counts[i]);
    }

    double total() {
        return total;
    }

    double[] values(int intervalCount) {
        double[] values = new double[intervalCount];
        if (size == 1) values[single] = singleCount;
        else for (int i = 0; i < size; i++) values[intervals[i]] = counts[i];
        return values;
    }
}
