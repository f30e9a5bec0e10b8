package io.tenuto.components.blockbuilder;

/// Decides when a cycle ends. Pure: no clock, no thread, no I/O.
final class CyclePolicy {
    private final long longestNanos;
    private final long bytesMax;

    CyclePolicy(BlockBuilderConfig config) {
        this.longestNanos = config.cycleDuration().toNanos();
        this.bytesMax = config.cycleBytesMax();
    }

    /// Why a cycle goes on or ends.
    enum Verdict {
        READ_ON,
        FULL,
        OLD_ENOUGH,
        ASKED_FOR
    }

    /// @param records records read in this cycle
    /// @param bytes bytes of columns held
    /// @param ageNanos time since the first record came, on the monotonic clock
    /// @param reachedFlushTarget whether somebody waits for what has been read
    Verdict decide(long records, long bytes, long ageNanos, boolean reachedFlushTarget) {
        if (records == 0) return Verdict.READ_ON;
        if (bytes >= bytesMax) return Verdict.FULL;
        if (reachedFlushTarget) return Verdict.ASKED_FOR;
        return ageNanos >= longestNanos ? Verdict.OLD_ENOUGH : Verdict.READ_ON;
    }
}
