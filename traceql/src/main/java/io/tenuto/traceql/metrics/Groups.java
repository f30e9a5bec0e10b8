package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.Static;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The groups of one sub-query with what each has counted: as many as fit into a bounded number of values.
///
/// Where they do not all fit, those stay that come first in [#ORDER], and from the first that was left out every group
/// is left out, in whatever it is merged with too. A part of the work needs no more room for the groups that stay than
/// the whole does, so a group that the whole keeps is left out nowhere: what stays is complete, and the same however
/// the work was cut.
///
/// Filled by one thread; merged by [#plus], which changes neither side.
final class Groups {
    /// Values of all groups of a query together: 16 MB, of which a query holds a few copies while it merges, and an
    /// answer of up to 60 MB as JSON: what a heap of half a gigabyte bears beside everything else.
    static final long VALUES_MAX = 2_000_000;
    /// What a group costs by itself, in values: its key, its entry in the map, its objects.
    private static final int OVERHEAD = 80;

    private static final Comparator<Static> BY_TEXT = Comparator.comparing((Static value) -> Series.text(value))
            .thenComparing(Static::type)
            .thenComparing(Static::toString);
    /// By the texts of the values; total.
    static final Comparator<List<Static>> ORDER = Groups::compare;

    private final int intervals;
    private final int seriesPerGroup;
    private final long valuesMax;
    private final Map<List<Static>, Cells> cells = new HashMap<>();
    /// The keys of `cells`, the last one first; empty until something has to be left out.
    private final PriorityQueue<List<Static>> lastFirst = new PriorityQueue<>(ORDER.reversed());
    /// The first group that was left out; null while there is none.
    private @Nullable List<Static> bound;

    private long values;
    /// Takes what is counted for groups that are left out.
    private final Cells nowhere;

    /// @param seriesPerGroup how many series come of a group at the end, besides what it counts
    /// @param valuesMax most values that are kept
    Groups(int intervals, int seriesPerGroup, long valuesMax) {
        this.intervals = intervals;
        this.seriesPerGroup = seriesPerGroup;
        this.valuesMax = valuesMax;
        this.nowhere = Cells.nowhere(this);
    }

    private static int compare(List<Static> first, List<Static> second) {
        for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
            int order = BY_TEXT.compare(first.get(i), second.get(i));
            if (order != 0) return order;
        }
        return Integer.compare(first.size(), second.size());
    }

    /// Where spans of this group are counted.
    Cells of(List<Static> key) {
        Cells there = cells.get(key);
        if (there != null) return there;
        if (isLeftOut(key)) return nowhere;
        var made = new Cells(intervals, this);
        put(List.copyOf(key), made);
        return made;
    }

    private void put(List<Static> key, Cells made) {
        cells.put(key, made);
        if (!lastFirst.isEmpty()) lastFirst.add(key);
        values += cost(made);
        shrink();
    }

    /// Takes note that a group has that many more arrays of values; says whether it is still kept.
    boolean grew(Cells group, int arrays) {
        values += (long) intervals * arrays;
        shrink();
        return !group.isLeftOut();
    }

    private long cost(Cells group) {
        return OVERHEAD + (long) intervals * (group.arrays() + seriesPerGroup);
    }

    private void shrink() {
        while (values > valuesMax && !cells.isEmpty()) {
            if (lastFirst.isEmpty()) lastFirst.addAll(cells.keySet());
            leaveOut(lastFirst.remove());
        }
    }

    private void leaveOut(List<Static> key) {
        Cells gone = Objects.requireNonNull(cells.remove(key));
        values -= cost(gone);
        gone.leaveOut(this);
        bound = key;
    }

    private boolean isLeftOut(List<Static> key) {
        return bound != null && ORDER.compare(key, bound) >= 0;
    }

    /// Whether every group whose key begins with this value is left out.
    boolean leavesOut(Static first) {
        if (bound == null) return false;
        // What the label of a group without a first value is depends on the others.
        if (first == Static.NIL && bound.size() > 1) return false;
        Static named = first == Static.NIL ? SeriesBuilder.NIL_TEXT : first;
        int order = BY_TEXT.compare(named, bound.getFirst());
        return order > 0 || order == 0 && bound.size() == 1;
    }

    /// Whether groups were left out.
    boolean isCut() {
        return bound != null;
    }

    boolean isEmpty() {
        return cells.isEmpty();
    }

    void forEach(BiConsumer<List<Static>, Cells> each) {
        cells.forEach(each);
    }

    /// Both together; neither changes, and groups that only one of them has are shared.
    Groups plus(Groups other) {
        var both = new Groups(intervals, seriesPerGroup, valuesMax);
        both.bound = earlier(bound, other.bound);
        Set<List<Static>> keys = new LinkedHashSet<>(cells.keySet());
        keys.addAll(other.cells.keySet());
        for (List<Static> key : keys) {
            if (both.isLeftOut(key)) continue;
            Cells first = cells.get(key);
            Cells second = other.cells.get(key);
            if (first != null && second != null) {
                Cells merged = both.of(key);
                merged.merge(first);
                merged.merge(second);
            } else if (first != null) {
                both.put(key, first);
            } else if (second != null) {
                both.put(key, second);
            }
        }
        return both;
    }

    private static @Nullable List<Static> earlier(@Nullable List<Static> first, @Nullable List<Static> second) {
        if (first == null) return second;
        if (second == null) return first;
        return ORDER.compare(first, second) <= 0 ? first : second;
    }
}
