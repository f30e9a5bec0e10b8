package io.tenuto.components.livestore;

import io.tenuto.base.Deadline;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Wakes readers that wait for rows when a consumer has shown more. Thread safe.
final class ProgressSignal {
    private static final long WAIT_NANOS_MAX = TimeUnit.HOURS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();

    /// Something that waiters look at has changed.
    void moved() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until `isReached` holds; false if the deadline comes first.
    boolean await(BooleanSupplier isReached, Deadline deadline) {
        // Mostly it holds already, and then nobody else is kept waiting.
        if (isReached.getAsBoolean()) return true;
        lock.lock();
        try {
            while (!isReached.getAsBoolean()) {
                long nanos = Math.min(deadline.remainingNanos(), WAIT_NANOS_MAX);
                if (nanos <= 0) return false;
                moved.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(Fault.CANCELLED, "live data: cancelled", e);
        } finally {
            lock.unlock();
        }
    }
}
