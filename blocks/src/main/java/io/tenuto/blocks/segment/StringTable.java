package io.tenuto.blocks.segment;

import io.tenuto.base.ByteHash;
import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import java.util.Arrays;

/// Byte strings by id, equal ones usually with one id. Appended by one thread.
///
/// When values hardly repeat the table stops looking for equals: then every value gets an id of its own and the hash
/// table is given up, which saves a third of the memory and most of the time for such columns.
final class StringTable {
    /// Decided at this many entries, and again at each doubling.
    private static final int JUDGE_AT = 4096;

    /// Above this share of new values the column is not worth a hash table.
    private static final double DISTINCT_SHARE = 0.75;

    private byte[] heap = new byte[64];
    private int[] starts = new int[9];
    private int[] slots = new int[16];
    private int[] hashes = new int[8];
    private int size;
    private long asked;
    private boolean plain;
    private final boolean mayTurnPlain;

    StringTable(boolean mayTurnPlain) {
        this.mayTurnPlain = mayTurnPlain;
    }

    int size() {
        return size;
    }

    int intern(byte[] bytes, int from, int to) {
        asked++;
        if (plain) return add(bytes, from, to);
        int hash = ByteHash.hash32(bytes, from, to);
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && equal(id, bytes, from, to)) return id;
            slot = (slot + 1) & mask;
        }
        int id = add(bytes, from, to);
        if (hashes.length <= id) hashes = Arrays.copyOf(hashes, hashes.length * 2);
        hashes[id] = hash;
        slots[slot] = id + 1;
        if (size * 2 > slots.length) rehash();
        judge();
        return id;
    }

    int intern(ByteSlice value) {
        return intern(value.array(), value.offset(), value.offset() + value.length());
    }

    private void judge() {
        if (!mayTurnPlain || size < JUDGE_AT || Integer.bitCount(size) != 1) return;
        if (size > DISTINCT_SHARE * asked) {
            plain = true;
            slots = new int[0];
            hashes = new int[0];
        }
    }

    private int add(byte[] bytes, int from, int to) {
        int start = starts[size];
        int length = to - from;
        if (heap.length - start < length) heap = Arrays.copyOf(heap, grown(heap.length, start + length));
        System.arraycopy(bytes, from, heap, start, length);
        if (starts.length <= size + 1) starts = Arrays.copyOf(starts, starts.length * 2);
        starts[size + 1] = start + length;
        return size++;
    }

    private static int grown(int capacity, int needed) {
        // Half as much again: a heap of megabytes must not double.
        return Math.max(capacity < 1 << 20 ? capacity * 2 : capacity + capacity / 2, needed);
    }

    private boolean equal(int id, byte[] bytes, int from, int to) {
        return Arrays.equals(heap, starts[id], starts[id + 1], bytes, from, to);
    }

    private void rehash() {
        int[] wider = new int[slots.length * 2];
        int mask = wider.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & mask;
            while (wider[slot] != 0) slot = (slot + 1) & mask;
            wider[slot] = id + 1;
        }
        slots = wider;
    }

    int length(int id) {
        return starts[id + 1] - starts[id];
    }

    /// What is there now; stays right while the table grows.
    Dictionary dictionary() {
        return new Dictionary(heap, starts, size);
    }

    long memoryBytes() {
        return heap.length + 4L * (starts.length + slots.length + hashes.length);
    }
}
