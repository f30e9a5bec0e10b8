package io.tenuto.server;

import io.tenuto.base.Clock;
import io.tenuto.base.Fault;
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
import io.tenuto.wire.GoNumbers;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

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

    /// A request with what came of it so far.
    record Answer(MetricsRequest request, QueryAnswer<MetricsPartial> answer) {
        MetricsResult finished() {
            return MetricsEngine.finish(request, answer.result());
        }
    }

    /// @param onProgress receives what is known so far while more is being read
    Answer range(Asked asked, Consumer<Answer> onProgress) {
        Parameters parameters = asked.parameters();
        Range range = times(parameters);
        long step = step(parameters, range);
        long cutoff = cutoffNanos();
        long end = Math.min(range.end(), cutoff);
        if (end <= range.start()) throw RequestException.invalid("query window falls entirely within query_end_cutoff");
        checkDuration(range, parameters.config());
        checkStep(range, step);
        Query.Metrics query = parse(parameters, "");
        long start = Math.floorDiv(range.start(), step) * step;
        if (start > step) start -= step;
        long alignedEnd = Math.ceilDiv(end, step) * step;
        if (alignedEnd > cutoff) alignedEnd = Math.floorDiv(cutoff, step) * step;
        if (alignedEnd <= start) alignedEnd = start + step;
        var request = new MetricsRequest(
                query, start, alignedEnd, step, false, config.metrics().seriesMax(), exemplars(query, parameters));
        return ask(asked, request, onProgress);
    }

    Answer instant(Asked asked, Consumer<Answer> onProgress) {
        Parameters parameters = asked.parameters();
        Range range = times(parameters);
        long end = Math.min(range.end(), cutoffNanos());
        if (end <= range.start()) throw RequestException.invalid("query window falls entirely within query_end_cutoff");
        checkDuration(range, parameters.config());
        Query.Metrics query = parse(parameters, "compiling query: ");
        var request = new MetricsRequest(
                query,
                range.start(),
                end,
                end - range.start(),
                true,
                config.metrics().seriesMax(),
                0);
        return ask(asked, request, onProgress);
    }

    /// One part of a query that was aligned where it was planned: everything counts as given.
    Answer part(Asked asked) {
        Parameters parameters = asked.parameters();
        Range range = nanos(parameters);
        boolean isInstant = Booleans.parse("instant", parameters.text("instant"), false);
        long step = isInstant ? range.end() - range.start() : step(parameters, range);
        checkStep(range, step);
        Query.Metrics query = parse(parameters, "");
        long series = parameters.unsigned("maxSeries").orElse(config.metrics().seriesMax());
        var request = new MetricsRequest(
                query,
                range.start(),
                range.end(),
                step,
                isInstant,
                (int) Math.min(series, Integer.MAX_VALUE),
                isInstant ? 0 : exemplars(query, parameters));
        return ask(asked, request, partial -> {});
    }

    private static Range nanos(Parameters parameters) {
        OptionalLong start = parameters.integer("start");
        OptionalLong end = parameters.integer("end");
        if (start.isEmpty() || end.isEmpty()) throw RequestException.invalid("start and end required");
        if (start.getAsLong() < 0 || start.getAsLong() >= end.getAsLong()) {
            throw RequestException.invalid("end must be greater than start");
        }
        return new Range(start.getAsLong(), end.getAsLong());
    }

    /// How many exemplars the whole answer may have: the query's own word, then the request's, then the most allowed.
    private int exemplars(Query.Metrics query, Parameters parameters) {
        int max = config.metrics().exemplarsMax();
        Optional<Boolean> wish = query.hints().bool("exemplars");
        if (wish.isPresent()) return wish.get() ? max : 0;
        OptionalLong number = query.hints().integer("exemplars");
        if (number.isEmpty() && parameters.text("exemplars").matches("[0-9]{1,9}")) {
            number = OptionalLong.of(Long.parseLong(parameters.text("exemplars")));
        }
        return number.isEmpty() || number.getAsLong() <= 0 ? max : (int) Math.min(number.getAsLong(), max);
    }

    private Answer ask(Asked asked, MetricsRequest request, Consumer<Answer> onProgress) {
        Optional<QueryAnswer<MetricsPartial>> all = Optional.empty();
        for (TenantId tenant : asked.tenants()) {
            Optional<QueryAnswer<MetricsPartial>> before = all;
            QueryAnswer<MetricsPartial> one = queries.metrics(
                    tenant,
                    request,
                    asked.deadline(),
                    partial -> onProgress.accept(new Answer(request, joined(before, partial, request))));
            all = Optional.of(joined(before, one, request));
        }
        return new Answer(request, all.orElseThrow());
    }

    private static QueryAnswer<MetricsPartial> joined(
            Optional<QueryAnswer<MetricsPartial>> before, QueryAnswer<MetricsPartial> more, MetricsRequest request) {
        return before.map(first -> first.plus(more, MetricsEngine.merge(request, first.result(), more.result())))
                .orElse(more);
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

    private static void checkStep(Range range, long step) {
        if (step > 0 && (range.end() - range.start()) / step <= INTERVALS_MAX) return;
        long least = Math.ceilDiv((range.end() - range.start()) / INTERVALS_MAX, 1_000_000L) * 1_000_000L;
        throw RequestException.invalid("step of %s is too small, minimum step for given range is %s"
                .formatted(GoNumbers.duration(step), GoNumbers.duration(least)));
    }

    private static Query.Metrics parse(Parameters parameters, String prefix) {
        String text = parameters.expression(parameters.has("q") ? "q" : "query");
        if (text.isBlank()) throw badQuery(prefix + "parse error : syntax error: unexpected $end");
        Query query;
        try {
            query = TraceQl.parse(text);
        } catch (TraceQlException e) {
            boolean syntax = String.valueOf(e.getMessage()).startsWith("parse error");
            throw badQuery((syntax ? prefix : "compiling query: ") + e.getMessage());
        }
        if (query instanceof Query.Metrics metrics) return metrics;
        throw badQuery("not a metrics query");
    }

    private static RequestException badQuery(String text) {
        return new RequestException(Fault.BAD_QUERY, text);
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
            throw RequestException.invalid(BAD + "could not parse '" + name
                    + "' parameter: strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
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
}
