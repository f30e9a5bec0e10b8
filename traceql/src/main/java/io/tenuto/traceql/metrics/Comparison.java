package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What `compare()` has counted: for each attribute, each side and each value the spans per interval.
///
/// Merged by [#plus]; changed only by the run that fills it.
final class Comparison {
    /// Of an attribute with more values than this, none is frequent enough to tell anything: only its total is kept.
    /// The bound is on the union of what is merged, so the answer does not depend on how the work was cut.
    static final int VALUES_MAX = 10_000;

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
        final SparseCounts total = new SparseCounts();
        private final Map<Static, SparseCounts> values = new HashMap<>();
        private boolean isOverfull;

        /// Where spans with this value are counted.
        SparseCounts of(Static value) {
            SparseCounts there = values.get(value);
            if (there != null) return there;
            var made = new SparseCounts();
            if (isOverfull) return made;
            values.put(value, made);
            if (values.size() > VALUES_MAX) {
                isOverfull = true;
                values.clear();
            }
            return made;
        }

        /// Whether only the total is still of interest.
        boolean isOverfull() {
            return isOverfull;
        }

        private void addAll(Counts other) {
            total.addAll(other.total);
            if (other.isOverfull) {
                isOverfull = true;
                values.clear();
            }
            if (!isOverfull) other.values.forEach((value, counts) -> of(value).addAll(counts));
        }
    }

    private final Map<FieldReference, Counts[]> fields = new HashMap<>();

    Counts counts(FieldReference field, Side side) {
        return fields.computeIfAbsent(field, key -> new Counts[] {new Counts(), new Counts()})[side.ordinal()];
    }

    /// Both together; neither changes.
    Comparison plus(Comparison other) {
        var both = new Comparison();
        for (Comparison part : List.of(this, other)) {
            part.fields.forEach((field, sides) -> {
                for (Side side : Side.values()) both.counts(field, side).addAll(sides[side.ordinal()]);
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
        Comparator<Map.Entry<Static, SparseCounts>> byTotal =
                Comparator.comparingDouble(entry -> -entry.getValue().total());
        counts.values.entrySet().stream()
                .sorted(byTotal.thenComparing(entry -> Series.text(entry.getKey()))
                        .thenComparing(entry -> entry.getKey().type()))
                .limit(topN)
                .forEach(entry -> series.add(new Series(
                        labels(side.text, field, entry.getKey()),
                        entry.getValue().values(intervals.count()))));
        series.add(new Series(
                labels(side.text + "_total", field, new Static.Text("nil")), counts.total.values(intervals.count())));
    }

    private static List<Series.Label> labels(String type, FieldReference field, Static value) {
        return List.of(
                new Series.Label("__meta_type", new Static.Text(type)), new Series.Label(field.canonical(), value));
    }
}
