package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.MetricsExpression;
import io.tenuto.traceql.lang.Static;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What some sources contribute: cells per sub-query and group. Merged in place by its owner.
///
/// @param comparisons cells of those sub-queries that compare
/// @param exemplars chosen spans per sub-query
/// @param inspectedSpans spans that a sub-query looked at
/// @param inspectedBytes estimated size of what was read
/// @param isCut whether groups were left out because there were too many
public record MetricsPartial(
        Map<MetricsExpression.Leaf, Map<List<Static>, Cells>> groups,
        Map<MetricsExpression.Leaf, Comparison> comparisons,
        Map<MetricsExpression.Leaf, Exemplars> exemplars,
        long inspectedSpans,
        long inspectedBytes,
        boolean isCut) {
    /// More groups are not kept: the answer is then partial, and says so.
    static final int GROUPS_MAX = 100_000;

    public static MetricsPartial none() {
        return new MetricsPartial(Map.of(), Map.of(), Map.of(), 0, 0, false);
    }

    /// Both together; neither changes.
    public MetricsPartial plus(MetricsPartial other, int intervals) {
        var all = new LinkedHashMap<MetricsExpression.Leaf, Map<List<Static>, Cells>>();
        boolean cut = isCut || other.isCut;
        for (MetricsPartial part : List.of(this, other)) {
            for (var leaf : part.groups.entrySet()) {
                var merged = all.computeIfAbsent(leaf.getKey(), key -> new HashMap<>());
                for (var group : leaf.getValue().entrySet()) {
                    if (merged.size() >= GROUPS_MAX && !merged.containsKey(group.getKey())) {
                        cut = true;
                        continue;
                    }
                    merged.computeIfAbsent(group.getKey(), key -> new Cells(intervals))
                            .merge(group.getValue());
                }
            }
        }
        var compared = new LinkedHashMap<>(comparisons);
        other.comparisons.forEach((leaf, more) -> compared.merge(leaf, more, Comparison::plus));
        var chosen = new LinkedHashMap<>(exemplars);
        other.exemplars.forEach((leaf, more) -> chosen.merge(leaf, more, Exemplars::plus));
        return new MetricsPartial(
                all,
                compared,
                chosen,
                inspectedSpans + other.inspectedSpans,
                inspectedBytes + other.inspectedBytes,
                cut);
    }
}
