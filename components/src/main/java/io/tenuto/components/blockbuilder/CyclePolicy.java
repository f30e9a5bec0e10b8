package io.tenuto.components.blockbuilder;

/// Decides when a cycle ends. Pure: no clock, no thread, no I/O.
final class CyclePolicy {
    /// A cycle below this part of its greatest size is not cut short: blocks that small cost more than they free.
    private static final int WORTHWHILE_PART = 8;

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
        /// The process has no memory to let it grow.
        SHORT_OF_MEMORY,
        OLD_ENOUGH,
        ASKED_FOR
    }

    /// How much a cycle has read.
    ///
    /// @param bytes bytes of columns held
    /// @param isMemoryTight whether the process has no more to give
    record Size(long records, long bytes, boolean isMemoryTight) {}

    /// @param ageNanos time since the first record came, on the monotonic clock
    /// @param reachedFlushTarget whether somebody waits for what has been read
    Verdict decide(Size size, long ageNanos, boolean reachedFlushTarget) {
        if (size.records() == 0) return Verdict.READ_ON;
        if (size.bytes() >= bytesMax) return Verdict.FULL;
        if (reachedFlushTarget) return Verdict.ASKED_FOR;
        if (size.isMemoryTight() && size.bytes() >= bytesMax / WORTHWHILE_PART) return Verdict.SHORT_OF_MEMORY;
        return ageNanos >= longestNanos ? Verdict.OLD_ENOUGH : Verdict.READ_ON;
    }
}
