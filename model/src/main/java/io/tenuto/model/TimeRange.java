package io.tenuto.model;

import io.tenuto.base.Check;

/// Nanoseconds since 1970, both ends inclusive.
public record TimeRange(long startUnixNanos, long endUnixNanos) {
    public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

    public TimeRange {
        Check.argument(
                startUnixNanos <= endUnixNanos, "range ends before it starts: %s > %s", startUnixNanos, endUnixNanos);
    }

    public boolean overlaps(long otherStart, long otherEnd) {
        return otherStart <= endUnixNanos && otherEnd >= startUnixNanos;
    }

    public boolean contains(long unixNanos) {
        return unixNanos >= startUnixNanos && unixNanos <= endUnixNanos;
    }
}
