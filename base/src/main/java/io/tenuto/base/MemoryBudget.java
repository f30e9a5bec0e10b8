package io.tenuto.base;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The bytes that a process may hold at once, shared by all who draw on it: one for each process. Thread safe.
///
/// Who is turned away first is said by [MemoryUse]. Takings are estimates and measurements of their takers; the budget
/// adds them up and looks at no heap.
public final class MemoryBudget {
    /// How often one who waits looks whether its work was cancelled.
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long maxBytes;
    private final MemoryMetrics metrics;
    private final ReentrantLock lock = new ReentrantLock();
    /// Signalled when bytes come back.
    private final Condition released = lock.newCondition();
    /// By ordinal of the use; guarded by the lock.
    private final long[] usedBytes = new long[MemoryUse.values().length];
    /// Sum of all uses; written under the lock.
    private volatile long totalBytes;

    public MemoryBudget(long maxBytes, Metrics metrics) {
        Check.argument(maxBytes > 0, "the memory budget must be positive, not %s", maxBytes);
        this.maxBytes = maxBytes;
        this.metrics = new MemoryMetrics(metrics, maxBytes);
    }

    /// A budget that nobody reaches.
    public static MemoryBudget boundless() {
        return new MemoryBudget(Long.MAX_VALUE, Metrics.none());
    }

    /// Nothing yet, to be grown by its taker.
    public MemoryLease lease(MemoryUse use) {
        return new MemoryLease(this, use);
    }

    /// `bytes` for `use`, waiting within the deadline while what others hold will soon come back. Who holds something
    /// already must not ask here: two such would wait for each other.
    ///
    /// @throws RequestException with [Fault#RESOURCE_EXHAUSTED] if waiting is of no use, else as the deadline says
    public MemoryLease reserve(MemoryUse use, long bytes, Deadline deadline) {
        MemoryLease lease = lease(use);
        lock.lock();
        try {
            boolean waited = false;
            while (!fits(use, bytes)) {
                if (bytes > use.ceilingOf(maxBytes) || !someIsBrief()) throw refusal(use, bytes);
                deadline.check(use.label());
                if (!waited) metrics.waits.increment(use.label());
                waited = true;
                released.awaitNanos(Math.min(WAIT_NANOS, deadline.remainingNanos()));
            }
            // The lock is held: what fitted fits still.
            Check.invariant(lease.tryGrow(bytes), "memory budget: %s bytes fitted and then did not", bytes);
            return lease;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(Fault.CANCELLED, use.label() + ": cancelled", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean someIsBrief() {
        for (MemoryUse use : MemoryUse.values()) {
            if (use.isBrief() && usedBytes[use.ordinal()] > 0) return true;
        }
        return false;
    }

    /// Written so that no sum can overflow: the total never exceeds what was checked, or what had to be held.
    private boolean fits(MemoryUse use, long bytes) {
        long ceiling = use.ceilingOf(maxBytes);
        return bytes <= ceiling && totalBytes <= ceiling - bytes;
    }

    boolean tryTake(MemoryUse use, long bytes) {
        Check.argument(bytes >= 0, "%s bytes cannot be taken", bytes);
        lock.lock();
        try {
            if (!fits(use, bytes)) return false;
            change(use, bytes);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Takes whatever the ceilings say: for what is held already.
    void take(MemoryUse use, long bytes) {
        Check.argument(bytes >= 0, "%s bytes cannot be taken", bytes);
        lock.lock();
        try {
            change(use, bytes);
        } finally {
            lock.unlock();
        }
    }

    void giveBack(MemoryUse use, long bytes) {
        Check.argument(bytes >= 0, "%s bytes cannot be given back", bytes);
        lock.lock();
        try {
            long held = usedBytes[use.ordinal()];
            Check.invariant(bytes <= held, "memory budget: %s gives back %s of %s bytes", use, bytes, held);
            change(use, -bytes);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void change(MemoryUse use, long bytes) {
        totalBytes = Math.addExact(totalBytes, bytes);
        usedBytes[use.ordinal()] += bytes;
        metrics.usedBytes.set(usedBytes[use.ordinal()], use.label());
    }

    /// Why `bytes` are refused, counted.
    RequestException refusal(MemoryUse use, long bytes) {
        long total = totalBytes;
        String reason;
        if (bytes > use.ceilingOf(maxBytes)) reason = "never_fits";
        else reason = bytes > maxBytes - Math.min(total, maxBytes) ? "full" : "ceiling";
        metrics.refusals.increment(use.label(), reason);
        return new RequestException(
                Fault.RESOURCE_EXHAUSTED,
                "memory budget exhausted: %s needs %d bytes, %d of %d are in use"
                        .formatted(use.label(), bytes, total, maxBytes));
    }

    /// Whether `use` has reached its ceiling: who cannot refuse stops taking on more. Cheap.
    public boolean isTight(MemoryUse use) {
        return totalBytes >= use.ceilingOf(maxBytes);
    }

    public long usedBytes() {
        return totalBytes;
    }

    public long usedBytes(MemoryUse use) {
        lock.lock();
        try {
            return usedBytes[use.ordinal()];
        } finally {
            lock.unlock();
        }
    }

    public long maxBytes() {
        return maxBytes;
    }
}
