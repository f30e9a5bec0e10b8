package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import io.tenuto.components.rpc.TraceFragment;
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

    /// What is left of that where a format wrote the span anew: what every format keeps as it is.
    private record Plain(ByteSlice id, ByteSlice name, int kind, long start, long end, int status) {
        static Plain of(SpanPart span) {
            return new Plain(
                    span.id(), span.name(), span.kind(), span.startUnixNanos(), span.endUnixNanos(), span.statusCode());
        }
    }

    private record Fragment(TraceParts parts, boolean isExact) {
        static Fragment of(TraceFragment fragment) {
            return new Fragment(TraceParts.of(fragment.tracesData()), fragment.isExact());
        }
    }

    /// The trace as clients get it; of one source in the order in which its spans came in, of several sources in the
    /// order of their starts.
    ///
    /// Of a span that one format kept exactly and another did not, the exact copy stays.
    public static TraceParts merge(List<TraceFragment> fragments) {
        List<Fragment> opened = fragments.stream().map(Fragment::of).toList();
        Set<Plain> exact = plainsOfExact(opened);
        var resources = new ArrayList<TraceParts.Resource>();
        // Of spans that lie in several places the copy that stands with the oldest others stays, however places were
        // visited.
        opened.stream()
                .map(each -> each.isExact() || exact.isEmpty() ? each.parts() : without(each.parts(), exact))
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

    /// What is exact, if there is anything else beside it.
    private static Set<Plain> plainsOfExact(List<Fragment> fragments) {
        Set<Plain> plains = new HashSet<>();
        if (fragments.stream().allMatch(Fragment::isExact)) return plains;
        for (Fragment fragment : fragments) {
            if (!fragment.isExact()) continue;
            fragment.parts().spans().forEach(placed -> plains.add(Plain.of(placed.span())));
        }
        return plains;
    }

    private static TraceParts without(TraceParts parts, Set<Plain> plains) {
        return parts.filter(placed -> !plains.contains(Plain.of(placed.span())));
    }
}
