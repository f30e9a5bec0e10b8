package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.objectstore.ObjectFacts;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.objectstore.ObjectUpload;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// A store that is slow, fails before or after it has done what it was asked, and lets others act in between.
final class UnreliableStore implements ObjectStore {
    private final ObjectStore store;
    private final Random random;
    private final VirtualClock clock;
    /// What others do while somebody waits for the store.
    Runnable meanwhile = () -> {};
    /// May throw where a process is to die.
    Runnable mayCrash = () -> {};
    boolean isReliable;

    UnreliableStore(ObjectStore store, Random random, VirtualClock clock) {
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    private <T> T unreliable(Supplier<T> call) {
        if (isReliable) return call.get();
        clock.advance(Duration.ofMillis(random.nextInt(40) == 0 ? 20_000 : 5));
        if (random.nextInt(6) == 0) meanwhile.run();
        mayCrash.run();
        if (random.nextInt(30) == 0) throw new ObjectStoreException("the store is busy", true);
        T result = call.get();
        mayCrash.run();
        if (random.nextInt(30) == 0) throw new ObjectStoreException("the connection was lost", true);
        return result;
    }

    @Override
    public void put(ObjectKey key, ByteSlice content, Deadline deadline) {
        unreliable(() -> {
            store.put(key, content, deadline);
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteSlice content, Deadline deadline) {
        return unreliable(() -> store.putIfAbsent(key, content, deadline));
    }

    @Override
    public ObjectUpload upload(ObjectKey key, Deadline deadline) {
        return store.upload(key, deadline);
    }

    @Override
    public ByteSlice read(ObjectKey key, Deadline deadline) {
        return unreliable(() -> store.read(key, deadline));
    }

    @Override
    public ByteSlice read(ObjectKey key, long offset, int length, Deadline deadline) {
        return unreliable(() -> store.read(key, offset, length, deadline));
    }

    @Override
    public ObjectFacts head(ObjectKey key, Deadline deadline) {
        return store.head(key, deadline);
    }

    @Override
    public List<ObjectFacts> list(String prefix, String startAfter, int maxCount, Deadline deadline) {
        return unreliable(() -> store.list(prefix, startAfter, maxCount, deadline));
    }

    @Override
    public void delete(ObjectKey key, Deadline deadline) {
        unreliable(() -> {
            store.delete(key, deadline);
            return true;
        });
    }

    @Override
    public void close() {}
}
