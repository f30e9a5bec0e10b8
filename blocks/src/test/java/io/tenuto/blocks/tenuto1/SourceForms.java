package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.segment.LogStretch;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentFile;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.traceql.source.SpanSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The same rows as a block, as a live segment, and as a file of that.
final class SourceForms {
    private final MemoryObjectStore store = new MemoryObjectStore(Clock.system());
    private final Tenuto1Format format = new Tenuto1Format(1 << 20);
    private final Path folder;
    private int made;

    SourceForms(Path folder) {
        this.folder = folder;
    }

    Map<String, SpanSource> of(Segment segment) throws IOException {
        var stretch = new LogStretch("log", 0, "acme", new long[1], new int[1], 1);
        SegmentFile file = SegmentFile.write(Disk.local(), folder.resolve("segment-" + made), segment, stretch);
        return Map.of("block", block(segment), "live", segment, "file", file.open());
    }

    SpanSource block(Segment segment) {
        var block = new NewBlock("00000000-0000-4000-8000-%012x".formatted(made++), TenantId.SINGLE, 1, 2, 0);
        var meta = format.write(block, segment, store, Deadline.none());
        return format.open(meta, store, Deadline.none()).source();
    }
}
