package io.tenuto.base;

/// What one taker holds of a [MemoryBudget]. Used by one thread at a time; close gives all back, and may come twice.
public final class MemoryLease implements AutoCloseable {
    private final MemoryBudget budget;
    private final MemoryUse use;
    private long bytes;

    MemoryLease(MemoryBudget budget, MemoryUse use) {
        this.budget = budget;
        this.use = use;
    }

    /// Takes `more` bytes if they fit below the use's ceiling; whether it did.
    public boolean tryGrow(long more) {
        if (!budget.tryTake(use, more)) return false;
        bytes += more;
        return true;
    }

    /// Takes `more` bytes at once.
    ///
    /// @throws RequestException with [Fault#RESOURCE_EXHAUSTED] if they do not fit
    public void grow(long more) {
        if (!tryGrow(more)) throw budget.refusal(use, more);
    }

    /// Holds `wanted` bytes from now on: takes what is missing or gives back what is too much.
    ///
    /// @throws RequestException with [Fault#RESOURCE_EXHAUSTED] if what is missing does not fit
    public void resize(long wanted) {
        if (wanted > bytes) grow(wanted - bytes);
        else hold(wanted);
    }

    /// Says that `held` bytes are held, whatever the ceiling: for those who cannot refuse and heed
    /// [MemoryBudget#isTight].
    public void hold(long held) {
        Check.argument(held >= 0, "%s bytes cannot be held", held);
        if (held > bytes) budget.take(use, held - bytes);
        else if (held < bytes) budget.giveBack(use, bytes - held);
        bytes = held;
    }

    public long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        hold(0);
    }
}
