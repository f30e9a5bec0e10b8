package io.tenuto.base;

import java.util.concurrent.atomic.AtomicLong;

/// A bound on bytes held at once, shared by whoever draws on it. Thread safe, never blocks.
public final class MemoryBudget {
    private final String name;
    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    public MemoryBudget(String name, long maxBytes) {
        Check.argument(maxBytes > 0, "budget %s must be positive, not %s", name, maxBytes);
        this.name = name;
        this.maxBytes = maxBytes;
    }

    /// Takes `bytes` if they fit; returns whether it did. Whoever took them gives them back by [#release].
    public boolean tryReserve(long bytes) {
        while (true) {
            long used = usedBytes.get();
            if (used + bytes > maxBytes) return false;
            if (usedBytes.compareAndSet(used, used + bytes)) return true;
        }
    }

    /// Takes `bytes` or refuses the request with [Fault#RESOURCE_EXHAUSTED].
    public void reserve(long bytes) {
        if (!tryReserve(bytes)) {
            throw new RequestException(
                    Fault.RESOURCE_EXHAUSTED,
                    "memory budget %s exhausted: %d of %d bytes used, %d more wanted"
                            .formatted(name, usedBytes.get(), maxBytes, bytes));
        }
    }

    public void release(long bytes) {
        long left = usedBytes.addAndGet(-bytes);
        Check.invariant(left >= 0, "budget %s: released more than was reserved", name);
    }

    public long usedBytes() {
        return usedBytes.get();
    }

    public long maxBytes() {
        return maxBytes;
    }
}
