package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import java.util.List;
import java.util.stream.Collectors;

/// One finished series: a value for each interval, NaN where there is none.
public record Series(List<Label> labels, double[] values, List<Exemplar> exemplars) {
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

    public Series {
        labels = List.copyOf(labels);
        exemplars = List.copyOf(exemplars);
    }

    Series(List<Label> labels, double[] values) {
        this(labels, values, List.of());
    }

    Series withValues(double[] other) {
        return new Series(labels, other, exemplars);
    }

    Series withExemplars(List<Exemplar> other) {
        return new Series(labels, values, other);
    }

    boolean isEmpty() {
        for (double value : values) if (!Double.isNaN(value)) return false;
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
        String text = labels.stream()
                .map(label -> label.name() + "=" + text(label.value()))
                .collect(Collectors.joining(","));
        return "%03d %s".formatted(labels.size(), text);
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

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
