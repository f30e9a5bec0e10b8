package io.tenuto.it.oracle;

import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A series by the definitions: labels in their order and a value for each interval, NaN where there is none.
public record NaiveSeries(List<Map.Entry<String, Static>> labels, double[] values) {
    static final String NAME = "__name__";

    /// By the number of labels, their texts, then the types of their values.
    static final Comparator<NaiveSeries> ORDER = Comparator.comparing(
                    (NaiveSeries series) -> series.labels().size())
            .thenComparing(series -> series.labels().stream()
                    .map(label -> label.getKey() + "=" + text(label.getValue()))
                    .collect(Collectors.joining(",")))
            .thenComparing(NaiveSeries::identity);

    /// How equal values are ranked: the texts of the labels' values and their names, label by label.
    static final Comparator<NaiveSeries> TIES = (first, second) -> {
        for (int i = 0; i < first.labels().size() && i < second.labels().size(); i++) {
            var a = first.labels().get(i);
            var b = second.labels().get(i);
            int order = text(a.getValue()).compareTo(text(b.getValue()));
            if (order == 0) order = a.getKey().compareTo(b.getKey());
            if (order != 0) return order;
        }
        return ORDER.compare(first, second);
    };

    /// What makes two series the same: all labels but the name of the function.
    String identity() {
        return labels.stream()
                .filter(label -> !label.getKey().equals(NAME))
                .map(label -> label.getKey() + "=" + label.getValue().type() + ":" + label.getValue())
                .collect(Collectors.joining("\u0000"));
    }

    Optional<String> name() {
        return labels.stream()
                .filter(label -> label.getKey().equals(NAME))
                .map(label -> text(label.getValue()))
                .findFirst();
    }

    boolean isEmpty() {
        return Arrays.stream(values).allMatch(Double::isNaN);
    }

    NaiveSeries withValues(double[] other) {
        return new NaiveSeries(labels, other);
    }

    NaiveSeries with(String name, Static value) {
        var more = new ArrayList<>(labels);
        more.add(Map.entry(name, value));
        return new NaiveSeries(more, values);
    }

    static String text(Static value) {
        return value instanceof Static.Text(String text) ? text : value.canonical();
    }

    @Override
    public String toString() {
        return labels + " " + Arrays.toString(values);
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
