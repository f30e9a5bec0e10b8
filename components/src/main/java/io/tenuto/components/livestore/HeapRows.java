package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.segment.LogStretch;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SourceSlice;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.wire.OtlpValidator;
import java.util.Arrays;
import java.util.Optional;

/// Rows as columns on the heap: growing first, then sealed. One writer, many readers.
final class HeapRows implements SegmentRows {
    /// A segment's objects and small arrays, besides what grows with rows: what HeldMemoryTest finds on the heap.
    private static final long OBJECT_BYTES = 11_000;

    private final OffsetIndex offsets = new OffsetIndex();
    private final SegmentBuilder builder;
    private volatile Optional<Segment> sealed = Optional.empty();
    /// The slice of the last query: coverage stands still between commits, so the next query wants the same.
    private volatile Optional<CachedSlice> lastSlice = Optional.empty();

    private record CachedSlice(SpanSource whole, int from, int to, SpanSource slice) {
        long memoryBytes() {
            return slice instanceof SourceSlice part ? part.memoryBytes() : 0;
        }
    }

    /// @param validator shared by the segments of one writer
    HeapRows(OtlpValidator validator) {
        this.builder = new SegmentBuilder(validator);
    }

    /// Appends one record's spans; throws [io.tenuto.base.CorruptDataException] and changes nothing if it is damaged.
    void append(long offset, ByteSlice record) {
        int firstRow = builder.rowCount();
        builder.append(record);
        offsets.add(offset, firstRow);
    }

    void seal() {
        sealed = Optional.of(builder.seal());
    }

    /// The final rows, once sealed.
    Optional<Segment> sealed() {
        return sealed;
    }

    LogStretch stretch(String log, int partition, String tenant) {
        return offsets.stretch(log, partition, tenant);
    }

    @Override
    public int rowCount() {
        return builder.rowCount();
    }

    @Override
    public long firstOffset() {
        return offsets.first();
    }

    @Override
    public long lastOffset() {
        return offsets.last();
    }

    /// Bytes of rows and of the offset index. Cheap.
    long rowBytes() {
        return OBJECT_BYTES + builder.memoryBytes() + offsets.memoryBytes();
    }

    /// Bytes of rows and of what queries left here.
    @Override
    public long memoryBytes() {
        return rowBytes()
                + builder.questionBytes()
                + lastSlice.map(CachedSlice::memoryBytes).orElse(0L);
    }

    @Override
    public Optional<SpanSource> source(long from, long upTo, Deadline deadline) {
        if (offsets.isEmpty() || offsets.last() < from || offsets.first() >= upTo) return Optional.empty();
        Segment whole = sealed.orElseGet(builder::view);
        int rowCount = whole.facts().rowCount();
        int fromRow = offsets.firstRowFrom(from, rowCount);
        int toRow = offsets.firstRowFrom(upTo, rowCount);
        if (fromRow >= toRow) return Optional.empty();
        Optional<CachedSlice> cached = lastSlice;
        if (cached.isPresent()) {
            CachedSlice slice = cached.get();
            if (slice.whole() == whole && slice.from() == fromRow && slice.to() == toRow)
                return Optional.of(slice.slice());
        }
        SpanSource slice = SourceSlice.of(whole, fromRow, toRow, deadline);
        lastSlice = Optional.of(new CachedSlice(whole, fromRow, toRow, slice));
        return Optional.of(slice);
    }

    @Override
    public Optional<ByteSlice> trace(TraceId id, long from, long upTo) {
        if (offsets.isEmpty() || offsets.last() < from || offsets.first() >= upTo) return Optional.empty();
        Segment whole = sealed.orElseGet(builder::view);
        int trace = whole.traces().find(id);
        if (trace < 0) return Optional.empty();
        int rowCount = whole.facts().rowCount();
        int fromRow = offsets.firstRowFrom(from, rowCount);
        int toRow = offsets.firstRowFrom(upTo, rowCount);
        int[] rows = Arrays.stream(whole.traces().rows(trace))
                .filter(row -> row >= fromRow && row < toRow)
                .toArray();
        return rows.length == 0 ? Optional.empty() : Optional.of(whole.toOtlp(rows));
    }
}
