package io.tenuto.spanlog.file;

import io.tenuto.base.Clock;
import java.time.Duration;
import java.time.Instant;

/// A monotonic clock that moves when told to, and a wall clock that stands where the test puts it. Thread safe.
final class JumpingClock implements Clock {
    private volatile long nanos = 1;
    volatile Instant wall = Instant.ofEpochSecond(1_700_000_000L);

    void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }

    @Override
    public Instant wallTime() {
        return wall;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}
