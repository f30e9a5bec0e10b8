package io.tenuto.components.livestore;

import java.util.ArrayDeque;
import java.util.Deque;

/// Remembers when coverage was seen to move, to say what has been covered for longer than a grace. Used by one thread.
final class CoverageHistory {
    private record Seen(long coverage, long atNanos) {}

    private final Deque<Seen> seen = new ArrayDeque<>();
    private long settled;

    /// Notes the coverage at `nowNanos`; returns the offset below which everything has been covered for `graceNanos`.
    long settledUpTo(long coverage, long nowNanos, long graceNanos) {
        if (seen.isEmpty() ? coverage > settled : coverage > seen.getLast().coverage()) {
            seen.addLast(new Seen(coverage, nowNanos));
        }
        while (!seen.isEmpty() && nowNanos - seen.getFirst().atNanos() >= graceNanos) {
            settled = Math.max(settled, seen.removeFirst().coverage());
        }
        return settled;
    }
}
