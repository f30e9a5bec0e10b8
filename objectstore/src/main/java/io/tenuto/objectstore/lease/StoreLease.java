package io.tenuto.objectstore.lease;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.RequestException;
import io.tenuto.objectstore.ObjectFacts;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectNotFoundException;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right to be the only one who writes below a store's prefix, as objects `_lease/<n>`.
///
/// [#acquire] once, then [#start]; from then on one thread renews. [#isLost] and [#holds] may be asked by any thread.
/// Source: docs/formats/lease.md
public final class StoreLease implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoreLease.class);
    static final String FOLDER = "_lease/";
    /// Objects behind the last one that stay for those who read just now.
    private static final int KEPT = 3;

    private static final int PAGE = 1000;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final ObjectStore store;
    private final LeaseHolder self;
    private final Duration duration;
    private final Clock clock;
    private final LeaseClaim claim;
    private volatile boolean isLost;
    private volatile boolean stopped;
    private Optional<Thread> thread = Optional.empty();

    /// @param duration how long a holder that is silent keeps others waiting, less a quarter
    public StoreLease(ObjectStore store, LeaseHolder self, Duration duration, Clock clock) {
        this.store = store;
        this.self = self;
        this.duration = duration;
        this.clock = clock;
        this.claim = new LeaseClaim(self, duration);
    }

    /// Waits until the lease is free or its holder has been silent for long enough, and takes it.
    ///
    /// @throws LeaseHeldException naming the holder, if another one lives
    public void acquire(Deadline deadline) {
        boolean hasWaited = false;
        while (true) {
            Duration pause = turn();
            if (claim.isHeld()) return;
            deadline.check("lease of the object store");
            if (pause.isZero()) continue;
            if (!hasWaited) log.info("waiting for a lease that may have been left behind; {}", claim.lastTold());
            hasWaited = true;
            sleep(pause);
        }
    }

    private void sleep(Duration pause) {
        try {
            clock.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ObjectStoreException("interrupted while waiting for the lease", true, e);
        }
    }

    /// Renews from now on.
    ///
    /// @param onLost called once, with [LeaseLostException] or what else ended the renewals
    public void start(Consumer<Throwable> onLost) {
        thread = Optional.of(Thread.ofVirtual().name("store-lease").start(() -> run(onLost)));
    }

    private void run(Consumer<Throwable> onLost) {
        try {
            while (!stopped) clock.sleep(turn());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            isLost = true;
            if (!stopped) onLost.accept(e);
        }
    }

    /// One step towards the lease or its next renewal; how long the next one can wait.
    Duration turn() {
        return switch (claim.next(clock.monotonicNanos())) {
            case LeaseClaim.Next.Look() -> tolerant(this::look);
            case LeaseClaim.Next.Put(long number, LeaseRecord.Kind kind) -> tolerant(() -> put(number, kind));
            case LeaseClaim.Next.Wait(long nanos) -> Duration.ofNanos(nanos);
            case LeaseClaim.Next.Refused(LeaseHolder holder) ->
                throw new LeaseHeldException("the object store is in use by " + holder.name() + ", log "
                        + holder.identity() + "; two logs cannot share a bucket and prefix");
            case LeaseClaim.Next.Lost() -> {
                isLost = true;
                throw new LeaseLostException("another process has taken the object store; this one must stop");
            }
        };
    }

    /// A store that is away for a moment says nothing about the lease.
    private Duration tolerant(Runnable call) {
        try {
            call.run();
            return Duration.ZERO;
        } catch (ObjectStoreException e) {
            // Whoever holds the lease goes on trying; whoever starts had better say what is wrong.
            if (!e.isRetryable() && !claim.isHeld()) throw e;
            return failed(e);
        } catch (RequestException e) {
            return failed(e);
        }
    }

    private Duration failed(RuntimeException cause) {
        claim.failed(clock.monotonicNanos());
        log.warn("store lease: the store failed; held={} cause={}", claim.isHeld(), cause.getMessage());
        return duration.dividedBy(LeaseClaim.RETRIES_PER_DURATION);
    }

    private Deadline patience() {
        return Deadline.after(clock, duration);
    }

    private void look() {
        while (true) {
            long number = lastNumber();
            try {
                Optional<LeaseRecord> record = number == 0 ? Optional.empty() : Optional.of(read(number));
                claim.looked(clock.monotonicNanos(), number, record);
                return;
            } catch (ObjectNotFoundException e) {
                // It went because later ones came meanwhile.
                log.debug("lease object gone; number={}", number);
            }
        }
    }

    private long lastNumber() {
        String last = "";
        while (true) {
            List<ObjectFacts> page = store.list(FOLDER, last, PAGE, patience());
            if (page.isEmpty()) break;
            last = page.getLast().key().value();
        }
        return last.isEmpty() ? 0 : Long.parseLong(last.substring(FOLDER.length()));
    }

    private LeaseRecord read(long number) {
        return LeaseRecord.decode(store.read(keyOf(number), patience()));
    }

    private static ObjectKey keyOf(long number) {
        return new ObjectKey(FOLDER + "%020d".formatted(number));
    }

    private void put(long number, LeaseRecord.Kind kind) {
        var record = new LeaseRecord(kind, self, duration);
        boolean isOwn = store.putIfAbsent(keyOf(number), record.encode(), patience()) || isOwn(number, record);
        // Behind a number that was deleted long ago there is somebody else: what was put there means nothing.
        if (!isOwn || isFollowed(number)) {
            claim.beaten();
            return;
        }
        claim.won(number, kind);
        tidy(number);
    }

    /// Whether an earlier try of the same put is there.
    private boolean isOwn(long number, LeaseRecord record) {
        try {
            LeaseRecord there = read(number);
            return there.isOf(self) && there.kind() == record.kind();
        } catch (ObjectNotFoundException e) {
            return false;
        }
    }

    private boolean isFollowed(long number) {
        return !store.list(FOLDER, keyOf(number).value(), 1, patience()).isEmpty();
    }

    private void tidy(long number) {
        try {
            List<ObjectFacts> old = store.list(FOLDER, "", PAGE, patience());
            for (ObjectFacts facts : old) {
                if (facts.key().compareTo(keyOf(Math.max(0, number - KEPT))) < 0) store.delete(facts.key(), patience());
            }
        } catch (ObjectStoreException | RequestException e) {
            log.debug("old lease objects stay for now; cause={}", e.getMessage());
        }
    }

    /// Whether another process is known to have taken over. Then nothing must be written any more.
    public boolean isLost() {
        return isLost;
    }

    /// Whether nobody else can hold the lease now. False also while the store is away for longer than a lease lasts.
    public boolean holds() {
        return !isLost && claim.holds(clock.monotonicNanos());
    }

    /// Stops renewing and gives the lease back, so that the next one need not wait.
    @Override
    public void close() {
        stopped = true;
        thread.ifPresent(Thread::interrupt);
        try {
            if (thread.isPresent()) thread.get().join(CLOSE_PATIENCE);
            release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ObjectStoreException | RequestException e) {
            log.warn("lease not given back, others will wait; cause={}", e.getMessage());
        }
    }

    private void release() {
        if (!claim.isHeld() || isLost) return;
        LeaseClaim.Next.Put next = claim.release(clock.monotonicNanos());
        var record = new LeaseRecord(next.kind(), self, duration);
        store.putIfAbsent(keyOf(next.number()), record.encode(), Deadline.after(clock, CLOSE_PATIENCE));
    }
}
