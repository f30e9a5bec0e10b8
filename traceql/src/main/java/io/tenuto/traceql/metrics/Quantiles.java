package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import java.util.Map;

/// Quantiles from counts in power-of-two buckets, interpolated on a logarithmic scale within the bucket.
final class Quantiles {
    private Quantiles() {}

    static boolean isDuration(FieldReference field) {
        return field == IntrinsicField.DURATION
                || field == IntrinsicField.TRACE_DURATION
                || field == IntrinsicField.EVENT_TIME_SINCE_START;
    }

    /// @param buckets counts per interval by upper bound, ascending
    static double of(Map<Long, double[]> buckets, int interval, double quantile) {
        double total = 0;
        for (double[] counts : buckets.values()) total += Math.floor(counts[interval]);
        if (total == 0) return 0;
        double wanted = Math.max(1, Math.ceil(quantile * total));
        double below = 0;
        long previous = 0;
        for (Map.Entry<Long, double[]> bucket : buckets.entrySet()) {
            // Extrapolated counts need not be whole; only whole spans are ranked.
            double count = Math.floor(bucket.getValue()[interval]);
            if (count == 0) continue;
            long bound = bucket.getKey();
            if (below + count == wanted) return toDouble(bound);
            if (below + count > wanted) {
                double upper = log2(bound);
                double lower = previous != 0 ? log2(previous) : upper - 1;
                return Math.pow(2, lower + (upper - lower) * (wanted - below) / count);
            }
            below += count;
            previous = bound;
        }
        return toDouble(previous);
    }

    /// A bucket's bound, a power of two, of which the largest does not fit a signed long.
    static double toDouble(long bound) {
        return bound == Long.MIN_VALUE ? 0x1p63 : bound;
    }

    /// Exact, as bounds are powers of two: equal shares of equal buckets are then equal to the last bit.
    private static double log2(long bound) {
        return Long.numberOfTrailingZeros(bound);
    }
}
