package io.tenuto.traceql.metrics;

import io.tenuto.base.Deadline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `topk` and `bottomk`: in each interval the few largest or smallest values stay. Of equal ones
/// topk keeps those of the earlier series, bottomk of the later.
///
/// The series that stay are held in a heap of their numbers whose top is the one to give way next. Used by one thread.
final class BestSeries {
    /// What makes a value stay.
    enum Rank {
        LARGEST,
        SMALLEST
    }

    private final double[][] values;
    private final Rank rank;
    /// Numbers of series; the first gives way next.
    private final int[] heap;
    private int size;
    /// Of the interval that is looked at, by series.
    private final double[] sample;

    private BestSeries(List<Series> sorted, int limit, Rank rank) {
        this.values = sorted.stream().map(Series::values).toArray(double[][]::new);
        this.rank = rank;
        this.heap = new int[limit];
        this.sample = new double[values.length];
    }

    /// @param sorted as ties are decided
    /// @param limit how many values stay in each interval
    static List<Series> of(List<Series> sorted, long limit, Rank rank, Deadline deadline) {
        if (sorted.size() <= limit) return sorted;
        double[][] kept = new BestSeries(sorted, (int) limit, rank).kept(deadline);
        var result = new ArrayList<Series>();
        for (int s = 0; s < kept.length; s++) {
            if (kept[s].length > 0) result.add(sorted.get(s).withValues(kept[s]));
        }
        return result;
    }

    /// What stays of each series; an empty array where nothing does.
    private double[][] kept(Deadline deadline) {
        int intervals = values[0].length;
        double[][] kept = new double[values.length][0];
        for (int i = 0; i < intervals; i++) {
            deadline.check("ranking of series");
            choose(i);
            for (int n = 0; n < size; n++) {
                int s = heap[n];
                if (kept[s].length == 0) {
                    kept[s] = new double[intervals];
                    Arrays.fill(kept[s], Double.NaN);
                }
                kept[s][i] = sample[s];
            }
        }
        return kept;
    }

    private void choose(int interval) {
        size = 0;
        for (int s = 0; s < values.length; s++) {
            sample[s] = values[s][interval];
            if (Double.isNaN(sample[s])) continue;
            if (size < heap.length) {
                heap[size] = s;
                rise(size++);
            } else if (givesWay(heap[0], s)) {
                heap[0] = s;
                sink();
            }
        }
    }

    /// Whether series `a` gives way before `b`. No two are equal.
    private boolean givesWay(int a, int b) {
        int order = Double.compare(sample[a], sample[b]);
        if (order == 0) order = Integer.compare(b, a);
        return rank == Rank.LARGEST ? order < 0 : order > 0;
    }

    private void rise(int from) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) / 2;
            if (!givesWay(heap[place], heap[parent])) return;
            swap(place, parent);
            place = parent;
        }
    }

    private void sink() {
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) return;
            if (child + 1 < size && givesWay(heap[child + 1], heap[child])) child++;
            if (!givesWay(heap[child], heap[place])) return;
            swap(place, child);
            place = child;
        }
    }

    private void swap(int a, int b) {
        int moved = heap[a];
        heap[a] = heap[b];
        heap[b] = moved;
    }
}
