package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.segment.FileSegment;
import io.tenuto.blocks.segment.SegmentFile;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SourceSlice;
import io.tenuto.traceql.source.SpanSource;
import java.util.Optional;

/// Rows of a sealed segment on disk. Each query opens the file anew and keeps nothing.
record FileRows(SegmentFile file, long firstOffset, long lastOffset) implements SegmentRows {
    /// What a file takes of the heap: what HeldMemoryTest finds there.
    private static final long OBJECT_BYTES = 640;

    @Override
    public int rowCount() {
        return file.facts().rowCount();
    }

    @Override
    public long memoryBytes() {
        return OBJECT_BYTES;
    }

    @Override
    public Optional<SpanSource> source(long from, long upTo, Deadline deadline) {
        if (lastOffset < from || firstOffset >= upTo) return Optional.empty();
        FileSegment whole = file.open();
        int fromRow = whole.firstRowFrom(from);
        int toRow = whole.firstRowFrom(upTo);
        return fromRow >= toRow ? Optional.empty() : Optional.of(SourceSlice.of(whole, fromRow, toRow, deadline));
    }

    @Override
    public Optional<ByteSlice> trace(TraceId id, long from, long upTo) {
        if (lastOffset < from || firstOffset >= upTo) return Optional.empty();
        FileSegment whole = file.open();
        return whole.trace(id, whole.firstRowFrom(from), whole.firstRowFrom(upTo));
    }
}
