package io.tenuto.traceql.metrics;

import io.tenuto.base.Check;
import io.tenuto.base.RequestException;

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

    /// @throws RequestException if there would be too many
    static Intervals of(MetricsRequest request) {
        long step = request.stepNanos();
        if (request.isInstant()) {
            long length = request.endUnixNanos() - request.startUnixNanos();
            if (length <= 0) throw tooMany();
            return new Intervals(request.startUnixNanos(), length, 1, true);
        }
        return aligned(request, step);
    }

    /// Clients choose all of these numbers, so none of the products is taken for granted.
    private static Intervals aligned(MetricsRequest request, long step) {
        try {
            long first = Math.floorDiv(request.startUnixNanos(), step);
            long last = Math.ceilDiv(request.endUnixNanos(), step);
            long count = Math.subtractExact(last, first);
            if (count > COUNT_MAX) throw tooMany();
            long start = Math.multiplyExact(first, step);
            // What lies within can then be subtracted from one another.
            Math.subtractExact(Math.multiplyExact(last, step), start);
            return new Intervals(start, step, (int) count, false);
        } catch (ArithmeticException _) {
            throw tooMany();
        }
    }

    private static RequestException tooMany() {
        return RequestException.invalid(
                "step is too small or the range too long: at most %d intervals are computed".formatted(COUNT_MAX));
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
