package io.tenuto.it.cases;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.disk.SimulatedDisk;
import io.tenuto.blocks.NewBlock;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.blocks.segment.LogStretch;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.blocks.segment.SegmentFile;
import io.tenuto.blocks.tenuto1.Tenuto1Format;
import io.tenuto.model.TenantId;
import io.tenuto.objectstore.MemoryObjectStore;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.traceql.source.SpanSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// Every kind of source that can hold given messages.
public enum SourceKinds {
    LIVE("live") {
        @Override
        public SpanSource of(List<ExportTraceServiceRequest> requests) {
            return segment(requests);
        }
    },
    LIVE_FILE("live on disk") {
        @Override
        public SpanSource of(List<ExportTraceServiceRequest> requests) {
            return file(segment(requests));
        }
    },
    TENUTO1("tenuto1") {
        @Override
        public SpanSource of(List<ExportTraceServiceRequest> requests) {
            Segment segment = segment(requests);
            // A block without rows is never written.
            return segment.facts().rowCount() == 0 ? segment : block(segment);
        }
    };

    private static final long CACHE_BYTES = 64L * 1024 * 1024;

    private final String label;

    SourceKinds(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /// A source that holds the spans of these messages.
    public abstract SpanSource of(List<ExportTraceServiceRequest> requests);

    private static Segment segment(List<ExportTraceServiceRequest> requests) {
        SegmentBuilder builder = new SegmentBuilder();
        for (ExportTraceServiceRequest request : requests) builder.append(ByteSlice.of(request.toByteArray()));
        return builder.seal();
    }

    private static SpanSource file(Segment segment) {
        var stretch = new LogStretch("log", 0, TenantId.SINGLE.value(), new long[1], new int[1], 1);
        try {
            return SegmentFile.write(new SimulatedDisk(1), Path.of("/live/0-0.segment"), segment, stretch)
                    .open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SpanSource block(Segment segment) {
        ObjectStore store = new MemoryObjectStore(Clock.system());
        Tenuto1Format format = new Tenuto1Format(CACHE_BYTES);
        NewBlock block = new NewBlock("00000000-0000-4000-8000-000000000001", TenantId.SINGLE, 1, 2, 0);
        BlockMeta meta = format.write(block, segment, store, Deadline.none());
        return format.open(meta, store, Deadline.none()).source();
    }
}
