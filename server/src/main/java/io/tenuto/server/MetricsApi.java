package io.tenuto.server;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// TraceQL metrics over a range and at an instant. Thread safe.
final class MetricsApi {

    private final Queries queries;
    private final QueryConfig config;
    private final Clock clock;

    MetricsApi(Queries queries, QueryConfig config, Clock clock) {
        this.queries = queries;
        this.config = config;
        this.clock = clock;
    }

    /// A request with what came of it so far.
    ///
    /// @param deadline of the request, which finishing keeps to as well
    record Answer(MetricsRequest request, QueryAnswer<MetricsPartial> answer, Deadline deadline) {
        MetricsResult finished() {
            return MetricsEngine.finish(request, answer.result(), deadline);
        }

        /// Why `finished` is not the whole answer, "" if it is.
        String message(MetricsResult finished) {
            String lacking = answer.shortfall().message();
            if (!finished.isPartial()) return lacking;
            return lacking.isEmpty() ? finished.message() : finished.message() + "; " + lacking;
        }
    }

    /// @param onProgress receives what is known so far while more is being read
    Answer range(Asked asked, Consumer<Answer> onProgress) {
        Parameters parameters = asked.parameters();
        MetricsTimes times = MetricsTimes.asked(parameters, clock.wallUnixNanos());
        long step = times.step(parameters);
        MetricsTimes within = times.within(cutoffNanos(), parameters.config());
        times.checkStep(step, config.metrics().intervalsMax());
        Query.Metrics query = parse(parameters, "");
        MetricsTimes aligned = within.aligned(step, cutoffNanos());
        var request = new MetricsRequest(
                query,
                aligned.start(),
                aligned.end(),
                step,
                false,
                config.metrics().seriesMax(),
                exemplars(query, parameters));
        return ask(asked, request, onProgress);
    }

    Answer instant(Asked asked, Consumer<Answer> onProgress) {
        Parameters parameters = asked.parameters();
        MetricsTimes times =
                MetricsTimes.asked(parameters, clock.wallUnixNanos()).withinSeconds(cutoffNanos(), parameters.config());
        Query.Metrics query = parse(parameters, "compiling query: ");
        var request = new MetricsRequest(
                query,
                times.start(),
                times.end(),
                times.lengthNanos(),
                true,
                config.metrics().seriesMax(),
                0);
        return ask(asked, request, onProgress);
    }

    /// One part of a query that was aligned where it was planned: everything counts as given.
    Answer part(Asked asked) {
        Parameters parameters = asked.parameters();
        MetricsTimes times = given(parameters);
        boolean isInstant = Booleans.parse("instant", parameters.text("instant"), false);
        long step = isInstant ? times.lengthNanos() : times.step(parameters);
        times.checkStep(step, config.metrics().intervalsMax());
        Query.Metrics query = parse(parameters, "");
        long series = parameters.unsigned("maxSeries").orElse(config.metrics().seriesMax());
        var request = new MetricsRequest(
                query,
                times.start(),
                times.end(),
                step,
                isInstant,
                (int) Math.min(series, Integer.MAX_VALUE),
                isInstant ? 0 : exemplars(query, parameters));
        return ask(asked, request, partial -> {});
    }

    private static MetricsTimes given(Parameters parameters) {
        OptionalLong start = parameters.integer("start");
        OptionalLong end = parameters.integer("end");
        if (start.isEmpty() || end.isEmpty()) throw RequestException.invalid("start and end required");
        if (start.getAsLong() < 0 || start.getAsLong() >= end.getAsLong()) {
            throw RequestException.invalid("end must be greater than start");
        }
        return MetricsTimes.given(start.getAsLong(), end.getAsLong());
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
            QueryAnswer<MetricsPartial> one = asked.told()
                    .note(queries.metrics(
                            tenant,
                            request,
                            asked.deadline(),
                            partial ->
                                    onProgress.accept(new Answer(request, joined(before, partial), asked.deadline()))));
            all = Optional.of(joined(before, one));
        }
        return new Answer(request, all.orElseThrow(), asked.deadline());
    }

    private static QueryAnswer<MetricsPartial> joined(
            Optional<QueryAnswer<MetricsPartial>> before, QueryAnswer<MetricsPartial> more) {
        return before.map(first -> first.plus(more, MetricsEngine.merge(first.result(), more.result())))
                .orElse(more);
    }

    private long cutoffNanos() {
        return clock.wallUnixNanos() - config.endCutoff().toNanos();
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
}
