package io.tenuto.components.blockbuilder;

/// Earliest and latest receive time of the records of a block, nanoseconds since 1970.
public record ReceivedRange(long minUnixNanos, long maxUnixNanos) {
    static final ReceivedRange NONE = new ReceivedRange(Long.MAX_VALUE, Long.MIN_VALUE);

    ReceivedRange with(long unixNanos) {
        return new ReceivedRange(Math.min(minUnixNanos, unixNanos), Math.max(maxUnixNanos, unixNanos));
    }
}
