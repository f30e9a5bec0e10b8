package io.tenuto.components.worker;

import io.tenuto.base.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides which blocks' objects go. Pure: no clock, no thread, no I/O.
///
/// A block that is not live is one of two: removed by a commit, and then a query planned before may still read it; or
/// written by somebody who never committed, or has yet to. How long each has been seen so is measured by this process's
/// own monotonic time, so that no jump of the wall clock removes anything; a restart begins the wait again.
final class SweepPlan {
    private final Duration removedGrace;
    private final Duration orphanGrace;
    private final Set<String> knownLive = new HashSet<>();
    private final Map<String, Long> removedSince = new HashMap<>();
    private final Map<String, Long> orphanSince = new HashMap<>();

    /// @param removedGrace longer than the longest query and the oldest snapshot together
    /// @param orphanGrace longer than any builder takes from its first object to its commit
    SweepPlan(Duration removedGrace, Duration orphanGrace) {
        Check.argument(removedGrace.isPositive(), "the grace of removed blocks must be positive: %s", removedGrace);
        Check.argument(orphanGrace.isPositive(), "the grace of orphans must be positive: %s", orphanGrace);
        this.removedGrace = removedGrace;
        this.orphanGrace = orphanGrace;
    }

    /// Why a block goes.
    enum Reason {
        REMOVED,
        ORPHAN
    }

    record Gone(String blockId, Reason reason) {}

    /// @param stored identifiers of all blocks of which the store has objects
    /// @param live identifiers of the live blocks, read after `stored` was listed
    List<Gone> step(long nowNanos, Set<String> stored, Set<String> live) {
        knownLive.addAll(live);
        var gone = new ArrayList<Gone>();
        for (String id : stored) {
            if (live.contains(id)) continue;
            boolean wasLive = knownLive.contains(id);
            Map<String, Long> since = wasLive ? removedSince : orphanSince;
            Duration grace = wasLive ? removedGrace : orphanGrace;
            long first = since.computeIfAbsent(id, key -> nowNanos);
            if (nowNanos - first >= grace.toNanos()) gone.add(new Gone(id, wasLive ? Reason.REMOVED : Reason.ORPHAN));
        }
        // What is neither stored nor live any more need not be remembered.
        knownLive.removeIf(id -> !live.contains(id) && !stored.contains(id));
        removedSince.keySet().retainAll(stored);
        orphanSince.keySet().retainAll(stored);
        orphanSince.keySet().removeAll(live);
        return gone;
    }
}
