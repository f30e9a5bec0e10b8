package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.BlockCache;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.parquet.ColumnChunk;
import io.tenuto.parquet.DecodeLimits;
import io.tenuto.parquet.FileFooter;
import io.tenuto.parquet.LeafColumn;
import io.tenuto.parquet.PageDecoder;
import io.tenuto.parquet.RangeReader;
import io.tenuto.parquet.RowGroup;
import io.tenuto.traceql.source.TraceTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A foreign block's data file: its footer, its row groups as segments, its traces. Safe for many threads.
final class ForeignFile {
    private static final String SPAN_COUNT = "rs.ss.SpanCount";

    /// A span takes about this much memory as part of a segment.
    private static final long SPAN_BYTES = 400;

    private static final long TRACE_BYTES = 120;

    private final String blockId;
    private final ObjectKey key;
    private final long sizeBytes;
    private final ObjectStore store;
    private final BlockCache cache;
    private final List<DedicatedColumn> dedicated;
    private final Shape shape;

    /// The footer and the first row (span) of each row group, with the number of all at the end.
    record Shape(FileFooter footer, int[] firstRows) {
        int rowCount() {
            return firstRows[firstRows.length - 1];
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    ForeignFile(
            String blockId,
            ObjectKey key,
            long sizeBytes,
            List<DedicatedColumn> dedicated,
            ObjectStore store,
            BlockCache cache,
            Deadline deadline) {
        this.blockId = blockId;
        this.key = key;
        this.sizeBytes = sizeBytes;
        this.store = store;
        this.cache = cache;
        this.dedicated = dedicated;
        this.shape = cache.get(part("shape"), Shape.class, 256 << 10, () -> readShape(deadline));
    }

    private BlockCache.Key part(String name) {
        return new BlockCache.Key("vparquet5/" + blockId, name);
    }

    Shape shape() {
        return shape;
    }

    int groupCount() {
        return shape.footer().rowGroups().size();
    }

    int firstRow(int group) {
        return shape.firstRows()[group];
    }

    /// The row group that has this row.
    int groupOf(int row) {
        int at = Arrays.binarySearch(shape.firstRows(), row);
        int group = at >= 0 ? at : -at - 2;
        while (shape.firstRows()[group + 1] == shape.firstRows()[group]) group++;
        return group;
    }

    /// Whether the trace can be in the row group, by the bounds of its identifiers.
    boolean mayHold(int group, TraceId id) {
        LeafColumn leaf = shape.footer().schema().leaf("TraceID").orElseThrow();
        ColumnChunk chunk = shape.footer().rowGroups().get(group).chunks().get(leaf.index());
        if (!chunk.boundsAreKnown()
                || chunk.min().length() != TraceId.BYTES
                || chunk.max().length() != TraceId.BYTES) {
            return true;
        }
        ByteSlice bytes = ByteSlice.of(id.toByteArray());
        return chunk.min().compareTo(bytes) <= 0 && chunk.max().compareTo(bytes) >= 0;
    }

    private RangeReader ranges(Deadline deadline) {
        return new RangeReader() {
            @Override
            public long sizeBytes() {
                return sizeBytes;
            }

            @Override
            public ByteSlice read(long offset, int length) {
                deadline.check("read foreign block");
                return store.read(key, offset, length, deadline);
            }
        };
    }

    private Shape readShape(Deadline deadline) {
        RangeReader file = ranges(deadline);
        FileFooter footer = FileFooter.read(file, DecodeLimits.STANDARD);
        int[] first = new int[footer.rowGroups().size() + 1];
        var decoder = new PageDecoder(DecodeLimits.STANDARD);
        for (int g = 0; g + 1 < first.length; g++) {
            long next = (long) first[g] + spanCount(footer, footer.rowGroups().get(g), file, decoder);
            Check.data(next <= Integer.MAX_VALUE, "foreign block %s holds %s spans", blockId, next);
            first[g + 1] = (int) next;
        }
        return new Shape(footer, first);
    }

    private int spanCount(FileFooter footer, RowGroup group, RangeReader file, PageDecoder decoder) {
        var reader = new GroupReader(footer.schema(), group, file, decoder);
        Check.data(reader.has(SPAN_COUNT), "foreign block %s has no column %s", blockId, SPAN_COUNT);
        WholeColumn counts = reader.column(SPAN_COUNT);
        long sum = 0;
        for (int i = 0; i < counts.count(); i++) sum += counts.longs()[i];
        Check.data(sum >= 0 && sum <= Integer.MAX_VALUE, "foreign block %s holds %s spans", blockId, sum);
        return (int) sum;
    }

    /// The spans of one row group.
    Segment segment(int group, Deadline deadline) {
        int rows = firstRow(group + 1) - firstRow(group);
        return cache.get(part("group " + group), Segment.class, rows * SPAN_BYTES, () -> {
            var decoder = new PageDecoder(DecodeLimits.STANDARD);
            FileFooter footer = shape.footer();
            var reader = new GroupReader(footer.schema(), footer.rowGroups().get(group), ranges(deadline), decoder);
            Segment segment = convert(reader, group);
            Check.data(
                    segment.facts().rowCount() == rows,
                    "foreign block %s: row group %s holds %s spans, not %s",
                    blockId,
                    group,
                    segment.facts().rowCount(),
                    rows);
            return segment;
        });
    }

    /// Columns that contradict each other in ways that no check foresaw must not look like our own mistake.
    private Segment convert(GroupReader reader, int group) {
        try {
            return GroupSegment.read(reader, dedicated, "foreign block " + blockId);
        } catch (IndexOutOfBoundsException e) {
            throw new CorruptDataException(
                    "foreign block %s: the columns of row group %d do not fit together".formatted(blockId, group), e);
        }
    }

    ForeignTraces traces(Deadline deadline) {
        long weight = shape.footer().rowCount() * TRACE_BYTES;
        return cache.get(part("traces"), ForeignTraces.class, weight, () -> {
            var parts = IntStream.range(0, groupCount())
                    .<TraceTable>mapToObj(group -> segment(group, deadline).traces())
                    .toList();
            return ForeignTraces.of(parts, shape.firstRows());
        });
    }
}
