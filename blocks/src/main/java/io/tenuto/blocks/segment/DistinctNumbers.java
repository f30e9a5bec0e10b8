package io.tenuto.blocks.segment;

import io.tenuto.base.ByteHash;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// The distinct numbers of a growing column, found when asked for and continued where the last question ended. Safe for
/// many threads.
///
/// One set serves all views of the column: what it has beyond a view comes with it.
final class DistinctNumbers {
    /// More are not told.
    static final int MAX = 10_000;

    private static final int FEW = 8;
    /// A value and two slots.
    private static final long BYTES_OF_ONE = 16;

    /// Finds them anew for each question.
    static final DistinctNumbers NOT_KEPT = new DistinctNumbers(new AtomicLong(), false);

    private final AtomicLong learnedBytes;
    private final boolean isKept;
    /// Guards what follows; held while numbers are looked at.
    private final ReentrantLock lock = new ReentrantLock();

    private long[] values = {};
    private int size;
    /// A place in `values` + 1, found by hash and then along; 0 is free.
    private int[] slots = {};
    /// How many of the column's numbers have been looked at.
    private int seen;
    /// The last of them, if there is one.
    private long last;
    private boolean areTooMany;

    /// @param learnedBytes takes the bytes that asking makes
    DistinctNumbers(AtomicLong learnedBytes) {
        this(learnedBytes, true);
    }

    private DistinctNumbers(AtomicLong learnedBytes, boolean isKept) {
        this.learnedBytes = learnedBytes;
        this.isKept = isKept;
    }

    /// Those among the first `count` of `numbers`, a view of the column, in the order of first meeting; empty if they
    /// are too many.
    Optional<long[]> of(long[] numbers, int count) {
        if (!isKept) return new DistinctNumbers(new AtomicLong()).of(numbers, count);
        lock.lock();
        try {
            for (; seen < count && !areTooMany; seen++) add(numbers[seen]);
            return areTooMany ? Optional.empty() : Optional.of(Arrays.copyOf(values, size));
        } finally {
            lock.unlock();
        }
    }

    private void add(long number) {
        // Neighbours are often equal.
        if (size > 0 && last == number) return;
        last = number;
        if (size * 2 >= slots.length) grow();
        int slot = slot(number);
        if (slots[slot] != 0) return;
        if (size == MAX) {
            areTooMany = true;
            resize(0);
            return;
        }
        values[size] = number;
        slots[slot] = ++size;
    }

    /// Where the number stands or would stand.
    private int slot(long number) {
        int mask = slots.length - 1;
        int slot = (int) ByteHash.mix(number) & mask;
        while (slots[slot] != 0 && values[slots[slot] - 1] != number) slot = slot + 1 & mask;
        return slot;
    }

    private void grow() {
        resize(Math.max(FEW, slots.length));
        for (int i = 0; i < size; i++) slots[slot(values[i])] = i + 1;
    }

    private void resize(int capacity) {
        learnedBytes.addAndGet((capacity - values.length) * BYTES_OF_ONE);
        values = Arrays.copyOf(values, capacity);
        slots = new int[capacity * 2];
    }
}
