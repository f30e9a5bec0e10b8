package io.tenuto.components.frontend;

import io.tenuto.base.Clock;
import java.time.Duration;
import java.time.Instant;

/// Time that moves when it is told to, and while somebody waits.
final class VirtualClock implements Clock {
    private long nanos = 1;
    private Duration wallOffset = Duration.ZERO;
    /// What the rest of the world does while somebody sleeps.
    Runnable whileAsleep = () -> {};

    @Override
    public long monotonicNanos() {
        return nanos;
    }

    @Override
    public Instant wallTime() {
        return Instant.ofEpochSecond(1_700_000_000L, nanos).plus(wallOffset);
    }

    @Override
    public void sleep(Duration duration) {
        advance(duration);
        whileAsleep.run();
    }

    /// Sets the wall clock alone.
    void setWallOffset(Duration offset) {
        wallOffset = offset;
    }

    void advance(Duration duration) {
        nanos += Math.max(1, duration.toNanos());
    }
}
