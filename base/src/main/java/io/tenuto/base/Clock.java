package io.tenuto.base;

import java.time.Duration;
import java.time.Instant;

/// The only source of time. `monotonicNanos` measures durations, `wallTime` stamps data; they never replace each other.
public interface Clock {
    /// Nanoseconds from an arbitrary origin; never goes back.
    long monotonicNanos();

    /// The wall time, which may jump.
    Instant wallTime();

    /// Waits for `duration` or until the thread is interrupted.
    void sleep(Duration duration) throws InterruptedException;

    /// Wall time in nanoseconds since 1970, for stamping data.
    default long wallUnixNanos() {
        Instant now = wallTime();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    /// The clock of the machine.
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
