package io.tenuto.base;

import java.time.Duration;

/// The latest moment by which a call must have ended, on the monotonic clock, unless it is cancelled before. Thread
/// safe.
public final class Deadline {
    private final Clock clock;
    private final long atNanos;
    private final boolean endless;
    private final Cancellation cancellation;

    private Deadline(Clock clock, long atNanos, boolean endless, Cancellation cancellation) {
        this.clock = clock;
        this.atNanos = atNanos;
        this.endless = endless;
        this.cancellation = cancellation;
    }

    public static Deadline after(Clock clock, Duration duration) {
        return new Deadline(clock, clock.monotonicNanos() + duration.toNanos(), false, new Cancellation());
    }

    /// A deadline that never passes: for start-up, shutdown helpers and tests.
    public static Deadline none() {
        return new Deadline(Clock.system(), 0, true, new Cancellation());
    }

    /// The same moment, for work that `cancellation` may end earlier; what might have cancelled this deadline does not
    /// count any more.
    public Deadline cancelledBy(Cancellation cancellation) {
        return new Deadline(clock, atNanos, endless, cancellation);
    }

    /// Time left, never negative; about 292 years when there is no limit.
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    public long remainingNanos() {
        return endless ? Long.MAX_VALUE : Math.max(0, atNanos - clock.monotonicNanos());
    }

    public boolean hasPassed() {
        return remainingNanos() == 0;
    }

    /// Throws with [Fault#DEADLINE_EXCEEDED] once the time is over, and with [Fault#CANCELLED] when the work was
    /// cancelled or the thread interrupted.
    public void check(String what) {
        if (cancellation.isCancelled() || Thread.currentThread().isInterrupted()) {
            throw new RequestException(Fault.CANCELLED, what + ": cancelled");
        }
        if (hasPassed()) throw new RequestException(Fault.DEADLINE_EXCEEDED, what + ": deadline exceeded");
    }

    /// The earlier of this deadline and `duration` from now.
    public Deadline atMost(Clock clock, Duration duration) {
        if (duration.toNanos() >= remainingNanos()) return this;
        return new Deadline(clock, clock.monotonicNanos() + duration.toNanos(), false, cancellation);
    }
}
