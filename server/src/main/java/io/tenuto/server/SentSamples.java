package io.tenuto.server;

import io.tenuto.traceql.metrics.MetricsResult;
import io.tenuto.traceql.metrics.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one streaming call has told of each series, so that a message between holds only samples that are new or have
/// changed: the client puts later ones over earlier ones. Used by one thread.
final class SentSamples {
    private final Map<List<Series.Label>, double[]> sent = new HashMap<>();

    /// The samples of `result` that were not sent as they are; from now on they were. Exemplars wait for the last
    /// message: which of them stay is known only then.
    List<Series> changed(MetricsResult result) {
        var changed = new ArrayList<Series>();
        for (Series series : result.series()) {
            double[] values = series.values().clone();
            double[] before = sent.computeIfAbsent(series.labels(), labels -> none(values.length));
            boolean any = false;
            for (int i = 0; i < values.length; i++) {
                boolean isKnown = Double.doubleToLongBits(values[i]) == Double.doubleToLongBits(before[i]);
                before[i] = values[i];
                if (isKnown) values[i] = Double.NaN;
                else any |= !Double.isNaN(values[i]);
            }
            if (any) changed.add(new Series(series.labels(), values, List.of()));
        }
        return changed;
    }

    private static double[] none(int count) {
        double[] values = new double[count];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
