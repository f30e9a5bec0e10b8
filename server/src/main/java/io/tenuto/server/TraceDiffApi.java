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
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Two traces against each other: `POST /api/v2/traces/diff`. Thread safe.
final class TraceDiffApi {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long SECOND = 1_000_000_000L;
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
    private record Side(String name, String idText, TraceId id, TimeRange range) {}

    HttpResponse answer(QueryCalls.Call call) {
        if (call.request().method() != HttpMethod.POST) return HttpAnswers.text(405, "Method Not Allowed");
        JsonNode body = body(call.request().contentUtf8());
        Side base = side("base", body);
        Side compare = side("compare", body);
        String format = format(body);
        TraceApi.Found before = traces.find(call, TraceRequest.of(base.id(), base.range()));
        TraceApi.Found after = traces.find(call, TraceRequest.of(compare.id(), compare.range()));
        if (before.isEmpty() || after.isEmpty()) return HttpAnswers.text(404, "Not Found");
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
        return HttpAnswers.json(
                switch (format) {
                    case PATCH -> DiffPatchJson.write(base.id(), compare.id(), diff);
                    case SUMMARY -> summary.write();
                    default -> composed(summary, DiffPatchJson.write(base.id(), compare.id(), diff));
                });
    }

    private static String composed(DiffSummaryJson summary, String patch) {
        String end = patch.length() <= PATCH_BYTES_MAX
                ? "\"patch\":" + patch
                : "\"patchOmitted\":{\"bytes\":" + patch.length() + ",\"reason\":\"over_budget\"}";
        return "{\"version\":\"" + COMPOSED + "\",\"summary\":" + summary.write() + "," + end + "}";
    }

    private static JsonNode body(String text) {
        try {
            JsonNode body = JSON.readTree(text);
            if (body.isObject()) return body;
            throw badBody(GoJsonErrors.notAnObject(text));
        } catch (JacksonException e) {
            throw badBody(GoJsonErrors.of(text));
        }
    }

    private static RequestException badBody(String problem) {
        return RequestException.invalid("invalid trace diff request body: " + problem);
    }

    private static Side side(String name, JsonNode body) {
        JsonNode side = body.path(name);
        String text = side.path("traceId").asString("");
        if (text.isEmpty()) throw RequestException.invalid(name + ".traceId is required");
        TraceId id;
        try {
            id = TraceIds.parse(text);
        } catch (RequestException e) {
            throw RequestException.invalid("invalid " + name + ".traceId: " + e.getMessage());
        }
        long start = side.path("start").asLong(0);
        long end = side.path("end").asLong(0);
        if (start > 0 && end > 0 && start >= end) {
            throw RequestException.invalid(
                    "%s.start must be before %s.end. received start=%d end=%d".formatted(name, name, start, end));
        }
        return new Side(
                name,
                text,
                id,
                new TimeRange(start > 0 ? start * SECOND : Long.MIN_VALUE, end > 0 ? end * SECOND : Long.MAX_VALUE));
    }

    private static String format(JsonNode body) {
        String format = body.path("format").asString("");
        if (format.isEmpty()) return PATCH;
        if (List.of(PATCH, SUMMARY, COMPOSED).contains(format)) return format;
        throw RequestException.invalid("invalid format \"%s\": must be one of \"%s\", \"%s\", \"%s\""
                .formatted(format, COMPOSED, PATCH, SUMMARY));
    }
}
