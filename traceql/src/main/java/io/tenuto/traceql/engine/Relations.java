package io.tenuto.traceql.engine;

import io.tenuto.traceql.lang.SpansetOperator;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Structural operators between two sets of rows of one trace, on nested-set numbers. Never quadratic.
final class Relations {
    private final Structure structure;

    Relations(Structure structure) {
        this.structure = structure;
    }

    /// The rows that `left operator right` yields, ascending.
    int[] apply(SpansetOperator operator, int[] left, int[] right) {
        return switch (operator.form()) {
            case PLAIN -> pick(right, partners(operator.relation(), left, right), true);
            case NEGATED -> pick(right, partners(operator.relation(), left, right), false);
            case UNION -> {
                int[] ofRight = pick(right, partners(operator.relation(), left, right), true);
                int[] ofLeft = pick(left, partners(inverse(operator.relation()), right, left), true);
                yield union(ofRight, ofLeft);
            }
        };
    }

    static int[] union(int[] first, int[] second) {
        int[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return Arrays.stream(all).sorted().distinct().toArray();
    }

    private static SpansetOperator.Relation inverse(SpansetOperator.Relation relation) {
        return switch (relation) {
            case CHILD -> SpansetOperator.Relation.PARENT;
            case PARENT -> SpansetOperator.Relation.CHILD;
            case DESCENDANT -> SpansetOperator.Relation.ANCESTOR;
            case ANCESTOR -> SpansetOperator.Relation.DESCENDANT;
            case SIBLING -> SpansetOperator.Relation.SIBLING;
            case NONE -> SpansetOperator.Relation.NONE;
        };
    }

    private static int[] pick(int[] rows, boolean[] chosen, boolean wanted) {
        int count = 0;
        int[] picked = new int[rows.length];
        for (int i = 0; i < rows.length; i++) if (chosen[i] == wanted) picked[count++] = rows[i];
        return Arrays.copyOf(picked, count);
    }

    /// For each row of `of`, whether some row of `among` stands to it as the relation says: `of` is the child, the
    /// parent, ... of one among them.
    private boolean[] partners(SpansetOperator.Relation relation, int[] among, int[] of) {
        return switch (relation) {
            case CHILD -> children(among, of);
            case PARENT -> parents(among, of);
            case DESCENDANT -> descendants(among, of);
            case ANCESTOR -> ancestors(among, of);
            case SIBLING -> siblings(among, of);
            case NONE -> new boolean[of.length];
        };
    }

    private boolean[] children(int[] parents, int[] of) {
        Set<Integer> lefts = new HashSet<>();
        for (int row : parents) if (structure.left(row) != 0) lefts.add(structure.left(row));
        boolean[] found = new boolean[of.length];
        for (int i = 0; i < of.length; i++)
            found[i] = structure.parent(of[i]) > 0 && lefts.contains(structure.parent(of[i]));
        return found;
    }

    private boolean[] parents(int[] children, int[] of) {
        Set<Integer> lefts = new HashSet<>();
        for (int row : children) if (structure.parent(row) > 0) lefts.add(structure.parent(row));
        boolean[] found = new boolean[of.length];
        for (int i = 0; i < of.length; i++)
            found[i] = structure.left(of[i]) != 0 && lefts.contains(structure.left(of[i]));
        return found;
    }

    private boolean[] descendants(int[] ancestors, int[] of) {
        int[] sorted = sortedLefts(ancestors);
        Map<Integer, Integer> rightOf = new HashMap<>();
        for (int row : ancestors) rightOf.put(structure.left(row), structure.right(row));
        int[] maxRight = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            int right = rightOf.getOrDefault(sorted[i], 0);
            maxRight[i] = i == 0 ? right : Math.max(maxRight[i - 1], right);
        }
        boolean[] found = new boolean[of.length];
        for (int i = 0; i < of.length; i++) {
            int left = structure.left(of[i]);
            if (left == 0) continue;
            int before = insertion(sorted, left) - 1;
            found[i] = before >= 0 && maxRight[before] > structure.right(of[i]);
        }
        return found;
    }

    private boolean[] ancestors(int[] descendants, int[] of) {
        int[] sorted = sortedLefts(descendants);
        boolean[] found = new boolean[of.length];
        for (int i = 0; i < of.length; i++) {
            int left = structure.left(of[i]);
            if (left == 0) continue;
            int after = insertion(sorted, left + 1);
            found[i] = after < sorted.length && sorted[after] < structure.right(of[i]);
        }
        return found;
    }

    private boolean[] siblings(int[] among, int[] of) {
        Map<Integer, Integer> counts = new HashMap<>();
        Set<Integer> members = new HashSet<>();
        for (int row : among) {
            members.add(row);
            if (structure.parent(row) != 0) counts.merge(structure.parent(row), 1, Integer::sum);
        }
        boolean[] found = new boolean[of.length];
        for (int i = 0; i < of.length; i++) {
            int parent = structure.parent(of[i]);
            if (parent == 0) continue;
            int own = members.contains(of[i]) ? 1 : 0;
            found[i] = counts.getOrDefault(parent, 0) - own > 0;
        }
        return found;
    }

    private int[] sortedLefts(int[] rows) {
        return Arrays.stream(rows)
                .map(structure::left)
                .filter(left -> left != 0)
                .sorted()
                .toArray();
    }

    /// The index of the first entry that is `value` or more.
    private static int insertion(int[] sorted, int value) {
        int found = Arrays.binarySearch(sorted, value);
        return found >= 0 ? found : -found - 1;
    }
}
