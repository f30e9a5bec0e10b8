package io.tenuto.server;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import io.tenuto.base.Fault;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.TraceRequest;
import io.tenuto.components.frontend.trace.TraceDiff;
import io.tenuto.components.frontend.trace.TraceFigures;
import io.tenuto.model.TimeRange;
import io.tenuto.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Two traces against each other: `POST /api/v2/traces/diff`. Thread safe.
final class TraceDiffApi {
    private static final long SECOND = 1_000_000_000L;
    /// Beyond any time that nanoseconds since 1970 can tell.
    private static final long SECONDS_MAX = 9_000_000_000L;

    private static final String PATCH = "trace-patch-v0";
    private static final String SUMMARY = "trace-summary-v0-native";
    private static final String COMPOSED = "trace-summary-v0-composed";
    /// A patch beyond this is left out of the composed form.
    private static final int PATCH_BYTES_MAX = 65_536;

    /// Both traces together, encoded.
    private static final long INPUT_BYTES_MAX = 100L << 20;

    private final TraceApi traces;

    TraceDiffApi(TraceApi traces) {
        this.traces = traces;
    }

    /// One side as it was asked for.
    private record Side(TraceId id, TimeRange range) {}

    HttpResponse answer(QueryCalls.Call call) {
        if (call.request().method() != HttpMethod.POST) return HttpAnswers.text(405, "Method Not Allowed");
        var body = DiffBody.read(call.request().content().array());
        Side base = side("base", body);
        Side compare = side("compare", body);
        String format = format(body);
        TraceApi.Found before = traces.find(call, TraceRequest.of(base.id(), base.range()));
        TraceApi.Found after = traces.find(call, TraceRequest.of(compare.id(), compare.range()));
        if (before.isEmpty() || after.isEmpty()) return HttpAnswers.text(404, "Not Found");
        requireWhole("base", before);
        requireWhole("compare", after);
        long bytes = before.bytes() + after.bytes();
        if (bytes > INPUT_BYTES_MAX) {
            throw new RequestException(
                    Fault.RATE_LIMITED,
                    "trace diff input too large: combined trace size %d bytes exceeds limit %d bytes"
                            .formatted(bytes, INPUT_BYTES_MAX));
        }
        TraceDiff.Result diff = TraceDiff.of(before.trace(), after.trace());
        var summary = new DiffSummaryJson(
                new DiffSummaryJson.Side(base.id(), TraceFigures.of(before.trace())),
                new DiffSummaryJson.Side(compare.id(), TraceFigures.of(after.trace())),
                diff);
        String text = switch (format) {
            case PATCH -> DiffPatchJson.write(base.id(), compare.id(), diff);
            case SUMMARY -> summary.write();
            default -> composed(summary, DiffPatchJson.write(base.id(), compare.id(), diff));
        };
        return HttpAnswers.respond(HttpAnswers.JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void requireWhole(String name, TraceApi.Found found) {
        found.excess().ifPresent(excess -> {
            throw new RequestException(
                    Fault.TOO_LARGE, name + " trace is partial: " + excess + "; partial traces cannot be diffed");
        });
    }

    private static String composed(DiffSummaryJson summary, String patch) {
        int bytes = patch.getBytes(StandardCharsets.UTF_8).length;
        String end = bytes <= PATCH_BYTES_MAX
                ? "\"patch\":" + patch
                : "\"patchOmitted\":{\"bytes\":" + bytes + ",\"reason\":\"over_budget\"}";
        return "{\"version\":\"" + COMPOSED + "\",\"summary\":" + summary.write() + "," + end + "}";
    }

    private static Side side(String name, DiffBody body) {
        DiffBody side = body.object(name);
        String text = side.text("traceId");
        if (text.isEmpty()) throw RequestException.invalid(name + ".traceId is required");
        TraceId id;
        try {
            id = TraceIds.parse(text);
        } catch (RequestException e) {
            throw RequestException.invalid("invalid " + name + ".traceId: " + e.getMessage());
        }
        long start = side.whole("start");
        long end = side.whole("end");
        if (start > 0 && end > 0 && start >= end) {
            throw RequestException.invalid(
                    "%s.start must be before %s.end. received start=%d end=%d".formatted(name, name, start, end));
        }
        return new Side(id, new TimeRange(nanos(start, Long.MIN_VALUE), nanos(end, Long.MAX_VALUE)));
    }

    private static long nanos(long seconds, long whenAbsent) {
        return seconds > 0 ? Math.min(seconds, SECONDS_MAX) * SECOND : whenAbsent;
    }

    private static String format(DiffBody body) {
        String format = body.text("format");
        if (format.isEmpty()) return PATCH;
        if (List.of(PATCH, SUMMARY, COMPOSED).contains(format)) return format;
        throw RequestException.invalid("invalid format \"%s\": must be one of \"%s\", \"%s\", \"%s\""
                .formatted(format, COMPOSED, PATCH, SUMMARY));
    }
}
