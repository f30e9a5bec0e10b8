package io.tenuto.components.frontend;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import java.util.List;
import java.util.stream.IntStream;

/// Joins what several sources have of one trace: each span once.
final class TraceMerger {
    private TraceMerger() {}

    /// One `TracesData` message; empty if there are no fragments.
    static ByteSlice merge(List<ByteSlice> fragments) {
        if (fragments.isEmpty()) return ByteSlice.EMPTY;
        if (fragments.size() == 1) return fragments.getFirst();
        // A segment keeps a span that comes twice only once, and writes equal resources and scopes together.
        var builder = new SegmentBuilder();
        for (ByteSlice fragment : fragments) builder.append(fragment);
        Segment segment = builder.seal();
        return segment.toOtlp(IntStream.range(0, segment.facts().rowCount()).toArray());
    }
}
