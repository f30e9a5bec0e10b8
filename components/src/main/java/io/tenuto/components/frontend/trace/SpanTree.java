package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who is whose child in a trace. Spans without a parent here are roots, and so is the earliest of a circle.
/// Siblings stand in the order of their starts, then of their identifiers.
final class SpanTree {
    private static final Comparator<TraceParts.Placed> ORDER = Comparator.comparingLong(
                    (TraceParts.Placed placed) -> placed.span().startUnixNanos())
            .thenComparing(placed -> placed.span().id());

    private final List<TraceParts.Placed> spans;
    private final int[] parents;
    private final List<List<Integer>> children = new ArrayList<>();
    private final List<Integer> roots = new ArrayList<>();
    private final List<Integer> preOrder = new ArrayList<>();

    SpanTree(TraceParts trace) {
        spans = trace.spans().stream().sorted(ORDER).toList();
        parents = new int[spans.size()];
        Arrays.fill(parents, -1);
        Map<ByteSlice, Integer> byId = new HashMap<>();
        for (int i = 0; i < spans.size(); i++) {
            children.add(new ArrayList<>());
            byId.putIfAbsent(spans.get(i).span().id(), i);
        }
        for (int i = 0; i < spans.size(); i++) {
            ByteSlice parentId = spans.get(i).span().parentId();
            int parent = parentId.isEmpty() ? -1 : byId.getOrDefault(parentId, -1);
            if (parent >= 0 && parent != i) {
                parents[i] = parent;
                children.get(parent).add(i);
            } else {
                roots.add(i);
            }
        }
        walk();
    }

    /// Fills the pre-order; what no root reaches is a circle, which its earliest span opens.
    private void walk() {
        boolean[] seen = new boolean[spans.size()];
        for (int root : roots) walk(root, seen);
        for (int i = 0; i < seen.length; i++) {
            if (seen[i]) continue;
            children.get(parents[i]).remove((Integer) i);
            parents[i] = -1;
            roots.add(i);
            walk(i, seen);
        }
    }

    private void walk(int root, boolean[] seen) {
        var open = new ArrayDeque<Integer>();
        open.push(root);
        while (!open.isEmpty()) {
            int at = open.pop();
            seen[at] = true;
            preOrder.add(at);
            List<Integer> below = children.get(at);
            for (int i = below.size() - 1; i >= 0; i--) open.push(below.get(i));
        }
    }

    int count() {
        return spans.size();
    }

    TraceParts.Placed at(int node) {
        return spans.get(node);
    }

    SpanPart span(int node) {
        return spans.get(node).span();
    }

    /// The parent's node, or -1.
    int parent(int node) {
        return parents[node];
    }

    List<Integer> children(int node) {
        return children.get(node);
    }

    List<Integer> roots() {
        return roots;
    }

    List<Integer> preOrder() {
        return preOrder;
    }

    /// Place among the siblings at each step from the root down, this node's own last.
    List<Integer> path(int node) {
        var path = new ArrayDeque<Integer>();
        for (int at = node; at >= 0; at = parents[at])
            path.addFirst(siblings(at).indexOf(at));
        return List.copyOf(path);
    }

    private List<Integer> siblings(int node) {
        return parents[node] < 0 ? roots : children.get(parents[node]);
    }
}
