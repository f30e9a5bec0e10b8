package io.tenuto.traceql.metrics;

import io.tenuto.base.Check;

/// Right-closed intervals of one length: a time on a border belongs to the interval that ends there.
///
/// @param startUnixNanos start of the first interval, a multiple of the step unless instant
/// @param count how many there are
/// @param isInstant one interval that is the whole range
record Intervals(long startUnixNanos, long stepNanos, int count, boolean isInstant) {
    /// More are refused: nobody looks at them, and each costs memory in every group.
    static final int COUNT_MAX = 1_000_000;

    Intervals {
        Check.argument(stepNanos > 0, "step %s", stepNanos);
        Check.argument(count > 0 && count <= COUNT_MAX, "%s intervals", count);
    }

    static Intervals of(MetricsRequest request) {
        long step = request.stepNanos();
        if (request.isInstant()) {
            return new Intervals(request.startUnixNanos(), request.endUnixNanos() - request.startUnixNanos(), 1, true);
        }
        long start = Math.floorDiv(request.startUnixNanos(), step) * step;
        long end = Math.ceilDiv(request.endUnixNanos(), step) * step;
        return new Intervals(start, step, Math.toIntExact((end - start) / step), false);
    }

    /// The interval of a time, or -1 if it lies in none.
    int indexOf(long unixNanos) {
        if (unixNanos <= startUnixNanos || unixNanos > startUnixNanos + stepNanos * count) return -1;
        return (int) (Math.ceilDiv(unixNanos - startUnixNanos, stepNanos) - 1);
    }

    /// What the interval begins after, exclusive.
    long leftBorder(int index) {
        return startUnixNanos + index * stepNanos;
    }

    /// What the interval's sample is stamped with: its right border.
    long timestampMillis(int index) {
        return Math.floorDiv(startUnixNanos + (index + 1) * stepNanos, 1_000_000L);
    }

    double stepSeconds() {
        return stepNanos / 1e9;
    }
}
