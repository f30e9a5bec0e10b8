package io.tenuto.server;

import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.components.frontend.Shortfall;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.traceql.lang.Static;
import io.tenuto.wire.GoNumbers;
import io.tenuto.wire.JsonWriter;
import java.util.HexFormat;
import java.util.List;

/// Search answers as JSON. Source: the search section of the public API.
final class SearchJson {
    static final String NO_ROOT = "<root span not yet received>";

    private SearchJson() {}

    static JsonWriter write(QueryAnswer<SearchResult> answer, SearchForm form) {
        var out = new JsonWriter();
        SearchResult result = answer.result();
        out.beginObject().key("traces").beginArray();
        for (SearchResult.Trace trace : result.traces()) write(trace, form, out);
        out.endArray();
        out.key("metrics").beginObject();
        out.fieldIfSet("inspectedTraces", result.inspectedTraces());
        out.bigFieldIfSet("inspectedBytes", result.inspectedBytes());
        out.fieldIfSet("totalBlocks", answer.blockCount());
        out.fieldIfSet("completedJobs", answer.completedJobCount());
        out.fieldIfSet("totalJobs", answer.jobCount());
        out.bigFieldIfSet("totalBlockBytes", answer.blockBytes());
        incompleteness(answer, out);
        out.endObject();
        return out.endObject();
    }

    /// An answer that is not the whole answer says so, in the one place where clients expect to find more than they
    /// know.
    private static void incompleteness(QueryAnswer<SearchResult> answer, JsonWriter out) {
        long leftOut = answer.result().leftOut();
        Shortfall shortfall = answer.shortfall();
        if (leftOut == 0 && shortfall.isNone()) return;
        out.key("additionalMetrics").beginObject();
        out.bigFieldIfSet("tracesLeftOut", leftOut);
        out.bigFieldIfSet("liveDataBehind", shortfall.isBehind() ? 1 : 0);
        out.bigFieldIfSet("lostRecords", shortfall.lostRecords());
        out.bigFieldIfSet("unreadRecords", shortfall.unreadRecords());
        out.endObject();
    }

    private static void write(SearchResult.Trace trace, SearchForm form, JsonWriter out) {
        out.beginObject();
        out.field("traceID", form.text(trace.id()));
        out.fieldIfSet("rootServiceName", trace.rootService().isEmpty() ? NO_ROOT : trace.rootService());
        out.fieldIfSet("rootTraceName", trace.rootName());
        out.key("startTimeUnixNano").unsigned(trace.startUnixNanos());
        out.fieldIfSet("durationMs", durationMillis(trace));
        if (!form.isByTags()) writeSpans(trace, out);
        out.endObject();
    }

    static long durationMillis(SearchResult.Trace trace) {
        return Math.floorDiv(trace.endUnixNanos() - trace.startUnixNanos(), 1_000_000);
    }

    private static void writeSpans(SearchResult.Trace trace, JsonWriter out) {
        if (!trace.spansets().isEmpty()) {
            out.key("spanSet");
            write(trace.spansets().getFirst(), out);
        }
        out.key("spanSets").beginArray();
        for (SearchResult.MatchedSpanset spanset : trace.spansets()) write(spanset, out);
        out.endArray();
        out.key("serviceStats").beginObject();
        trace.services().forEach((service, counts) -> {
            out.key(service).beginObject();
            out.fieldIfSet("spanCount", counts.spans());
            out.fieldIfSet("errorCount", counts.errors());
            out.endObject();
        });
        out.endObject();
    }

    private static void write(SearchResult.MatchedSpanset spanset, JsonWriter out) {
        out.beginObject().key("spans").beginArray();
        for (SearchResult.MatchedSpan span : spanset.spans()) {
            out.beginObject().field("spanID", HexFormat.of().toHexDigits(span.spanId()));
            out.fieldIfSet("name", span.name());
            out.key("startTimeUnixNano").unsigned(span.startUnixNanos());
            if (span.durationNanos() != 0) out.key("durationNanos").unsigned(span.durationNanos());
            attributes(span.attributes(), out);
            out.endObject();
        }
        out.endArray();
        out.fieldIfSet("matched", spanset.matched());
        attributes(spanset.attributes(), out);
        out.endObject();
    }

    private static void attributes(List<SearchResult.NamedValue> attributes, JsonWriter out) {
        if (attributes.isEmpty()) return;
        out.key("attributes").beginArray();
        for (SearchResult.NamedValue attribute : attributes) {
            out.beginObject().fieldIfSet("key", attribute.name()).key("value");
            value(attribute.value(), out);
            out.endObject();
        }
        out.endArray();
    }

    /// A value as AnyValue; durations, statuses and kinds as text.
    static void value(Static value, JsonWriter out) {
        out.beginObject();
        switch (value) {
            case Static.Nil _ -> out.field("stringValue", "nil");
            case Static.Int(long number) -> out.key("intValue").bigNumber(number);
            case Static.Float(double number) -> out.key("doubleValue").number(number);
            case Static.Text(String text) -> out.field("stringValue", text);
            case Static.Bool(boolean flag) -> out.key("boolValue").bool(flag);
            case Static.Duration(long nanos) -> out.field("stringValue", GoNumbers.duration(nanos));
            case Static.Status(var status) -> out.field("stringValue", status.text());
            case Static.Kind(var kind) -> out.field("stringValue", kind.text());
            case Static.Ints(List<Long> numbers) ->
                array(numbers.stream().<Static>map(Static.Int::new).toList(), out);
            case Static.Floats(List<Double> numbers) ->
                array(numbers.stream().<Static>map(Static.Float::new).toList(), out);
            case Static.Texts(List<String> texts) ->
                array(texts.stream().<Static>map(Static.Text::new).toList(), out);
            case Static.Bools(List<Boolean> flags) ->
                array(flags.stream().<Static>map(Static.Bool::new).toList(), out);
        }
        out.endObject();
    }

    private static void array(List<Static> elements, JsonWriter out) {
        out.key("arrayValue").beginObject().key("values").beginArray();
        for (Static element : elements) value(element, out);
        out.endArray().endObject();
    }
}
