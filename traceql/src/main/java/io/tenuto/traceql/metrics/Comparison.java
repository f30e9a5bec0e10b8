package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `compare()` has counted: for each attribute, each side and each value the spans per interval.
///
/// Merged by [#plus]; changed only by the run that fills it.
final class Comparison {
    /// Of an attribute with more values than this, none is frequent enough to tell anything: only its total is kept.
    /// The bound is on the union of what is merged, so the answer does not depend on how the work was cut.
    static final int VALUES_MAX = 10_000;

    /// Counts of values per interval that are kept in all, and as many of totals. An entry takes 12 bytes.
    static final int CELLS_MAX = 8_000_000;
    /// What a value costs by itself: its object, its entry in the map, its arrays.
    private static final int OVERHEAD = 16;

    private static final Comparator<FieldReference> ORDER = Comparator.comparing(
                    (FieldReference field) -> field instanceof IntrinsicField ? 0 : 1)
            .thenComparing(FieldReference::canonical);

    /// The two sides of a comparison.
    enum Side {
        BASELINE("baseline"),
        SELECTION("selection");

        private final String text;

        Side(String text) {
            this.text = text;
        }
    }

    /// Counts of one attribute on one side.
    static final class Counts {
        final SparseCounts total;
        private final Map<Static, SparseCounts> values = new HashMap<>();
        private final SparseCounts.Size size;
        private boolean isOverfull;
        private boolean isLeftOut;

        private Counts(SparseCounts.Size totals, SparseCounts.Size values) {
            this.total = new SparseCounts(totals);
            this.size = new SparseCounts.Size(values);
            totals.add(OVERHEAD);
        }

        /// Where spans with this value are counted.
        SparseCounts of(Static value) {
            SparseCounts there = values.get(value);
            if (there != null) return there;
            if (isOverfull) return new SparseCounts();
            var made = new SparseCounts(size);
            size.add(OVERHEAD);
            values.put(value, made);
            if (values.size() > VALUES_MAX) keepTotalOnly();
            return made;
        }

        /// Whether nothing of the attribute is of interest any more.
        boolean isLeftOut() {
            return isLeftOut;
        }

        private void keepTotalOnly() {
            isOverfull = true;
            values.clear();
            size.add(-size.cells());
        }

        /// Whether only the total is still of interest.
        boolean isOverfull() {
            return isOverfull;
        }

        private void addAll(Counts other) {
            total.addAll(other.total);
            if (other.isOverfull) keepTotalOnly();
            for (Map.Entry<Static, SparseCounts> entry : other.values.entrySet()) {
                if (isOverfull) return;
                addAll(entry.getKey(), entry.getValue());
            }
        }

        /// Counts that only one side has are shared with it: nobody adds to them any more.
        private void addAll(Static value, SparseCounts counts) {
            SparseCounts there = values.get(value);
            if (there == null) {
                values.put(value, counts);
                size.add(OVERHEAD + counts.size());
                if (values.size() > VALUES_MAX) keepTotalOnly();
                return;
            }
            var both = new SparseCounts(size);
            both.addAll(there);
            both.addAll(counts);
            size.add(-there.size());
            values.put(value, both);
        }
    }

    private final int cellsMax;
    private final TreeMap<FieldReference, Counts[]> fields = new TreeMap<>(ORDER);
    private final SparseCounts.Size totals = new SparseCounts.Size();
    private final SparseCounts.Size values = new SparseCounts.Size();
    private boolean isCut;
    /// The first attribute that was left out; null while there is none.
    private @Nullable FieldReference bound;

    /// @param cellsMax most counts that are kept of values, and of totals
    Comparison(int cellsMax) {
        this.cellsMax = cellsMax;
    }

    Counts counts(FieldReference field, Side side) {
        return counts(field)[side.ordinal()];
    }

    /// By side.
    Counts[] counts(FieldReference field) {
        Counts[] there = fields.get(field);
        if (there == null) {
            boolean isKept = bound == null || ORDER.compare(field, bound) < 0;
            SparseCounts.Size ofTotals = isKept ? totals : new SparseCounts.Size();
            SparseCounts.Size ofValues = isKept ? values : new SparseCounts.Size();
            there = new Counts[] {new Counts(ofTotals, ofValues), new Counts(ofTotals, ofValues)};
            if (isKept) fields.put(field, there);
        }
        return there;
    }

    /// Whether anything was left out for want of room.
    boolean isCut() {
        return isCut;
    }

    /// How many counts are kept, of values and totals together.
    int cells() {
        return totals.cells() + values.cells();
    }

    /// Leaves out what does not fit: the values of the attribute with the most counts, again and again. What these are
    /// depends on what was merged first; the answer says that it lacks them. Totals are left out from the last
    /// attribute on, which are the same ones however the work was cut.
    void shrink() {
        while (totals.cells() > cellsMax) {
            Map.Entry<FieldReference, Counts[]> last = fields.pollLastEntry();
            for (Counts side : last.getValue()) {
                side.keepTotalOnly();
                side.isLeftOut = true;
                totals.add(-side.total.size() - OVERHEAD);
            }
            bound = last.getKey();
            isCut = true;
        }
        while (values.cells() > cellsMax) {
            fields.values().stream()
                    .flatMap(Arrays::stream)
                    .max(Comparator.comparingInt(side -> side.size.cells()))
                    .orElseThrow()
                    .keepTotalOnly();
            isCut = true;
        }
    }

    /// Both together; neither changes.
    Comparison plus(Comparison other) {
        var both = new Comparison(cellsMax);
        both.isCut = isCut || other.isCut;
        both.bound =
                bound == null || other.bound != null && ORDER.compare(other.bound, bound) < 0 ? other.bound : bound;
        for (Comparison part : List.of(this, other)) {
            part.fields.forEach((field, sides) -> {
                for (Side side : Side.values()) both.counts(field, side).addAll(sides[side.ordinal()]);
                both.shrink();
            });
        }
        return both;
    }

    /// The series: the most frequent values of each attribute on each side, and how many spans have it at all.
    List<Series> series(long topN, Intervals intervals) {
        var series = new ArrayList<Series>();
        fields.forEach((field, sides) -> {
            for (Side side : Side.values()) add(field, side, sides[side.ordinal()], topN, intervals, series);
        });
        return series;
    }

    private static void add(
            FieldReference field, Side side, Counts counts, long topN, Intervals intervals, List<Series> series) {
        if (counts.total.total() == 0) return;
        for (Map.Entry<Static, SparseCounts> entry : mostFrequent(counts.values, topN)) {
            series.add(new Series(
                    labels(side.text, field, entry.getKey()), entry.getValue().values(intervals.count())));
        }
        series.add(new Series(
                labels(side.text + "_total", field, new Static.Text("nil")), counts.total.values(intervals.count())));
    }

    /// Equally frequent ones by their texts, then types. Only as many are sorted as are told.
    private static List<Map.Entry<Static, SparseCounts>> mostFrequent(Map<Static, SparseCounts> values, long topN) {
        Comparator<Map.Entry<Static, SparseCounts>> byTotal =
                Comparator.comparingDouble(entry -> -entry.getValue().total());
        Comparator<Map.Entry<Static, SparseCounts>> order = byTotal.thenComparing(entry -> Series.text(entry.getKey()))
                .thenComparing(entry -> entry.getKey().type());
        var lastFirst = new PriorityQueue<>(order.reversed());
        for (Map.Entry<Static, SparseCounts> entry : values.entrySet()) {
            if (lastFirst.size() < topN) {
                lastFirst.add(entry);
            } else if (topN > 0 && order.compare(entry, lastFirst.element()) < 0) {
                lastFirst.remove();
                lastFirst.add(entry);
            }
        }
        return lastFirst.stream().sorted(order).toList();
    }

    private static List<Series.Label> labels(String type, FieldReference field, Static value) {
        return List.of(
                new Series.Label("__meta_type", new Static.Text(type)), new Series.Label(field.canonical(), value));
    }
}
