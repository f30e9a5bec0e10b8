package io.tenuto.server;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.base.RequestException;
import io.tenuto.components.frontend.TraceCut;
import io.tenuto.traceql.engine.TraceFilter;
import io.tenuto.traceql.lang.TraceQl;
import java.util.Set;

/// What a lookup by trace identifier may ask besides the trace: only spans that pass a filter, and those around them.
final class TraceOptions {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");

    private final Parameters parameters;

    TraceOptions(Parameters parameters) {
        this.parameters = parameters;
    }

    /// The part of the trace that is wanted.
    TraceCut cut(ByteSlice trace, Deadline deadline) {
        if (!parameters.has("q")) return new TraceCut(trace, true);
        var filter = TraceQl.parseSpanFilter(parameters.expression("q"));
        int down = depth("match_depth", 0);
        boolean keepsAncestors = TRUE.contains(parameters.text("keep_hierarchy"));
        int up = keepsAncestors ? depth("ancestor_depth", TraceFilter.ALL) : 0;
        return TraceCut.of(trace, filter, new TraceFilter.Reach(up, down), deadline);
    }

    private int depth(String name, int whenAbsent) {
        String text = parameters.text(name);
        if (text.isEmpty()) return whenAbsent;
        int depth;
        try {
            depth = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw RequestException.invalid(
                    "invalid value for %s: strconv.Atoi: parsing \"%s\": invalid syntax".formatted(name, text));
        }
        if (depth < TraceFilter.ALL) throw RequestException.invalid("invalid value for " + name + ": must be >= -1");
        return depth;
    }
}
