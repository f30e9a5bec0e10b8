package io.tenuto.blocks.segment;

/// The least and the greatest of some numbers, whole ones rounded as doubles are; NaN is not among them.
///
/// @param min above `max` if there is no number
record NumberRange(double min, double max) {
    static final NumberRange NONE = new NumberRange(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    static final NumberRange ALL = new NumberRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /// The range of the first `count` of `values`.
    static NumberRange of(long[] values, int count) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            min = Math.min(min, values[i]);
            max = Math.max(max, values[i]);
        }
        return count == 0 ? NONE : new NumberRange(min, max);
    }

    /// Whether a number may lie within `[from, to]`.
    boolean reaches(double from, double to) {
        return max >= from && min <= to;
    }
}
