package io.tenuto.blocks.segment;

import java.util.Arrays;

/// Distinct sequences of column indexes: which attributes an entry has, in which order. Few per program, so interned.
public final class ShapeTable {
    private int[] heap = new int[64];
    private int[] starts = new int[9];
    private int[] slots = new int[16];
    private int[] hashes = new int[8];
    private int size;

    public ShapeTable() {
        intern(new int[0], 0);
    }

    /// The id of the first `length` entries of `sequence`; 0 is the empty sequence.
    public int intern(int[] sequence, int length) {
        int hash = 1;
        for (int i = 0; i < length; i++) hash = 31 * hash + sequence[i];
        hash ^= hash >>> 15;
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int id = slots[slot] - 1;
            if (hashes[id] == hash && Arrays.equals(heap, starts[id], starts[id + 1], sequence, 0, length)) return id;
            slot = (slot + 1) & mask;
        }
        int id = add(sequence, length, hash);
        slots[slot] = id + 1;
        if (size * 2 > slots.length) rehash();
        return id;
    }

    private int add(int[] sequence, int length, int hash) {
        int start = starts[size];
        if (heap.length - start < length) heap = Arrays.copyOf(heap, Math.max(heap.length * 2, start + length));
        System.arraycopy(sequence, 0, heap, start, length);
        if (starts.length <= size + 1) starts = Arrays.copyOf(starts, starts.length * 2);
        if (hashes.length <= size) hashes = Arrays.copyOf(hashes, hashes.length * 2);
        hashes[size] = hash;
        starts[size + 1] = start + length;
        return size++;
    }

    private void rehash() {
        int[] wider = new int[slots.length * 2];
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] & (wider.length - 1);
            while (wider[slot] != 0) slot = (slot + 1) & (wider.length - 1);
            wider[slot] = id + 1;
        }
        slots = wider;
    }

    /// What is there now.
    public Shapes view() {
        return new Shapes(heap, starts, size);
    }

    long memoryBytes() {
        return 4L * (heap.length + starts.length + slots.length + hashes.length);
    }
}
