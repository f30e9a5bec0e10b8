package io.tenuto.server;

import io.tenuto.base.RequestException;
import io.tenuto.wire.GoNumbers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// The range of a metrics request, in Unix nanoseconds, and its step. Pure.
///
/// Clients may write any number. Times are within [#REACH] of 1970, so that no difference of two overflows.
record MetricsTimes(long start, long end) {
    private static final long SECOND = 1_000_000_000L;
    /// Where the configuration has no limit there is one still: what is held grows with the intervals.
    private static final long INTERVALS_BOUND = 1_000_000;
    private static final long[] GRAINS = {3600 * SECOND, 300 * SECOND, 60 * SECOND, 15 * SECOND, 5 * SECOND, SECOND};
    /// RFC 3339, in which clients know dates: all parts, capital letters.
    private static final Pattern DATE = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})");

    private static final String BAD = "rpc error: code = Code(400) desc = ";
    /// 146 years; what is farther away is as good as that.
    private static final long REACH = Long.MAX_VALUE / 2;

    /// What the request asks for.
    ///
    /// @throws RequestException with the text that clients know
    static MetricsTimes asked(Parameters parameters, long now) {
        long end = parameters.has("end") ? time(parameters, "end") : now;
        long since = 3600 * SECOND;
        if (parameters.has("since")) {
            since = since(parameters.text("since"));
        }
        long start = parameters.has("start") ? time(parameters, "start") : Math.min(end, now) - within(since);
        start = within(start);
        if (start >= end) throw RequestException.invalid("end must be greater than start");
        return new MetricsTimes(start, end);
    }

    private static long since(String text) {
        try {
            return Durations.prometheusNanos(text);
        } catch (IllegalArgumentException e) {
            throw RequestException.invalid(BAD + "could not parse 'since' parameter: " + e.getMessage());
        }
    }

    /// Of a part that says both; they are not equal, nor is the start negative.
    static MetricsTimes given(long start, long end) {
        return new MetricsTimes(Math.min(start, REACH - 1), Math.min(end, REACH));
    }

    long lengthNanos() {
        return end - start;
    }

    /// Up to the cut-off, if that leaves anything and the whole is no longer than allowed.
    MetricsTimes within(long cutoff, QueryConfig config) {
        long cut = Math.min(end, cutoff);
        if (cut <= start) throw RequestException.invalid("query window falls entirely within query_end_cutoff");
        Duration max = config.metricsDurationMax();
        if (!max.isZero() && lengthNanos() > max.toNanos()) {
            throw RequestException.invalid("metrics query time range exceeds the maximum allowed duration of "
                    + GoNumbers.duration(max.toNanos()));
        }
        return new MetricsTimes(start, cut);
    }

    /// As [#within], but what lies behind the cut-off is taken away in whole seconds.
    MetricsTimes withinSeconds(long cutoff, QueryConfig config) {
        long beyond = Math.max(0, end - cutoff);
        return within(end - Math.ceilDiv(beyond, SECOND) * SECOND, config);
    }

    /// Refuses a step that cuts the range into too many intervals.
    ///
    /// @param intervalsMax 0 for as many as can be held
    void checkStep(long step, int intervalsMax) {
        long most = intervalsMax == 0 ? INTERVALS_BOUND : intervalsMax;
        if (step > 0 && lengthNanos() / step <= most) return;
        long least = Math.ceilDiv(lengthNanos() / most, 1_000_000L) * 1_000_000L;
        throw RequestException.invalid("step of %s is too small, minimum step for given range is %s"
                .formatted(GoNumbers.duration(step), GoNumbers.duration(least)));
    }

    /// Whole steps around these times, and one before.
    MetricsTimes aligned(long step, long cutoff) {
        // No product is farther from 1970 than the larger of REACH and twice the step below it.
        long first = Math.floorDiv(start, step) * step;
        if (first > step) first -= step;
        long last = Math.ceilDiv(end, step) * step;
        if (last > cutoff) last = Math.floorDiv(cutoff, step) * step;
        return new MetricsTimes(first, last <= first ? first + step : last);
    }

    /// Seconds with a fraction, whole seconds of at most ten characters, nanoseconds, or a date with its time.
    private static long time(Parameters parameters, String name) {
        String text = parameters.text(name);
        if (text.indexOf('.') >= 0) {
            OptionalDouble seconds = GoFloats.parse(text);
            if (seconds.isPresent()) return nanos(Math.round(seconds.getAsDouble() * 1000), 1_000_000L);
        }
        if (text.matches("[+-]?[0-9]+")) return whole(name, text);
        if (!DATE.matcher(text).matches()) throw notATime(name, text, "invalid syntax");
        try {
            return dated(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw notATime(name, text, "invalid syntax");
        }
    }

    private static long whole(String name, String text) {
        try {
            long number = Long.parseLong(text);
            return text.length() <= 10 ? nanos(number, SECOND) : within(number);
        } catch (NumberFormatException e) {
            throw notATime(name, text, "value out of range");
        }
    }

    private static long dated(Instant instant) {
        return within(nanos(instant.getEpochSecond(), SECOND) + instant.getNano());
    }

    private static RequestException notATime(String name, String text, String problem) {
        return RequestException.invalid(BAD + "could not parse '" + name + "' parameter: strconv.ParseInt: parsing \""
                + text + "\": " + problem);
    }

    private static long within(long nanos) {
        return Math.clamp(nanos, -REACH, REACH);
    }

    private static long nanos(long number, long unit) {
        return Math.clamp(number, -REACH / unit, REACH / unit) * unit;
    }

    long step(Parameters parameters) {
        if (!parameters.has("step")) return defaultStep(lengthNanos());
        String text = parameters.text("step");
        OptionalDouble seconds = GoFloats.parse(text);
        if (seconds.isEmpty()) {
            return positive(
                    text,
                    Durations.goNanos(text)
                            .orElseThrow(() -> RequestException.invalid(
                                    BAD + "cannot parse \"" + text + "\" to a valid duration")));
        }
        double nanos = seconds.getAsDouble() * SECOND;
        if (Math.abs(nanos) > Long.MAX_VALUE) {
            throw RequestException.invalid(
                    BAD + "cannot parse \"" + text + "\" to a valid duration. It overflows int64");
        }
        return positive(text, Double.isNaN(nanos) ? -1 : (long) nanos);
    }

    private static long positive(String text, long step) {
        if (step < 0) throw RequestException.invalid(BAD + "cannot parse \"" + text + "\": step must be positive");
        return step;
    }

    private static long defaultStep(long rangeNanos) {
        long wanted = rangeNanos / 240;
        if (rangeNanos < 60 * SECOND) return Math.max(50_000_000L, wanted / 50_000_000L * 50_000_000L);
        for (long grain : GRAINS) if (wanted > grain) return wanted / grain * grain;
        return SECOND;
    }
}
