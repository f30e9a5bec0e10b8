package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.components.frontend.QueryAnswer;
import io.tenuto.traceql.engine.SearchResult;
import io.tenuto.wire.ProtoWriter;
import java.util.HexFormat;

/// Search answers as protobuf: the same as [SearchJson] in the other form.
final class SearchProto {
    private SearchProto() {}

    static ByteSlice write(QueryAnswer<SearchResult> answer, SearchForm form) {
        var out = new ProtoWriter(4096);
        SearchResult result = answer.result();
        for (SearchResult.Trace trace : result.traces()) write(trace, form, out);
        int mark = out.begin(2);
        out.varintIfSet(1, result.inspectedTraces());
        out.varintIfSet(2, result.inspectedBytes());
        out.varintIfSet(3, answer.blockCount());
        out.varintIfSet(4, answer.completedJobCount());
        out.varintIfSet(5, answer.jobCount());
        out.varintIfSet(6, answer.blockBytes());
        additional("tracesLeftOut", result.leftOut(), out);
        additional("liveDataBehind", answer.shortfall().isBehind() ? 1 : 0, out);
        additional("lostRecords", answer.shortfall().lostRecords(), out);
        additional("unreadRecords", answer.shortfall().unreadRecords(), out);
        out.end(mark);
        return out.toSlice();
    }

    private static void additional(String name, long value, ProtoWriter out) {
        if (value == 0) return;
        int mark = out.begin(10);
        out.text(1, name);
        out.varint(2, value);
        out.end(mark);
    }

    private static void write(SearchResult.Trace trace, SearchForm form, ProtoWriter out) {
        int mark = out.begin(1);
        out.text(1, form.text(trace.id()));
        out.textIfSet(2, trace.rootService().isEmpty() ? SearchJson.NO_ROOT : trace.rootService());
        out.textIfSet(3, trace.rootName());
        out.varintIfSet(4, trace.startUnixNanos());
        out.varintIfSet(5, SearchJson.durationMillis(trace));
        if (!form.isByTags()) writeSpans(trace, out);
        out.end(mark);
    }

    private static void writeSpans(SearchResult.Trace trace, ProtoWriter out) {
        if (!trace.spansets().isEmpty()) write(6, trace.spansets().getFirst(), out);
        for (SearchResult.MatchedSpanset spanset : trace.spansets()) write(7, spanset, out);
        trace.services().forEach((service, counts) -> {
            int entry = out.begin(8);
            out.text(1, service);
            int value = out.begin(2);
            out.varintIfSet(1, counts.spans());
            out.varintIfSet(2, counts.errors());
            out.end(value);
            out.end(entry);
        });
    }

    private static void write(int field, SearchResult.MatchedSpanset spanset, ProtoWriter out) {
        int mark = out.begin(field);
        for (SearchResult.MatchedSpan span : spanset.spans()) {
            int inner = out.begin(1);
            out.text(1, HexFormat.of().toHexDigits(span.spanId()));
            out.textIfSet(2, span.name());
            out.varintIfSet(3, span.startUnixNanos());
            out.varintIfSet(4, span.durationNanos());
            for (SearchResult.NamedValue attribute : span.attributes()) {
                ValueProto.pair(5, attribute.name(), attribute.value(), out);
            }
            out.end(inner);
        }
        out.varintIfSet(2, spanset.matched());
        for (SearchResult.NamedValue attribute : spanset.attributes()) {
            ValueProto.pair(3, attribute.name(), attribute.value(), out);
        }
        out.end(mark);
    }
}
