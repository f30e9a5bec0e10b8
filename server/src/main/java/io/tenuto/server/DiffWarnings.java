package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.components.frontend.trace.SpanPart;
import io.tenuto.components.frontend.trace.TraceDiff;
import io.tenuto.wire.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What makes a comparison less trustworthy than it looks.
final class DiffWarnings {
    private DiffWarnings() {}

    /// Codes with their texts.
    static List<Map.Entry<String, String>> of(TraceDiff.Result diff) {
        var warnings = new ArrayList<Map.Entry<String, String>>();
        Predicate<SpanPart> isBackwards = span -> span.endUnixNanos() < span.startUnixNanos();
        if (baseSpans(diff).anyMatch(isBackwards)) warnings.add(backwards("base"));
        if (compareSpans(diff).anyMatch(isBackwards)) warnings.add(backwards("compare"));
        if (hasDuplicates(baseSpans(diff))) warnings.add(duplicate("base"));
        if (hasDuplicates(compareSpans(diff))) warnings.add(duplicate("compare"));
        return warnings;
    }

    private static Map.Entry<String, String> backwards(String side) {
        return Map.entry("invalid_duration", side + " trace has spans that end before they start");
    }

    private static Map.Entry<String, String> duplicate(String side) {
        return Map.entry("duplicate_span_id", side + " trace has several spans with one identifier");
    }

    private static Stream<SpanPart> baseSpans(TraceDiff.Result diff) {
        return Stream.concat(
                diff.pairs().stream().map(TraceDiff.Pair::baseSpan),
                diff.removed().stream().map(TraceDiff.Single::span));
    }

    private static Stream<SpanPart> compareSpans(TraceDiff.Result diff) {
        return Stream.concat(
                diff.pairs().stream().map(TraceDiff.Pair::compareSpan),
                diff.added().stream().map(TraceDiff.Single::span));
    }

    private static boolean hasDuplicates(Stream<SpanPart> spans) {
        var seen = new HashSet<ByteSlice>();
        return spans.anyMatch(span -> !seen.add(span.id()));
    }

    static void write(TraceDiff.Result diff, JsonWriter out) {
        out.key("warnings").beginArray();
        of(diff).forEach(warning -> out.beginObject()
                .field("code", warning.getKey())
                .field("message", warning.getValue())
                .endObject());
        out.endArray();
    }
}
