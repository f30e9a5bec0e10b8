package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.Static;
import java.util.List;
import java.util.stream.Collectors;

/// One finished series: a value for each interval, NaN where there is none.
public record Series(List<Label> labels, double[] values) {
    public record Label(String name, Static value) {}

    public Series {
        labels = List.copyOf(labels);
    }

    Series withValues(double[] other) {
        return new Series(labels, other);
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
