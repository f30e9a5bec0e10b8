package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What `compare()` has counted: for each attribute, each side and each value the spans per interval.
///
/// Merged by [#plus]; changed only by the run that fills it.
final class Comparison {
    /// Of an attribute with more values than this, none is frequent enough to tell anything: only its total is kept.
    /// The bound is on the union of what is merged, so the answer does not depend on how the work was cut.
    static final int VALUES_MAX = 10_000;

    /// Counts of values per interval that are kept in all, and as many of totals. One takes 12 bytes.
    static final int CELLS_MAX = 8_000_000;
    /// What an attribute costs by itself on one side.
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
        private final ValueCounts values;
        private final SparseCounts.Size size;
        private boolean isOverfull;
        private boolean isLeftOut;

        private Counts(SparseCounts.Size totals, SparseCounts.Size values) {
            this.total = new SparseCounts(totals);
            this.size = new SparseCounts.Size(values);
            this.values = new ValueCounts(size);
            totals.add(OVERHEAD);
        }

        /// Where values are looked up, as long as this is not overfull.
        ValueCounts values() {
            return values;
        }

        /// Counts a value at its place.
        void add(int place, int interval, double weight) {
            if (values.count() > VALUES_MAX) keepTotalOnly();
            if (!isOverfull) values.add(place, interval, weight);
        }

        /// Whether nothing of the attribute is of interest any more.
        boolean isLeftOut() {
            return isLeftOut;
        }

        private void keepTotalOnly() {
            isOverfull = true;
            values.clear();
        }

        /// Whether only the total is still of interest.
        boolean isOverfull() {
            return isOverfull;
        }

        private void addAll(Counts other) {
            total.addAll(other.total);
            if (other.isOverfull) keepTotalOnly();
            if (isOverfull) return;
            values.addAll(other.values, VALUES_MAX);
            if (values.count() > VALUES_MAX) keepTotalOnly();
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
        ValueCounts values = counts.values;
        for (int place : values.mostFrequent(topN)) {
            series.add(
                    new Series(labels(side.text, field, values.value(place)), values.values(place, intervals.count())));
        }
        series.add(new Series(
                labels(side.text + "_total", field, new Static.Text("nil")), counts.total.values(intervals.count())));
    }

    private static List<Series.Label> labels(String type, FieldReference field, Static value) {
        return List.of(
                new Series.Label("__meta_type", new Static.Text(type)), new Series.Label(field.canonical(), value));
    }
}
