package io.tenuto.blocks.segment;

/// Content hashes of all spans, to recognise one that came twice. Appended by one thread.
///
/// The hash covers every byte of span, resource and scope; two different spans in one segment of a million meet with
/// probability 3e-8, which is below that of a memory error going unnoticed.
final class TwinTable {
    private long[] slots = new long[16];
    private int size;
    private boolean hasZero;

    /// Notes the hash; false if it was there.
    boolean add(long hash) {
        if (hash == 0) {
            boolean added = !hasZero;
            hasZero = true;
            return added;
        }
        int mask = slots.length - 1;
        int slot = (int) (hash ^ hash >>> 32) & mask;
        while (slots[slot] != 0) {
            if (slots[slot] == hash) return false;
            slot = (slot + 1) & mask;
        }
        slots[slot] = hash;
        size++;
        if (size * 2 > slots.length) rehash();
        return true;
    }

    private void rehash() {
        long[] wider = new long[slots.length * 2];
        int mask = wider.length - 1;
        for (long hash : slots) {
            if (hash == 0) continue;
            int slot = (int) (hash ^ hash >>> 32) & mask;
            while (wider[slot] != 0) slot = (slot + 1) & mask;
            wider[slot] = hash;
        }
        slots = wider;
    }

    /// Lets go of everything; nothing may be added afterwards.
    void forget() {
        slots = new long[0];
    }

    long memoryBytes() {
        return 8L * slots.length;
    }
}
