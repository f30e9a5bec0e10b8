package io.tenuto.blocks.tenuto1;

import java.util.Arrays;

/// Puts the spans of one trace into the order of their tree and numbers them. Arrays are reused from trace to trace.
///
/// A span without parent is a root. Of two spans with one identifier (a client and a server that share it) the parent
/// is the server for a client's children and the client for a server; an identifier borne by three or more spans makes
/// the whole trace unnumbered. Roots and children keep the order in which they came. Spans that no root reaches follow
/// behind, subtree by subtree, without numbers; then members of cycles.
final class TreeOrder {
    private static final int SERVER = 2;
    private static final int CLIENT = 3;

    /// Position in the new order to index of the span as given.
    int[] order = new int[64];
    /// By position: the parent's position, or -1.
    int[] parent = new int[64];
    int[] left = new int[64];
    int[] right = new int[64];
    int[] childCount = new int[64];

    private int[] parentIndex = new int[64];
    private int[] firstChild = new int[64];
    private int[] nextSibling = new int[64];
    private int[] sameId = new int[64];
    private int[] position = new int[64];
    private int[] stack = new int[64];
    private int[] slots = new int[128];
    private int placed;
    private int counter;

    /// Spans `[0, count)` with their identifiers, 0 where there is no parent, and kinds.
    void arrange(long[] spanIds, long[] parentIds, int[] kinds, int count) {
        reserve(count);
        boolean numbered = findParents(spanIds, parentIds, kinds, count);
        boolean hasRoot = false;
        for (int i = 0; i < count; i++) hasRoot |= parentIds[i] == 0;
        placed = 0;
        counter = 1;
        boolean counts = numbered && hasRoot;
        for (int i = 0; i < count; i++) if (parentIds[i] == 0) walk(i, counts);
        for (int i = 0; i < count; i++) if (position[i] < 0 && parentIndex[i] < 0) walk(i, false);
        for (int i = 0; i < count; i++) if (position[i] < 0) walk(i, false);
        for (int at = 0; at < count; at++) {
            int index = order[at];
            parent[at] = parentIndex[index] < 0 ? -1 : position[parentIndex[index]];
            int children = 0;
            for (int child = firstChild[index]; child >= 0 && counts; child = nextSibling[child]) children++;
            childCount[at] = children;
        }
    }

    private void reserve(int count) {
        if (order.length < count) {
            int capacity = Math.max(count, order.length * 2);
            order = new int[capacity];
            parent = new int[capacity];
            left = new int[capacity];
            right = new int[capacity];
            childCount = new int[capacity];
            parentIndex = new int[capacity];
            firstChild = new int[capacity];
            nextSibling = new int[capacity];
            sameId = new int[capacity];
            position = new int[capacity];
            stack = new int[capacity];
            slots = new int[Integer.highestOneBit(capacity) * 4];
        }
        Arrays.fill(firstChild, 0, count, -1);
        Arrays.fill(position, 0, count, -1);
        Arrays.fill(sameId, 0, count, -1);
    }

    /// Links children to parents; whether no identifier is borne by more than two spans.
    private boolean findParents(long[] spanIds, long[] parentIds, int[] kinds, int count) {
        int mask = Math.min(slots.length, Integer.highestOneBit(Math.max(16, count)) * 4) - 1;
        Arrays.fill(slots, 0, mask + 1, 0);
        boolean numbered = true;
        for (int i = 0; i < count; i++) {
            int slot = slotOf(spanIds, spanIds[i], mask);
            if (slots[slot] == 0) {
                slots[slot] = i + 1;
            } else {
                int first = slots[slot] - 1;
                if (sameId[first] < 0) sameId[first] = i;
                else numbered = false;
            }
        }
        for (int i = count - 1; i >= 0; i--) {
            parentIndex[i] = -1;
            if (parentIds[i] == 0) continue;
            int slot = slotOf(spanIds, parentIds[i], mask);
            if (slots[slot] == 0) continue;
            int found = choose(slots[slot] - 1, i, kinds);
            if (found < 0 || found == i) continue;
            parentIndex[i] = found;
            nextSibling[i] = firstChild[found];
            firstChild[found] = i;
        }
        return numbered;
    }

    private int choose(int first, int child, int[] kinds) {
        int second = sameId[first];
        if (second < 0) return first;
        int wanted = kinds[child] == SERVER ? CLIENT : SERVER;
        if (kinds[first] == wanted) return first;
        return kinds[second] == wanted ? second : -1;
    }

    private int slotOf(long[] spanIds, long id, int mask) {
        long mixed = id * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (slots[slot] != 0 && spanIds[slots[slot] - 1] != id) slot = (slot + 1) & mask;
        return slot;
    }

    /// Places the subtree below `root`, depth first.
    private void walk(int root, boolean counts) {
        int depth = 0;
        int next = root;
        while (true) {
            enter(next, counts);
            stack[depth++] = next;
            next = unplaced(firstChild[next]);
            while (next < 0) {
                int done = stack[--depth];
                right[position[done]] = counts ? counter++ : 0;
                if (depth == 0) return;
                next = unplaced(nextSibling[done]);
            }
        }
    }

    private void enter(int index, boolean counts) {
        position[index] = placed;
        order[placed] = index;
        left[placed] = counts ? counter++ : 0;
        placed++;
    }

    /// The first of the siblings from `index` on that has no place yet; only cycles make one have it.
    private int unplaced(int index) {
        int at = index;
        while (at >= 0 && position[at] >= 0) at = nextSibling[at];
        return at;
    }
}
