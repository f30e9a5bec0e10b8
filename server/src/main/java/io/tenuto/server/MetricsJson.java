package io.tenuto.server;

import io.tenuto.traceql.metrics.MetricsResult;
import io.tenuto.traceql.metrics.Series;
import io.tenuto.wire.JsonWriter;
import java.util.List;

/// An answer of a metrics query as JSON, some series in each step: the text may be many times as large as the numbers.
final class MetricsJson implements HttpAnswers.Steps {
    /// About what a sample takes as text.
    private static final int SAMPLE_BYTES = 40;

    /// What series and labels take besides their values.
    private static final int SERIES_BYTES = 400;

    /// Not the answer itself, which holds all that was counted.
    private final Figures figures;
    private final String message;
    private final MetricsResult result;
    private final boolean isInstant;
    private final int seriesPerStep;
    /// A sample of each interval whose value is 0, and up to its value what any other is.
    private final byte[][] zeros;

    private final byte[][] others;

    MetricsJson(MetricsApi.Answer answer) {
        this.result = answer.finished();
        this.isInstant = answer.request().isInstant();
        this.figures = new Figures(
                answer.answer().blockCount(),
                answer.answer().completedJobCount(),
                answer.answer().jobCount(),
                answer.answer().blockBytes());
        this.message = answer.message(result);
        long[] timestamps = isInstant ? new long[0] : result.timestampsMillis();
        this.zeros = new byte[timestamps.length][];
        this.others = new byte[timestamps.length][];
        for (int i = 0; i < timestamps.length; i++) {
            var out = new JsonWriter().beginObject().key("timestampMs").bigNumber(timestamps[i]);
            others[i] = new JsonWriter().raw(out.toUtf8()).key("value").toUtf8();
            zeros[i] = out.endObject().toUtf8();
        }
        int samples = isInstant ? 1 : result.timestampsMillis().length;
        this.seriesPerStep = Math.max(1, HttpAnswers.PIECE_BYTES / SAMPLE_BYTES / Math.max(1, samples));
    }

    private record Figures(int blocks, int completedJobs, int jobs, long blockBytes) {}

    /// About what it takes until the last step is written.
    long bytes() {
        long values = isInstant ? 1 : result.timestampsMillis().length;
        return result.series().size() * (SERIES_BYTES + values * Double.BYTES);
    }

    @Override
    public int count() {
        return Math.max(1, Math.ceilDiv(result.series().size(), seriesPerStep));
    }

    @Override
    public void write(int step, JsonWriter out) {
        List<Series> all = result.series();
        // Of an instant nothing found is nothing said; a range without series is an empty list.
        boolean isSaid = !isInstant || !all.isEmpty();
        if (step == 0) {
            out.beginObject();
            if (isSaid) out.key("series").beginArray();
        }
        int from = step * seriesPerStep;
        int to = Math.min(all.size(), from + seriesPerStep);
        for (Series series : all.subList(from, to)) write(series, out);
        if (to < all.size()) return;
        if (isSaid) out.endArray();
        end(out);
    }

    private void end(JsonWriter out) {
        out.key("metrics").beginObject();
        out.bigFieldIfSet("inspectedBytes", result.inspectedBytes());
        out.fieldIfSet("totalBlocks", figures.blocks());
        out.fieldIfSet("completedJobs", figures.completedJobs());
        out.fieldIfSet("totalJobs", figures.jobs());
        out.bigFieldIfSet("totalBlockBytes", figures.blockBytes());
        out.bigFieldIfSet("inspectedSpans", result.inspectedSpans());
        out.endObject();
        if (!message.isEmpty()) out.field("status", "PARTIAL").field("message", message);
        out.endObject();
    }

    private void write(Series series, JsonWriter out) {
        out.beginObject();
        labels(series.labels(), out);
        double[] values = series.values();
        if (isInstant) {
            if (values[0] != 0) out.key("value").number(values[0]);
            out.endObject();
            return;
        }
        out.key("samples").beginArray();
        for (int i = 0; i < zeros.length; i++) {
            double value = values[i];
            if (Double.isNaN(value)) continue;
            if (value == 0) out.raw(zeros[i]);
            else out.rawUpToValue(others[i]).number(value).endObject();
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
