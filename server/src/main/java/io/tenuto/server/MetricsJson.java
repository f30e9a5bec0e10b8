package io.tenuto.server;

import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.metrics.MetricsResult;
import io.tenuto.traceql.metrics.Series;
import io.tenuto.wire.JsonWriter;
import java.util.List;

/// An answer of a metrics query as JSON, some series or a part of one in each step: the text may be many times as large
/// as the numbers.
final class MetricsJson implements HttpAnswers.Steps {
    /// About what a sample takes as text.
    private static final int SAMPLE_BYTES = 40;
    /// What a series takes besides its values and the texts of its labels.
    private static final int SERIES_BYTES = 200;

    /// Not the answer itself, which holds all that was counted.
    private final Figures figures;
    private final String message;
    private final MetricsResult result;
    private final boolean isInstant;
    /// Several series in a step, or several steps for a series.
    private final int seriesPerStep;

    private final int samplesPerStep;
    private final int stepsPerSeries;
    private final SampleTexts samples;
    private final long textBytes;

    MetricsJson(MetricsApi.Answer answer) {
        this.result = answer.finished();
        this.isInstant = answer.request().isInstant();
        this.figures = new Figures(
                answer.answer().blockCount(),
                answer.answer().completedJobCount(),
                answer.answer().jobCount(),
                answer.answer().blockBytes());
        this.message = answer.message(result);
        int count = Math.max(1, result.series().size());
        this.textBytes =
                result.series().stream().mapToLong(MetricsJson::textBytes).sum();
        int sampleCount = isInstant ? 1 : Math.max(1, result.timestampsMillis().length);
        this.samplesPerStep = Math.min(sampleCount, HttpAnswers.PIECE_BYTES / SAMPLE_BYTES);
        this.stepsPerSeries = Math.ceilDiv(sampleCount, samplesPerStep);
        long seriesBytes = SERIES_BYTES + textBytes / count + (long) SAMPLE_BYTES * sampleCount;
        this.seriesPerStep = (int) Math.max(1, HttpAnswers.PIECE_BYTES / seriesBytes);
        // Each is of use once for every series.
        this.samples = new SampleTexts(
                result.timestampsMillis(), !isInstant && result.series().size() > 1);
    }

    private static long textBytes(Series series) {
        long bytes = 0;
        for (Series.Label label : series.labels()) bytes += bytes(label);
        for (Series.Exemplar exemplar : series.exemplars()) {
            bytes += SERIES_BYTES;
            for (Series.Label label : exemplar.labels()) bytes += bytes(label);
        }
        return bytes;
    }

    private static long bytes(Series.Label label) {
        int value = label.value() instanceof Static.Text(String text) ? text.length() : Long.BYTES;
        return label.name().length() + value;
    }

    private record Figures(int blocks, int completedJobs, int jobs, long blockBytes) {}

    /// About what it takes until the last step is written.
    long bytes() {
        long values = isInstant ? 1 : result.timestampsMillis().length;
        return result.series().size() * (SERIES_BYTES + values * Double.BYTES) + textBytes + samples.bytes();
    }

    @Override
    public int count() {
        int series = result.series().size();
        return Math.max(1, stepsPerSeries > 1 ? series * stepsPerSeries : Math.ceilDiv(series, seriesPerStep));
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
        if (!all.isEmpty()) {
            if (stepsPerSeries > 1) {
                int from = step % stepsPerSeries * samplesPerStep;
                write(all.get(step / stepsPerSeries), from, from + samplesPerStep, out);
            } else {
                int from = step * seriesPerStep;
                for (Series series : all.subList(from, Math.min(all.size(), from + seriesPerStep))) {
                    write(series, 0, samplesPerStep, out);
                }
            }
        }
        if (step < count() - 1) return;
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

    /// The part of a series that has these samples: with what comes before the first and behind the last.
    private void write(Series series, int from, int to, JsonWriter out) {
        double[] values = series.values();
        if (from == 0) {
            out.beginObject();
            labels(series.labels(), out);
        }
        if (isInstant) {
            if (values[0] != 0) out.key("value").number(values[0]);
            out.endObject();
            return;
        }
        if (from == 0) out.key("samples").beginArray();
        samples.write(values, from, Math.min(to, values.length), out);
        if (to < values.length) return;
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
