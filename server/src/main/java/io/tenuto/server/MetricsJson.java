package io.tenuto.server;

import io.tenuto.traceql.metrics.MetricsResult;
import io.tenuto.traceql.metrics.Series;
import io.tenuto.wire.JsonWriter;
import java.util.List;

/// Answers of metrics queries as JSON.
final class MetricsJson {
    private MetricsJson() {}

    static String write(MetricsApi.Answer answer) {
        MetricsResult result = answer.finished();
        boolean isInstant = answer.request().isInstant();
        var out = new JsonWriter().beginObject();
        // Of an instant nothing found is nothing said; a range without series is an empty list.
        if (!isInstant || !result.series().isEmpty()) {
            out.key("series").beginArray();
            for (Series series : result.series()) write(series, isInstant, result.timestampsMillis(), out);
            out.endArray();
        }
        out.key("metrics").beginObject();
        out.bigFieldIfSet("inspectedBytes", result.inspectedBytes());
        out.fieldIfSet("totalBlocks", answer.answer().blockCount());
        out.fieldIfSet("completedJobs", answer.answer().completedJobCount());
        out.fieldIfSet("totalJobs", answer.answer().jobCount());
        out.bigFieldIfSet("totalBlockBytes", answer.answer().blockBytes());
        out.bigFieldIfSet("inspectedSpans", result.inspectedSpans());
        out.endObject();
        String message = answer.message(result);
        if (!message.isEmpty()) out.field("status", "PARTIAL").field("message", message);
        return out.endObject().toString();
    }

    private static void write(Series series, boolean isInstant, long[] timestamps, JsonWriter out) {
        out.beginObject();
        labels(series.labels(), out);
        if (isInstant) {
            if (series.values()[0] != 0) out.key("value").number(series.values()[0]);
            out.endObject();
            return;
        }
        out.key("samples").beginArray();
        for (int i = 0; i < timestamps.length; i++) {
            double value = series.values()[i];
            if (Double.isNaN(value)) continue;
            out.beginObject().key("timestampMs").bigNumber(timestamps[i]);
            if (value != 0) out.key("value").number(value);
            out.endObject();
        }
        out.endArray();
        if (!series.exemplars().isEmpty()) {
            out.key("exemplars").beginArray();
            for (Series.Exemplar exemplar : series.exemplars()) write(exemplar, out);
            out.endArray();
        }
        out.endObject();
    }

    private static void write(Series.Exemplar exemplar, JsonWriter out) {
        out.beginObject();
        labels(exemplar.labels(), out);
        if (exemplar.value() != 0) out.key("value").number(exemplar.value());
        out.key("timestampMs").bigNumber(exemplar.timestampMillis()).endObject();
    }

    private static void labels(List<Series.Label> labels, JsonWriter out) {
        out.key("labels").beginArray();
        for (Series.Label label : labels) {
            out.beginObject().field("key", label.name()).key("value");
            SearchJson.value(label.value(), out);
            out.endObject();
        }
        out.endArray();
    }
}
