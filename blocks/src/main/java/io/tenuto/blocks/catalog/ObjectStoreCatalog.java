package io.tenuto.blocks.catalog;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Entropy;
import io.tenuto.objectstore.ObjectFacts;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectNotFoundException;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalog as objects `_catalog/<n>`, each put if absent: who puts n, has made commit n.
///
/// Needs nothing of the store but that of several puts of one absent key exactly one succeeds. A put whose outcome is
/// unknown is settled by reading the key and comparing the writer's name. Readers ask for the next key; nobody lists.
public final class ObjectStoreCatalog implements Catalog {
    private static final Logger log = LoggerFactory.getLogger(ObjectStoreCatalog.class);
    private static final String FOLDER = "_catalog/";
    private static final String CHECKPOINTS = "_catalog_checkpoints/";
    private static final String PROBES = "_catalog_probes/";
    private static final int CHECKPOINT_EVERY = 100;
    private static final int ATTEMPTS_MAX = 6;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final ObjectStore store;
    private final Entropy entropy;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    /// Signalled when the snapshot moves.
    private final Condition moved = lock.newCondition();

    private volatile MemorySnapshot snapshot;

    /// Probes the store and reads the catalog.
    ///
    /// @throws ObjectStoreException if the store fails, or does not keep the promise of put-if-absent
    public ObjectStoreCatalog(ObjectStore store, Entropy entropy, Clock clock, Deadline deadline) {
        this.store = store;
        this.entropy = entropy;
        this.clock = clock;
        probe(deadline);
        this.snapshot = readCheckpoint(deadline);
        refresh(deadline);
    }

    private void probe(Deadline deadline) {
        var key = new ObjectKey(PROBES + entropy.nextUuid());
        boolean first = store.putIfAbsent(key, ByteSlice.utf8("1"), deadline);
        boolean second = store.putIfAbsent(key, ByteSlice.utf8("2"), deadline);
        store.delete(key, deadline);
        if (!first || second) {
            throw new ObjectStoreException(
                    "the object store does not honour put-if-absent; commits would be lost", false);
        }
    }

    private MemorySnapshot readCheckpoint(Deadline deadline) {
        String last = "";
        while (true) {
            List<ObjectFacts> page = store.list(CHECKPOINTS, last, 1000, deadline);
            if (page.isEmpty()) break;
            last = page.getLast().key().value();
        }
        if (last.isEmpty()) return MemorySnapshot.EMPTY;
        return MemorySnapshot.of(CommitCodec.decodeState(store.read(new ObjectKey(last), deadline)));
    }

    private static ObjectKey keyOf(long number) {
        return new ObjectKey(FOLDER + "%020d".formatted(number));
    }

    @Override
    public CatalogSnapshot snapshot() {
        return snapshot;
    }

    @Override
    public CatalogSnapshot refresh(Deadline deadline) {
        while (true) {
            MemorySnapshot now = snapshot;
            Optional<ByteSlice> next = readIfThere(now.number() + 1, deadline);
            if (next.isEmpty()) return snapshot;
            advance(now, CommitCodec.decode(next.get()).change());
        }
    }

    private Optional<ByteSlice> readIfThere(long number, Deadline deadline) {
        try {
            return Optional.of(store.read(keyOf(number), deadline));
        } catch (ObjectNotFoundException e) {
            return Optional.empty();
        }
    }

    /// Moves the snapshot from `now` by one commit, unless somebody did so already.
    private void advance(MemorySnapshot now, CatalogChange change) {
        Optional<String> conflict = now.conflict(change);
        Check.data(
                conflict.isEmpty(),
                "catalog commit %s contradicts its past: %s",
                now.number() + 1,
                conflict.orElse(""));
        lock.lock();
        try {
            if (snapshot == now) {
                snapshot = now.after(change);
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CommitOutcome commit(CatalogChange change, Deadline deadline) {
        var signed = new CommitCodec.Signed(entropy.nextUuid().toString(), change);
        ByteSlice object = CommitCodec.encode(signed);
        while (true) {
            deadline.check("catalog commit");
            MemorySnapshot now = (MemorySnapshot) refresh(deadline);
            Optional<String> conflict = now.conflict(change);
            if (conflict.isPresent()) return new CommitOutcome.Conflict(conflict.get());
            long number = now.number() + 1;
            if (put(number, object, signed.writer(), deadline)) {
                advance(now, change);
                checkpoint(number, deadline);
                return new CommitOutcome.Committed(number);
            }
        }
    }

    /// Whether commit `number` is ours; settles puts whose outcome is unknown.
    ///
    /// @throws ObjectStoreException if the store fails for too long; the commit may then be there or not
    private boolean put(long number, ByteSlice object, String writer, Deadline deadline) {
        for (int attempt = 1; true; attempt++) {
            try {
                if (store.putIfAbsent(keyOf(number), object, deadline)) return true;
            } catch (ObjectStoreException e) {
                if (!e.isRetryable() || attempt == ATTEMPTS_MAX) throw e;
                log.warn("commit of unknown outcome; commit={} cause={}", number, e.getMessage());
                pause(attempt);
                deadline.check("catalog commit");
                // Once more rather than read: a name that is there need not be durable, a put that succeeds is.
                continue;
            }
            deadline.check("catalog commit");
            Optional<ByteSlice> there = readSettled(number, deadline);
            if (there.isPresent())
                return CommitCodec.decode(there.get()).writer().equals(writer);
        }
    }

    /// Longer each time, by chance up to twice as long: many who wait for one store do not come back together.
    private void pause(int attempt) {
        long nanos = FIRST_PAUSE.toNanos() << (attempt - 1);
        try {
            clock.sleep(Duration.ofNanos(nanos + (long) (nanos * entropy.nextDouble())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ObjectStoreException("interrupted", true, e);
        }
    }

    private Optional<ByteSlice> readSettled(long number, Deadline deadline) {
        try {
            return readIfThere(number, deadline);
        } catch (ObjectStoreException e) {
            if (!e.isRetryable()) throw e;
            return Optional.empty();
        }
    }

    private void checkpoint(long number, Deadline deadline) {
        if (number % CHECKPOINT_EVERY != 0) return;
        MemorySnapshot now = snapshot;
        try {
            store.put(
                    new ObjectKey(CHECKPOINTS + "%020d".formatted(now.number())),
                    CommitCodec.encode(now.toState()),
                    deadline);
        } catch (ObjectStoreException e) {
            // The replay is longer until the next checkpoint; nothing is lost.
            log.warn("checkpoint not written; commit={} cause={}", now.number(), e.getMessage());
        }
    }

    @Override
    public CatalogSnapshot await(long number, Deadline deadline) {
        lock.lock();
        try {
            while (snapshot.number() < number) {
                long nanos = Math.min(deadline.remainingNanos(), TimeUnit.HOURS.toNanos(1));
                if (nanos <= 0 || moved.awaitNanos(nanos) <= 0) break;
            }
            return snapshot;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {}
}
