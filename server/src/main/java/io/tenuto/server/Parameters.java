package io.tenuto.server;

import com.linecorp.armeria.common.QueryParams;
import io.tenuto.base.Clock;
import io.tenuto.base.RequestException;
import io.tenuto.model.TimeRange;
import io.tenuto.wire.GoNumbers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;

/// The parameters of one query request, with the API's defaults and error texts. An empty value counts as absent.
final class Parameters {
    private static final long SECOND = 1_000_000_000L;
    private static final long UNSIGNED_MAX = 0xFFFF_FFFFL;
    /// Beyond any time that nanoseconds since 1970 can tell.
    private static final long SECONDS_MAX = 9_000_000_000L;

    private static final String OUT_OF_RANGE = "value out of range";

    private final QueryParams params;
    private final QueryConfig config;
    private final Clock clock;

    Parameters(QueryParams params, QueryConfig config, Clock clock) {
        this.params = params;
        this.config = config;
        this.clock = clock;
    }

    /// The limits of this request.
    QueryConfig config() {
        return config;
    }

    String text(String name) {
        return params.get(name, "");
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }

    /// The TraceQL text of `name`, within its size limit.
    String expression(String name) {
        String text = text(name);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > config.expressionBytesMax()) {
            throw RequestException.invalid(
                    ("TraceQL expression exceeds the configured maximum size of %d bytes, reduce the query expression"
                                    + " size or contact your system administrator")
                            .formatted(config.expressionBytesMax()));
        }
        return text;
    }

    OptionalLong integer(String name) {
        String text = text(name);
        if (text.isEmpty()) return OptionalLong.empty();
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            String problem = text.matches("[+-]?[0-9]+") ? OUT_OF_RANGE : "invalid syntax";
            throw RequestException.invalid(
                    "invalid %s: strconv.ParseInt: parsing \"%s\": %s".formatted(name, text, problem));
        }
    }

    /// A number as a search takes it: decimal, without sign.
    OptionalLong unsigned(String name) {
        String text = text(name);
        if (text.isEmpty()) return OptionalLong.empty();
        boolean isDigits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (isDigits && text.length() <= 10 && Long.parseLong(text) <= UNSIGNED_MAX) {
            return OptionalLong.of(Long.parseLong(text));
        }
        String problem = isDigits ? OUT_OF_RANGE : "invalid syntax";
        throw RequestException.invalid(
                "invalid %s: strconv.ParseUint: parsing \"%s\": %s".formatted(name, text, problem));
    }

    int limit() {
        OptionalLong limit = unsigned("limit");
        if (limit.isEmpty()) return config.defaultResultLimit();
        if (limit.getAsLong() <= 0) throw RequestException.invalid("invalid limit: must be a positive number");
        if (config.maxResultLimit() > 0 && limit.getAsLong() > config.maxResultLimit()) {
            throw RequestException.invalid(
                    "limit %d exceeds max limit %d".formatted(limit.getAsLong(), config.maxResultLimit()));
        }
        return (int) limit.getAsLong();
    }

    /// Spans shown per spanset; 0 means the engine's own 3.
    int spansPerSpanset() {
        OptionalLong spans = unsigned("spss");
        if (spans.isEmpty()) return config.defaultSpansPerSpanset();
        if (config.maxSpansPerSpanset() > 0 && spans.getAsLong() > config.maxSpansPerSpanset()) {
            throw RequestException.invalid("spans per span set exceeds %d. received %d"
                    .formatted(config.maxSpansPerSpanset(), spans.getAsLong()));
        }
        return spans.getAsLong() <= 0 ? 3 : (int) spans.getAsLong();
    }

    /// The range of a trace lookup: each end on its own, everything by default.
    TimeRange traceRange() {
        OptionalLong start = integer("start");
        OptionalLong end = integer("end");
        if (start.isPresent() && end.isPresent() && start.getAsLong() >= end.getAsLong()) throw notBefore(start, end);
        return new TimeRange(
                start.isPresent() ? nanos(start.getAsLong()) : Long.MIN_VALUE,
                end.isPresent() ? nanos(end.getAsLong()) : Long.MAX_VALUE);
    }

    private static long nanos(long seconds) {
        return Math.clamp(seconds, -SECONDS_MAX, SECONDS_MAX) * SECOND;
    }

    private static RequestException notBefore(OptionalLong start, OptionalLong end) {
        return RequestException.invalid("http parameter start must be before end. received start=%d end=%d"
                .formatted(start.orElse(0), end.orElse(0)));
    }

    /// Whose rules a range follows.
    enum RangeRule {
        /// Ends must both be given, in order.
        SEARCH,
        /// The same, told in the words of tags where only one end is given.
        STREAMED_SEARCH,
        TAGS
    }

    /// The range of a search, of tag names or of tag values.
    TimeRange searchRange(RangeRule rule) {
        boolean isSearch = rule != RangeRule.TAGS;
        long now = clock.wallTime().getEpochSecond();
        long latest = now - config.endCutoff().toSeconds();
        OptionalLong start = isSearch ? unsigned("start") : dateOf("start");
        OptionalLong end = isSearch ? unsigned("end") : dateOf("end");
        if (has("since")) return sinceBefore(latest);
        if (start.isEmpty() && end.isEmpty()) {
            return new TimeRange((now - config.recent().toSeconds()) * SECOND, latest * SECOND);
        }
        if (start.isEmpty() || end.isEmpty()) {
            if (rule == RangeRule.SEARCH && start.isPresent()) throw notBefore(start, end);
            throw RequestException.invalid(
                    "error parsing date range: only one of start and end provided: must provide both or neither");
        }
        if (isSearch && end.getAsLong() <= start.getAsLong()) throw notBefore(start, end);
        long from = start.getAsLong();
        long to = Math.min(end.getAsLong(), latest);
        // Only a range that begins after the cut-off is moved; one that was given backwards is too long for any limit.
        boolean isMoved = from > to && end.getAsLong() > latest;
        if (isMoved) from = Math.min(to, now - config.recent().toSeconds());
        checkDuration(from, to);
        return new TimeRange(Math.min(from, to) * SECOND, to * SECOND);
    }

    private TimeRange sinceBefore(long latest) {
        long since = since();
        long start = Math.floorDiv(latest * SECOND - since, SECOND);
        checkDuration(start, latest);
        return new TimeRange(latest * SECOND - since, latest * SECOND);
    }

    private long since() {
        try {
            return Durations.prometheusNanos(text("since"));
        } catch (IllegalArgumentException e) {
            throw RequestException.invalid(
                    "error parsing date range: could not parse 'since' parameter: " + e.getMessage());
        }
    }

    /// An end of the range of tag names or values.
    private OptionalLong dateOf(String name) {
        try {
            OptionalLong date = integer(name);
            // Clients know that dates of tags have 32 bits.
            if (date.isPresent() && date.getAsLong() != (int) date.getAsLong()) {
                throw RequestException.invalid(
                        "invalid %s: strconv.ParseInt: parsing \"%s\": %s".formatted(name, text(name), OUT_OF_RANGE));
            }
            return date;
        } catch (RequestException e) {
            throw RequestException.invalid("error parsing date range: could not parse '%s' parameter: %s"
                    .formatted(name, String.valueOf(e.getMessage()).substring("invalid : ".length() + name.length())));
        }
    }

    private void checkDuration(long from, long to) {
        Duration max = config.searchDurationMax();
        if (!max.isZero() && (to < from || to - from > max.toSeconds())) {
            throw RequestException.invalid("range specified by start and end exceeds %s. received start=%d end=%d"
                    .formatted(GoNumbers.duration(max.toNanos()), from, to));
        }
    }
}
