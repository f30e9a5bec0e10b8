package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// One finished series: a value for each interval, NaN where there is none. Does not change.
///
/// Values that were counted are made when they are asked for, each time anew: an answer may have very many series,
/// each with few counts, and is written one series after the other.
public final class Series {
    private final List<Label> labels;
    private final Supplier<double[]> values;
    /// Whether every interval has a value.
    private final boolean isCounted;

    private final List<Exemplar> exemplars;

    public record Label(String name, Static value) {}

    /// One span that a series counted.
    ///
    /// @param interval which of the series' values counted it
    /// @param value its measured value; NaN, until all is finished, where spans are only counted
    public record Exemplar(List<Label> labels, int interval, double value, long timestampMillis) {
        public Exemplar {
            labels = List.copyOf(labels);
        }
    }

    private Series(List<Label> labels, Supplier<double[]> values, boolean isCounted, List<Exemplar> exemplars) {
        this.labels = List.copyOf(labels);
        this.values = values;
        this.isCounted = isCounted;
        this.exemplars = List.copyOf(exemplars);
    }

    public Series(List<Label> labels, double[] values, List<Exemplar> exemplars) {
        this(labels, () -> values, false, exemplars);
    }

    Series(List<Label> labels, double[] values) {
        this(labels, values, List.of());
    }

    /// @param counts gives a number for each interval, always the same ones
    static Series ofCounts(List<Label> labels, Supplier<double[]> counts) {
        return new Series(labels, counts, true, List.of());
    }

    public List<Label> labels() {
        return labels;
    }

    /// Not to be changed. Asked for once by those who look at more than one.
    public double[] values() {
        return values.get();
    }

    public List<Exemplar> exemplars() {
        return exemplars;
    }

    Series withValues(double[] other) {
        return new Series(labels, other, exemplars);
    }

    Series withExemplars(List<Exemplar> other) {
        return new Series(labels, values, isCounted, other);
    }

    boolean isEmpty() {
        if (isCounted) return false;
        for (double value : values()) if (!Double.isNaN(value)) return false;
        return true;
    }

    /// Labels but the name of the function, as text: what makes two series the same.
    String identity() {
        return labels.stream()
                .filter(label -> !label.name().equals(MetricsEngine.NAME))
                .map(label -> label.name() + "=" + label.value().type() + ":" + label.value())
                .collect(Collectors.joining("\u0000"));
    }

    /// By number of labels, then by their text: the order of answers.
    String sortKey() {
        var key = new StringBuilder();
        String count = Integer.toString(labels.size());
        key.append("000", 0, Math.max(0, 3 - count.length())).append(count);
        char before = ' ';
        for (Label label : labels) {
            key.append(before).append(label.name()).append('=').append(text(label.value()));
            before = ',';
        }
        return key.toString();
    }

    /// How `topk` and `bottomk` order series of equal values: by the texts of their labels' values, label by label,
    /// then by the labels' names; total.
    static int compareRanked(Series first, Series second) {
        int common = Math.min(first.labels().size(), second.labels().size());
        for (int i = 0; i < common; i++) {
            Label a = first.labels().get(i);
            Label b = second.labels().get(i);
            int order = StaticOps.compareText(text(a.value()), text(b.value()));
            if (order == 0) order = StaticOps.compareText(a.name(), b.name());
            if (order != 0) return order;
        }
        int order = Integer.compare(first.labels().size(), second.labels().size());
        return order != 0 ? order : first.identity().compareTo(second.identity());
    }

    static String text(Static value) {
        return switch (value) {
            case Static.Text(String text) -> text;
            default -> value.canonical();
        };
    }
}
