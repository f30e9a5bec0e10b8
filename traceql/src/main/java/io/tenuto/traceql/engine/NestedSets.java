package io.tenuto.traceql.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Nested-set numbers and child counts of the spans of one trace, by index within the trace. Linear time, no recursion.
///
/// Roots are spans without parent identifier. Numbers run from 1 over all roots: a span's descendants lie between its
/// left and right. Spans that no root reaches keep 0. If an identifier occurs more than twice nothing is numbered.
public final class NestedSets {
    private static final int KIND_SERVER = 2;
    private static final int KIND_CLIENT = 3;

    private final int[] left;
    private final int[] right;
    private final int[] parent;
    private final int[] childCount;
    /// Index of each span's parent, or -1.
    private final int[] parentIndex;

    private NestedSets(int count) {
        left = new int[count];
        right = new int[count];
        parent = new int[count];
        childCount = new int[count];
        parentIndex = new int[count];
        Arrays.fill(parentIndex, -1);
    }

    public int left(int span) {
        return left[span];
    }

    public int right(int span) {
        return right[span];
    }

    /// The parent's left number; -1 for roots, 0 outside any rooted tree.
    public int parent(int span) {
        return parent[span];
    }

    public int childCount(int span) {
        return childCount[span];
    }

    /// The place of the parent, -1 if there is none.
    public int parentIndex(int span) {
        return parentIndex[span];
    }

    /// Spans with the same identifier: usually one, for shared identifiers two.
    private record Holders(int first, int second) {}

    /// @param spanIds identifiers in storage order
    /// @param parentIds 0 for roots
    /// @param kinds OTLP codes
    public static NestedSets of(long[] spanIds, long[] parentIds, long[] kinds) {
        int count = spanIds.length;
        var sets = new NestedSets(count);
        Map<Long, Holders> byId = new HashMap<>(count * 2);
        boolean tooMany = false;
        for (int i = 0; i < count; i++) {
            Holders there = byId.get(spanIds[i]);
            if (there == null) byId.put(spanIds[i], new Holders(i, -1));
            else if (there.second() < 0) byId.put(spanIds[i], new Holders(there.first(), i));
            else tooMany = true;
        }
        boolean anyRoot = false;
        for (long id : parentIds) anyRoot |= id == 0;
        if (tooMany || !anyRoot) return sets;
        for (int i = 0; i < count; i++) {
            if (parentIds[i] == 0) continue;
            sets.parentIndex[i] = parentOf(i, byId.get(parentIds[i]), kinds);
            if (sets.parentIndex[i] >= 0) sets.childCount[sets.parentIndex[i]]++;
        }
        sets.number(parentIds);
        return sets;
    }

    private static int parentOf(int span, @Nullable Holders holders, long[] kinds) {
        if (holders == null) return -1;
        if (holders.second() < 0) return holders.first() == span ? -1 : holders.first();
        // A shared identifier: the server span hangs below the client span, all others below the server span.
        long wanted = kinds[span] == KIND_SERVER ? KIND_CLIENT : KIND_SERVER;
        if (kinds[holders.first()] == wanted && holders.first() != span) return holders.first();
        return kinds[holders.second()] == wanted && holders.second() != span ? holders.second() : -1;
    }

    private void number(long[] parentIds) {
        int count = left.length;
        int[] firstChild = new int[count];
        int[] nextSibling = new int[count];
        Arrays.fill(firstChild, -1);
        Arrays.fill(nextSibling, -1);
        for (int i = count - 1; i >= 0; i--) {
            int above = parentIndex[i];
            if (above < 0) continue;
            nextSibling[i] = firstChild[above];
            firstChild[above] = i;
        }
        int[] child = firstChild;
        int next = 1;
        for (int root = 0; root < count; root++) {
            if (parentIds[root] != 0) continue;
            parent[root] = -1;
            left[root] = next++;
            next = descend(root, next, child, nextSibling);
        }
    }

    /// Numbers everything below `root`, whose left is set; the next free number.
    private int descend(int root, int first, int[] child, int[] nextSibling) {
        int next = first;
        int at = root;
        while (true) {
            int below = child[at];
            if (below >= 0) {
                child[at] = nextSibling[below];
                parent[below] = left[at];
                left[below] = next++;
                at = below;
            } else {
                right[at] = next++;
                if (at == root) return next;
                at = parentIndex[at];
            }
        }
    }
}
