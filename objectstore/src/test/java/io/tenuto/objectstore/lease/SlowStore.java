package io.tenuto.objectstore.lease;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.objectstore.ObjectFacts;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.ObjectStoreException;
import io.tenuto.objectstore.ObjectUpload;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.function.Supplier;

/// A store whose operations take long before and after they take effect, fail either way, or take effect long after
/// their caller has given up; meanwhile the others go on.
final class SlowStore implements ObjectStore {
    private final ObjectStore below;
    private final Random random;
    private final LeaseTime time;
    /// Puts whose callers have given up.
    private final Queue<Runnable> underWay = new ArrayDeque<>();

    Runnable meanwhile = () -> {};
    boolean isCalm;

    SlowStore(ObjectStore below, Random random, LeaseTime time) {
        this.below = below;
        this.random = random;
        this.time = time;
    }

    private void pass() {
        if (isCalm) return;
        int longest = random.nextInt(12) == 0 ? 60_000 : 200;
        time.advance(Duration.ofMillis(random.nextInt(longest)));
        if (random.nextInt(3) == 0) meanwhile.run();
    }

    private <T> T slow(Supplier<T> call) {
        pass();
        if (!isCalm && random.nextInt(15) == 0) throw new ObjectStoreException("the store is busy", true);
        T result = call.get();
        pass();
        if (!isCalm && random.nextInt(15) == 0) throw new ObjectStoreException("the connection was lost", true);
        return result;
    }

    /// One put that was given up takes effect now.
    void land() {
        Runnable put = underWay.poll();
        if (put != null) put.run();
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteSlice content, Deadline deadline) {
        if (!isCalm && random.nextInt(15) == 0) {
            underWay.add(() -> below.putIfAbsent(key, content, Deadline.none()));
            throw new ObjectStoreException("no answer", true);
        }
        return slow(() -> below.putIfAbsent(key, content, Deadline.none()));
    }

    @Override
    public ByteSlice read(ObjectKey key, Deadline deadline) {
        return slow(() -> below.read(key, Deadline.none()));
    }

    @Override
    public List<ObjectFacts> list(String prefix, String startAfter, int maxCount, Deadline deadline) {
        return slow(() -> below.list(prefix, startAfter, maxCount, Deadline.none()));
    }

    @Override
    public void delete(ObjectKey key, Deadline deadline) {
        slow(() -> {
            below.delete(key, Deadline.none());
            return true;
        });
    }

    @Override
    public void put(ObjectKey key, ByteSlice content, Deadline deadline) {
        throw new UnsupportedOperationException("a lease puts if absent only");
    }

    @Override
    public ObjectUpload upload(ObjectKey key, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteSlice read(ObjectKey key, long offset, int length, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ObjectFacts head(ObjectKey key, Deadline deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
