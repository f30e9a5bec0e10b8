package io.tenuto.components.frontend.trace;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a trace amounts to: its root, its length, its work and its errors, in all and per service.
///
/// @param sumSpanDurationNanos durations of all spans added up
/// @param services by name
public record TraceFigures(
        String rootService,
        String rootName,
        int spanCount,
        int errorSpanCount,
        long durationNanos,
        long sumSpanDurationNanos,
        Map<String, Long> services) {

    public static TraceFigures of(TraceParts trace) {
        long start = Long.MAX_VALUE;
        long end = Long.MIN_VALUE;
        long sum = 0;
        int errors = 0;
        var services = new TreeMap<String, Long>();
        for (TraceParts.Placed placed : trace.spans()) {
            SpanPart span = placed.span();
            start = Math.min(start, span.startUnixNanos());
            end = Math.max(end, span.startUnixNanos() + span.durationNanos());
            sum += span.durationNanos();
            if (span.isError()) errors++;
            services.merge(AttributeValues.service(placed.resource().message()), span.durationNanos(), Long::sum);
        }
        Optional<TraceParts.Placed> root = root(trace);
        return new TraceFigures(
                root.map(placed -> AttributeValues.service(placed.resource().message()))
                        .orElse(""),
                root.map(placed -> placed.span().name().toUtf8()).orElse(""),
                trace.spans().size(),
                errors,
                Math.max(0, end - start),
                sum,
                services);
    }

    private static Optional<TraceParts.Placed> root(TraceParts trace) {
        return trace.spans().stream()
                .filter(placed -> placed.span().parentId().isEmpty())
                .min(Comparator.comparingLong(placed -> placed.span().startUnixNanos()));
    }
}
