package io.tenuto.objectstore.lease;

import java.time.Duration;
import java.util.Optional;

/// Decides what one process does for the lease, and whether it holds it. Pure: no clock, no thread, no I/O.
///
/// The chain is a row of objects with ascending numbers; the last one says who holds the lease. Objects come at the end
/// only, each put if absent, so of several who follow the same object exactly one succeeds.
///
/// * A holder counts from before it began to put its last object: until a lease's duration later it may act.
/// * Whoever else wants the lease counts from after it first saw that object, and waits for a quarter longer. So it
///   begins later and waits longer than the holder, whatever clocks show, as long as their speeds differ by less. If a
///   new object comes meanwhile, the holder lives, and the other gives up.
/// * A holder that finds another's object where its own was to be has lost the lease for good.
///
/// All times are of the process's own monotonic clock.
final class LeaseClaim {
    private static final int RENEWALS_PER_DURATION = 3;
    static final int RETRIES_PER_DURATION = 15;

    private final LeaseHolder self;
    private final long durationNanos;

    /// The last object as last seen, and since when it has been the last; none before the first look.
    private Optional<LeaseRecord> last = Optional.empty();

    private long lastNumber;
    private long lastSinceNanos;
    private boolean hasLooked;
    /// Whether what was seen is fresh enough to decide on.
    private boolean mustLook = true;

    /// Somebody else who was seen to put an object: a holder that lives.
    private Optional<LeaseHolder> alive = Optional.empty();

    private boolean isHeld;
    private boolean isLost;
    /// When the first try began to put the object with this number.
    private long tryNumber;

    private long tryNanos;
    private long nextTryNanos;
    private volatile long heldUntilNanos;
    private volatile boolean mayHold;

    LeaseClaim(LeaseHolder self, Duration duration) {
        this.self = self;
        this.durationNanos = duration.toNanos();
    }

    /// What to do next.
    sealed interface Next {
        /// Look which object is the last.
        record Look() implements Next {}

        /// Put the object of this number.
        record Put(long number, LeaseRecord.Kind kind) implements Next {}

        /// Nothing to do for so long.
        record Wait(long nanos) implements Next {}

        /// Somebody else holds the lease and lives.
        record Refused(LeaseHolder holder) implements Next {}

        /// The lease was held and is another's now.
        record Lost() implements Next {}
    }

    Next next(long now) {
        if (isLost) return new Next.Lost();
        if (isHeld) {
            long due = nextTryNanos - now;
            return due > 0 ? new Next.Wait(due) : put(LeaseRecord.Kind.RENEWED, now);
        }
        if (alive.isPresent()) return new Next.Refused(alive.get());
        if (mustLook) return new Next.Look();
        if (last.isEmpty() || last.get().isReleased() || isOwnPast(last.get())) return put(LeaseRecord.Kind.TAKEN, now);
        long patience = last.get().duration().toNanos() / 4 * 5;
        long left = lastSinceNanos + patience - now;
        if (left <= 0) return put(LeaseRecord.Kind.TAKEN, now);
        mustLook = true;
        return new Next.Wait(Math.min(left, durationNanos / (2 * RENEWALS_PER_DURATION)));
    }

    private boolean isOwnPast(LeaseRecord record) {
        return record.holder().identity().equals(self.identity());
    }

    private Next.Put put(LeaseRecord.Kind kind, long now) {
        mustLook = true;
        if (tryNumber != lastNumber + 1) {
            tryNumber = lastNumber + 1;
            tryNanos = now;
        }
        return new Next.Put(tryNumber, kind);
    }

    /// Takes note of the last object; `now` is after the look.
    void looked(long now, long number, Optional<LeaseRecord> record) {
        boolean hasMoved = hasLooked && number != lastNumber;
        if (!hasLooked || hasMoved) {
            lastNumber = number;
            last = record;
            lastSinceNanos = now;
        }
        hasLooked = true;
        mustLook = false;
        if (hasMoved)
            alive = record.filter(one -> !one.isReleased() && !isOwnPast(one)).map(LeaseRecord::holder);
    }

    /// Takes note that the object of `number` is this process's own and the last one.
    void won(long number, LeaseRecord.Kind kind) {
        lastNumber = number;
        isHeld = kind != LeaseRecord.Kind.RELEASED;
        nextTryNanos = tryNanos + durationNanos / RENEWALS_PER_DURATION;
        heldUntilNanos = tryNanos + durationNanos;
        mayHold = isHeld;
    }

    /// Takes note that nobody knows what became of the put: it is tried again, and counts from its first try.
    void failed(long now) {
        nextTryNanos = now + durationNanos / RETRIES_PER_DURATION;
    }

    /// Takes note that the object after the last is another's.
    void beaten() {
        mayHold = false;
        isLost = isHeld;
        mustLook = true;
    }

    /// The object that gives the lease back; the holder's last.
    Next.Put release(long now) {
        mayHold = false;
        return put(LeaseRecord.Kind.RELEASED, now);
    }

    /// Who put the last object seen, for people.
    String lastTold() {
        return last.map(record -> "holder=" + record.holder().name()).orElse("holder=none");
    }

    boolean isHeld() {
        return isHeld && !isLost;
    }

    /// Whether nobody else can hold the lease at `now`. May be asked by any thread.
    boolean holds(long now) {
        return mayHold && heldUntilNanos - now > 0;
    }
}
