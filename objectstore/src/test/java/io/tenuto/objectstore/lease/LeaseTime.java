package io.tenuto.objectstore.lease;

import io.tenuto.base.Clock;
import java.time.Duration;
import java.time.Instant;

/// True time, moved by the test, and clocks that show it: each at its own speed and from its own origin, with a wall
/// clock that jumps.
final class LeaseTime {
    private long nanos = 1;

    void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    /// @param speed of the monotonic clock, 1 for true time
    final class Watch implements Clock {
        private final double speed;
        private final long origin;
        private Duration wallOffset = Duration.ZERO;
        /// What others do while somebody sleeps by this clock.
        Runnable whileAsleep = () -> {};

        Watch(double speed, long origin) {
            this.speed = speed;
            this.origin = origin;
        }

        void jump(Duration by) {
            wallOffset = wallOffset.plus(by);
        }

        @Override
        public long monotonicNanos() {
            return origin + (long) (nanos * speed);
        }

        @Override
        public Instant wallTime() {
            return Instant.ofEpochSecond(1_700_000_000L, nanos).plus(wallOffset);
        }

        @Override
        public void sleep(Duration duration) {
            // Never less than asked by this clock, and never nothing.
            advance(Duration.ofNanos((long) Math.ceil(duration.toNanos() / speed) + 1));
            whileAsleep.run();
        }
    }

    Watch watch() {
        return new Watch(1, 0);
    }
}
