package io.tenuto.components.frontend;

import io.tenuto.base.Clock;
import io.tenuto.components.rpc.QueryLane;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Which queries have brought jobs lately: whether one has the machine for itself. Guarded by its owner's lock.
final class RecentLanes {
    private static final long LATELY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Clock clock;
    /// The query that brought the last job, and when.
    private @Nullable QueryLane latest;

    private long latestNanos;
    /// When the last job came that was not of `latest`.
    private boolean hasOther;

    private long otherNanos;

    RecentLanes(Clock clock) {
        this.clock = clock;
    }

    /// A job of this query has come.
    void came(QueryLane lane) {
        if (latest != null && latest != lane) {
            hasOther = true;
            otherNanos = latestNanos;
        }
        latest = lane;
        latestNanos = clock.monotonicNanos();
    }

    /// Whether no other query has brought a job within the last second.
    boolean isAlone(QueryLane lane) {
        if (latest == null) return true;
        if (latest != lane) return isPast(latestNanos);
        return !hasOther || isPast(otherNanos);
    }

    private boolean isPast(long nanos) {
        return clock.monotonicNanos() - nanos >= LATELY_NANOS;
    }
}
