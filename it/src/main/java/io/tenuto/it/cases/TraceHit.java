package io.tenuto.it.cases;

import io.tenuto.traceql.lang.Static;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One trace of a search's answer, in the terms of the cases. What has no order there is a set here.
///
/// @param services span and error count by service
record TraceHit(
        String id,
        String rootService,
        String rootName,
        long startNanos,
        long durationMillis,
        Map<String, List<Integer>> services,
        List<HitSet> sets) {

    /// One span set.
    record HitSet(int matched, List<Named> attributes, List<HitSpan> spans) {
        /// The identifiers of its spans, ascending; one that occurs twice stands twice.
        List<String> spanIds() {
            return spans.stream().map(HitSpan::id).sorted().toList();
        }
    }

    record HitSpan(String id, long startNanos, long durationNanos, String name, Set<Named> attributes) {}

    record Named(String name, Static value) {}
}
