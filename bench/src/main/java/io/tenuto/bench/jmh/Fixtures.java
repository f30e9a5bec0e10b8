package io.tenuto.bench.jmh;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.bench.TrafficGenerator;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.blocks.tenuto1.Tenuto1Format;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.traceql.source.SpanSource;

/// Sources that benchmarks read.
final class Fixtures {
    static final long START_NANOS = 1_764_000_000_000_000_000L;

    private static final long CACHE_BYTES = 256 << 20;

    private Fixtures() {}

    /// About so many spans, live.
    static Segment segment(int spans) {
        var generator = new TrafficGenerator(1, START_NANOS);
        var builder = new SegmentBuilder();
        while (generator.spans() < spans) builder.append(generator.request());
        return builder.seal();
    }

    /// About so many spans as one block in memory.
    static SpanSource block(int spans) {
        var store = new MemoryObjectStore(Clock.system());
        var format = new Tenuto1Format(CACHE_BYTES);
        var block = new NewBlock("00000000-0000-4000-8000-000000000001", TenantId.SINGLE, 1, 2, 0);
        BlockMeta meta = format.write(block, segment(spans), store, Deadline.none());
        return format.open(meta, store, Deadline.none()).source();
    }
}
