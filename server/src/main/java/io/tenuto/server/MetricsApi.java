package io.tenuto.server;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.Queries;
import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.model.TenantId;
import io.tenuto.traceql.lang.Query;
import io.tenuto.traceql.lang.TraceQl;
import io.tenuto.traceql.lang.TraceQlException;
import io.tenuto.traceql.metrics.MetricsEngine;
import io.tenuto.traceql.metrics.MetricsPartial;
import io.tenuto.traceql.metrics.MetricsRequest;
import io.tenuto.traceql.metrics.MetricsResult;
import io.tenuto.traceql.metrics.Series;
import io.tenuto.wire.GoNumbers;
import io.tenuto.wire.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/// TraceQL metrics over a range and at an instant. Thread safe.
final class MetricsApi {
    private static final long SECOND = 1_000_000_000L;
    private static final int INTERVALS_MAX = 10_000;
    private static final long[] GRAINS = {3600 * SECOND, 300 * SECOND, 60 * SECOND, 15 * SECOND, 5 * SECOND, SECOND};
    private static final String BAD = "rpc error: code = Code(400) desc = ";

    private final Queries queries;
    private final QueryConfig config;
    private final Clock clock;

    MetricsApi(Queries queries, QueryConfig config, Clock clock) {
        this.queries = queries;
        this.config = config;
        this.clock = clock;
    }

    /// A request's times as given, before alignment.
    private record Range(long start, long end) {}

    String range(List<TenantId> tenants, Parameters parameters, Deadline deadline) {
        Range range = times(parameters);
        long step = step(parameters, range);
        long cutoff = cutoffNanos();
        long end = Math.min(range.end(), cutoff);
        if (end <= range.start()) throw RequestException.invalid("query window falls entirely within query_end_cutoff");
        checkDuration(range, parameters.config());
        if (step == 0 || (range.end() - range.start()) / step > INTERVALS_MAX) {
            long least = Math.ceilDiv((range.end() - range.start()) / INTERVALS_MAX, 1_000_000L) * 1_000_000L;
            throw RequestException.invalid("step of %s is too small, minimum step for given range is %s"
                    .formatted(GoNumbers.duration(step), GoNumbers.duration(least)));
        }
        Query.Metrics query = parse(parameters, "");
        long start = Math.floorDiv(range.start(), step) * step;
        if (start > step) start -= step;
        long alignedEnd = Math.ceilDiv(end, step) * step;
        if (alignedEnd > cutoff) alignedEnd = Math.floorDiv(cutoff, step) * step;
        if (alignedEnd <= start) alignedEnd = start + step;
        var request = new MetricsRequest(query, start, alignedEnd, step, false, 0);
        return write(request, ask(tenants, request, deadline));
    }

    String instant(List<TenantId> tenants, Parameters parameters, Deadline deadline) {
        Range range = times(parameters);
        long end = Math.min(range.end(), cutoffNanos());
        if (end <= range.start()) throw RequestException.invalid("query window falls entirely within query_end_cutoff");
        checkDuration(range, parameters.config());
        Query.Metrics query = parse(parameters, "compiling query: ");
        var request = new MetricsRequest(query, range.start(), end, end - range.start(), true, 0);
        return write(request, ask(tenants, request, deadline));
    }

    private QueryAnswer<MetricsPartial> ask(List<TenantId> tenants, MetricsRequest request, Deadline deadline) {
        return tenants.stream()
                .map(tenant -> queries.metrics(tenant, request, deadline))
                .reduce((a, b) -> a.plus(b, MetricsEngine.merge(request, a.result(), b.result())))
                .orElseThrow();
    }

    private long cutoffNanos() {
        return clock.wallUnixNanos() - config.endCutoff().toNanos();
    }

    private static void checkDuration(Range range, QueryConfig config) {
        Duration max = config.metricsDurationMax();
        if (!max.isZero() && range.end() - range.start() > max.toNanos()) {
            throw RequestException.invalid("metrics query time range exceeds the maximum allowed duration of "
                    + GoNumbers.duration(max.toNanos()));
        }
    }

    private static Query.Metrics parse(Parameters parameters, String prefix) {
        String text = parameters.expression(parameters.has("q") ? "q" : "query");
        if (text.isBlank()) throw RequestException.invalid(prefix + "parse error : syntax error: unexpected $end");
        Query query;
        try {
            query = TraceQl.parse(text);
        } catch (TraceQlException e) {
            boolean syntax = String.valueOf(e.getMessage()).startsWith("parse error");
            throw RequestException.invalid((syntax ? prefix : "compiling query: ") + e.getMessage());
        }
        if (query instanceof Query.Metrics metrics) return metrics;
        throw RequestException.invalid("not a metrics query");
    }

    private Range times(Parameters parameters) {
        long now = clock.wallUnixNanos();
        long end = parameters.has("end") ? time(parameters, "end") : now;
        long since = 3600 * SECOND;
        if (parameters.has("since")) {
            since = Durations.prometheusNanos(parameters.text("since"))
                    .orElseThrow(() -> RequestException.invalid(BAD + "could not parse 'since' parameter: not a valid"
                            + " duration string: \"" + parameters.text("since") + "\""));
        }
        long start = parameters.has("start") ? time(parameters, "start") : Math.min(end, now) - since;
        if (start >= end) throw RequestException.invalid("end must be greater than start");
        return new Range(start, end);
    }

    private static long time(Parameters parameters, String name) {
        String text = parameters.text(name);
        try {
            if (text.contains(".") && text.matches("[0-9.]+"))
                return Math.round(Double.parseDouble(text) * 1000) * 1_000_000L;
            if (text.matches("-?[0-9]+")) {
                long number = Long.parseLong(text);
                return text.length() <= 10 ? number * SECOND : number;
            }
            Instant instant = Instant.parse(text);
            return instant.getEpochSecond() * SECOND + instant.getNano();
        } catch (NumberFormatException | DateTimeParseException e) {
            throw RequestException.invalid(BAD + "could not parse '" + name + "' parameter: cannot parse \"" + text
                    + "\" to a valid timestamp");
        }
    }

    private static long step(Parameters parameters, Range range) {
        if (!parameters.has("step")) return defaultStep(range.end() - range.start());
        String text = parameters.text("step");
        long step;
        if (text.matches("-?[0-9]+(\\.[0-9]*)?")) {
            step = Math.round(Double.parseDouble(text) * 1e9);
        } else {
            step = Durations.prometheusNanos(text.startsWith("-") ? text.substring(1) : text)
                    .or(() -> Durations.goNanos(text))
                    .orElseThrow(
                            () -> RequestException.invalid(BAD + "cannot parse \"" + text + "\" to a valid duration"));
            if (text.startsWith("-")) step = -step;
        }
        if (step < 0) throw RequestException.invalid(BAD + "cannot parse \"" + text + "\": step must be positive");
        return step;
    }

    static long defaultStep(long rangeNanos) {
        long wanted = rangeNanos / 240;
        if (rangeNanos < 60 * SECOND) return Math.max(50_000_000L, wanted / 50_000_000L * 50_000_000L);
        for (long grain : GRAINS) if (wanted > grain) return wanted / grain * grain;
        return SECOND;
    }

    private static String write(MetricsRequest request, QueryAnswer<MetricsPartial> answer) {
        MetricsResult result = MetricsEngine.finish(request, answer.result());
        var out = new JsonWriter().beginObject().key("series").beginArray();
        for (Series series : result.series()) write(series, request.isInstant(), result.timestampsMillis(), out);
        out.endArray();
        out.key("metrics").beginObject();
        out.fieldIfSet("totalBlocks", answer.blockCount());
        out.fieldIfSet("completedJobs", answer.completedJobCount());
        out.fieldIfSet("totalJobs", answer.jobCount());
        out.bigFieldIfSet("totalBlockBytes", answer.blockBytes());
        out.bigFieldIfSet("inspectedSpans", result.inspectedSpans());
        out.endObject();
        if (result.isPartial()) out.field("status", "PARTIAL");
        return out.endObject().toString();
    }

    private static void write(Series series, boolean isInstant, long[] timestamps, JsonWriter out) {
        out.beginObject().key("labels").beginArray();
        for (Series.Label label : series.labels()) {
            out.beginObject().field("key", label.name()).key("value");
            SearchJson.value(label.value(), out);
            out.endObject();
        }
        out.endArray();
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
        out.endArray().endObject();
    }
}
