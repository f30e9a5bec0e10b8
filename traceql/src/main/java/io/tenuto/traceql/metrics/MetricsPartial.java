package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.MetricsExpression;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/// What some sources contribute: cells per sub-query and group. Merged in place by its owner.
///
/// @param comparisons cells of those sub-queries that compare
/// @param exemplars chosen spans per sub-query
/// @param inspectedSpans spans that a sub-query looked at
/// @param inspectedBytes estimated size of what was read
/// @param lacksTraces whether traces were left out because they did not fit
public record MetricsPartial(
        Map<MetricsExpression.Leaf, Groups> groups,
        Map<MetricsExpression.Leaf, Comparison> comparisons,
        Map<MetricsExpression.Leaf, Exemplars> exemplars,
        long inspectedSpans,
        long inspectedBytes,
        boolean lacksTraces) {
    public static MetricsPartial none() {
        return new MetricsPartial(Map.of(), Map.of(), Map.of(), 0, 0, false);
    }

    /// Whether groups were left out because they did not fit.
    boolean lacksGroups() {
        return groups.values().stream().anyMatch(Groups::isCut);
    }

    /// Whether values of compared attributes were left out because they did not fit.
    boolean lacksComparedValues() {
        return comparisons.values().stream().anyMatch(Comparison::isCut);
    }

    /// Both together; neither changes.
    MetricsPartial plus(MetricsPartial other) {
        return new MetricsPartial(
                merged(groups, other.groups, Groups::plus),
                merged(comparisons, other.comparisons, Comparison::plus),
                merged(exemplars, other.exemplars, Exemplars::plus),
                inspectedSpans + other.inspectedSpans,
                inspectedBytes + other.inspectedBytes,
                lacksTraces || other.lacksTraces);
    }

    private static <V> Map<MetricsExpression.Leaf, V> merged(
            Map<MetricsExpression.Leaf, V> first, Map<MetricsExpression.Leaf, V> second, BinaryOperator<V> plus) {
        var both = new LinkedHashMap<>(first);
        second.forEach((leaf, more) -> both.merge(leaf, more, plus));
        return both;
    }
}
