package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Joins what several sources have of one trace: each span once.
public final class TraceMerger {
    private TraceMerger() {}

    /// What makes a span a twin of another: it is the same in every byte, and so is where it comes from.
    private record Content(ByteSlice span, ByteSlice scope, ByteSlice resource) {}

    /// The trace as clients get it; of one source in the order in which its spans came in, of several sources in the
    /// order of their starts.
    ///
    /// @param fragments encoded `TracesData` messages
    public static TraceParts merge(List<ByteSlice> fragments) {
        var resources = new ArrayList<TraceParts.Resource>();
        // Of spans that lie in several places the copy that stands with the oldest others stays, however places were
        // visited.
        fragments.stream()
                .map(TraceParts::of)
                .sorted(Comparator.comparingLong(TraceParts::startUnixNanos))
                .forEach(part -> resources.addAll(part.resources()));
        Set<Content> seen = new HashSet<>();
        TraceParts all = new TraceParts(resources)
                .filter(placed -> seen.add(new Content(
                        placed.span().message(),
                        placed.scope().message(),
                        placed.resource().message())));
        return SharedSpanIds.resolve(fragments.size() > 1 ? all.sorted() : all);
    }
}
