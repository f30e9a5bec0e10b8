package io.tenuto.traceql.engine;

import io.tenuto.model.TraceId;
import io.tenuto.traceql.lang.Static;
import java.util.List;
import java.util.Map;

/// Traces found, newest first by start, then by identifier. Immutable.
///
/// @param statistics what was read for it
/// @param leftOut matching candidates in several sources that were too many to put together: the answer is not complete
public record SearchResult(List<Trace> traces, ScanStatistics statistics, long leftOut) {
    public static final SearchResult EMPTY = new SearchResult(List.of(), ScanStatistics.NONE, 0);

    public SearchResult {
        traces = List.copyOf(traces);
    }

    public long inspectedTraces() {
        return statistics.tracesCovered();
    }

    public long inspectedBytes() {
        return statistics.bytes();
    }

    /// One trace with what matched.
    ///
    /// @param hasRoot whether a root span is stored; the two root names are "" otherwise
    public record Trace(
            TraceId id,
            long startUnixNanos,
            long endUnixNanos,
            boolean hasRoot,
            String rootService,
            String rootName,
            Map<String, ServiceCounts> services,
            List<MatchedSpanset> spansets) {
        public Trace {
            spansets = List.copyOf(spansets);
        }
    }

    public record ServiceCounts(int spans, int errors) {}

    /// @param matched spans that matched, before the cut to the number wanted
    public record MatchedSpanset(List<MatchedSpan> spans, int matched, List<NamedValue> attributes) {
        public MatchedSpanset {
            spans = List.copyOf(spans);
            attributes = List.copyOf(attributes);
        }
    }

    /// @param name the span's name if the query asked for it, else ""
    public record MatchedSpan(
            long spanId, String name, long startUnixNanos, long durationNanos, List<NamedValue> attributes) {
        public MatchedSpan {
            attributes = List.copyOf(attributes);
        }
    }

    public record NamedValue(String name, Static value) {}
}
