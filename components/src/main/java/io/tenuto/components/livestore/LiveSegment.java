package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.segment.LiveFile;
import io.tenuto.blocks.segment.LogStretch;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentFile;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.wire.OtlpValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// One tenant's rows of a stretch of one partition: mutable first, then sealed, then perhaps on disk. One writer, many
/// readers: whoever has a source reads on, wherever the rows go meanwhile.
final class LiveSegment {
    private final long firstAppendNanos;
    /// When its youngest rows came: its rows leave together, so this is what their age counts from.
    private volatile long lastAppendNanos;
    private volatile SegmentRows rows;

    /// @param validator shared by the segments of one writer
    LiveSegment(long firstAppendNanos, OtlpValidator validator) {
        this.rows = new HeapRows(validator);
        this.firstAppendNanos = firstAppendNanos;
        this.lastAppendNanos = firstAppendNanos;
    }

    private HeapRows heap() {
        if (rows instanceof HeapRows heap) return heap;
        throw new IllegalStateException("the segment is on disk");
    }

    /// Appends one record's spans; throws [io.tenuto.base.CorruptDataException] and changes nothing if it is damaged.
    void append(long offset, ByteSlice record, long nowNanos) {
        heap().append(offset, record);
        lastAppendNanos = nowNanos;
    }

    void seal() {
        heap().seal();
    }

    boolean isSealed() {
        return !(rows instanceof HeapRows heap) || heap.sealed().isPresent();
    }

    /// Whether its rows are final and on the heap.
    boolean isSpillable() {
        return rows instanceof HeapRows heap && heap.sealed().isPresent();
    }

    /// Writes its rows, which are sealed and on the heap, to a file and reads them there from now on.
    LiveFile move(Disk disk, Path path, LogPartition from, TenantId tenant) throws IOException {
        HeapRows heap = heap();
        Check.state(isSpillable(), "rows that are not sealed cannot go to %s", path);
        Segment sealed = heap.sealed().orElseThrow();
        LogStretch stretch = heap.stretch(from.logIdentity(), from.partition(), tenant.value());
        SegmentFile file = SegmentFile.write(disk, path, sealed, stretch);
        rows = new FileRows(file, heap.firstOffset(), heap.lastOffset());
        return file.file();
    }

    Optional<LiveFile> file() {
        return rows instanceof FileRows onDisk ? Optional.of(onDisk.file().file()) : Optional.empty();
    }

    /// Rows held, spans that came twice only once.
    int rowCount() {
        return rows.rowCount();
    }

    long firstOffset() {
        return rows.firstOffset();
    }

    long lastOffset() {
        return rows.lastOffset();
    }

    long firstAppendNanos() {
        return firstAppendNanos;
    }

    long lastAppendNanos() {
        return lastAppendNanos;
    }

    /// Bytes of the heap that appending took. Cheap.
    long rowBytes() {
        return rows instanceof HeapRows heap ? heap.rowBytes() : rows.memoryBytes();
    }

    /// Bytes of the heap, with what queries left there.
    long memoryBytes() {
        return rows.memoryBytes();
    }

    /// Rows of offsets `[from, upTo)`, or empty when there are none.
    Optional<SpanSource> source(long from, long upTo, Deadline deadline) {
        return rows.source(from, upTo, deadline);
    }

    /// Spans of the trace that came with offsets `[from, upTo)`, as OTLP.
    Optional<ByteSlice> trace(TraceId id, long from, long upTo) {
        return rows.trace(id, from, upTo);
    }
}
