package io.tenuto.it.oracle;

import io.opentelemetry.proto.common.v1.KeyValue;
import io.tenuto.model.AttributeScope;
import io.tenuto.traceql.lang.Attribute;
import io.tenuto.traceql.lang.FieldReference;
import io.tenuto.traceql.lang.IntrinsicField;
import io.tenuto.traceql.lang.MetricsAggregation;
import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/// `compare()` by the definitions: field by field, side by side, value by value.
final class NaiveComparison {
    private static final Static NIL_TEXT = new Static.Text("nil");

    private NaiveComparison() {}

    static List<NaiveSeries> series(
            MetricsAggregation.Compare compare,
            List<NaiveSpan> spans,
            ToIntFunction<NaiveSpan> intervalOf,
            int intervals) {
        var series = new ArrayList<NaiveSeries>();
        for (boolean isSelection : new boolean[] {false, true}) {
            List<NaiveSpan> side = spans.stream()
                    .filter(span -> isSelected(compare, span) == isSelection)
                    .toList();
            String name = isSelection ? "selection" : "baseline";
            for (FieldReference field : fields(side)) {
                Map<Static, double[]> counts = new HashMap<>();
                double[] total = new double[intervals];
                for (NaiveSpan span : side) {
                    Static value = span.value(field, Optional.empty(), Optional.empty());
                    if (value.equals(Static.NIL)) continue;
                    Static told = value.type().isArray() ? NIL_TEXT : value;
                    int interval = intervalOf.applyAsInt(span);
                    counts.computeIfAbsent(told, _ -> new double[intervals])[interval]++;
                    total[interval]++;
                }
                if (counts.isEmpty()) continue;
                counts.entrySet().stream()
                        .sorted(Comparator.comparing((Map.Entry<Static, double[]> entry) ->
                                        -Arrays.stream(entry.getValue()).sum())
                                .thenComparing(entry -> NaiveSeries.text(entry.getKey()))
                                .thenComparing(entry -> entry.getKey().type()))
                        .limit(compare.topN())
                        .forEach(entry -> series.add(one(name, field, entry.getKey(), entry.getValue())));
                series.add(one(name + "_total", field, NIL_TEXT, total));
            }
        }
        return series;
    }

    private static NaiveSeries one(String type, FieldReference field, Static value, double[] counts) {
        return new NaiveSeries(
                List.of(Map.entry("__meta_type", new Static.Text(type)), Map.entry(field.canonical(), value)), counts);
    }

    private static boolean isSelected(MetricsAggregation.Compare compare, NaiveSpan span) {
        long start = span.span().getStartTimeUnixNano();
        boolean isTimed = compare.startUnixNanos() != 0 || compare.endUnixNanos() != 0;
        if (isTimed && (start <= compare.startUnixNanos() || start > compare.endUnixNanos())) return false;
        return NaiveExpression.holds(compare.selection().condition(), span);
    }

    private static Set<FieldReference> fields(List<NaiveSpan> spans) {
        Set<FieldReference> fields = new LinkedHashSet<>(List.of(
                IntrinsicField.NAME,
                IntrinsicField.KIND,
                IntrinsicField.STATUS,
                IntrinsicField.STATUS_MESSAGE,
                IntrinsicField.TRACE_ROOT_NAME,
                IntrinsicField.TRACE_ROOT_SERVICE,
                IntrinsicField.CHILD_COUNT,
                IntrinsicField.INSTRUMENTATION_NAME,
                IntrinsicField.INSTRUMENTATION_VERSION,
                Attribute.of(AttributeScope.RESOURCE, "service.name")));
        for (NaiveSpan span : spans) {
            add(AttributeScope.SPAN, span.span().getAttributesList(), fields);
            add(AttributeScope.RESOURCE, span.resource().getAttributesList(), fields);
            add(AttributeScope.INSTRUMENTATION, span.scope().getAttributesList(), fields);
        }
        return fields;
    }

    private static void add(AttributeScope scope, List<KeyValue> attributes, Set<FieldReference> fields) {
        for (KeyValue attribute : attributes) fields.add(Attribute.of(scope, attribute.getKey()));
    }
}
