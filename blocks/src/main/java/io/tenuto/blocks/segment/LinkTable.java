package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.concurrent.atomic.AtomicLong;

/// Grows the links of a segment. Appended by one thread.
final class LinkTable {
    /// An encoded attribute: `opentracing.ref_type` = `child_of`.
    private static final ByteSlice CHILD_OF = childOf();

    private final LongColumn traceHigh = new LongColumn();
    private final LongColumn traceLow = new LongColumn();
    private final LongColumn spanIds = new LongColumn();
    private final IntColumn shapes = new IntColumn();
    private final ColumnSet attributes;
    private final ColumnBuilder extras = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.ODD);
    private final ProtoReader reader = new ProtoReader();
    private final ProtoWriter extra = new ProtoWriter(64);
    private int count;
    private long high;
    private long low;
    private boolean saysChildOf;

    /// @param learnedBytes takes the bytes that questions to its columns make
    LinkTable(AtomicLong learnedBytes) {
        this.attributes = new ColumnSet(learnedBytes);
    }

    private static ByteSlice childOf() {
        var writer = new ProtoWriter();
        writer.text(OtlpFields.KEY, "opentracing.ref_type");
        int mark = writer.begin(OtlpFields.VALUE);
        writer.text(OtlpFields.VALUE_STRING, "child_of");
        writer.end(mark);
        return writer.toSlice();
    }

    int count() {
        return count;
    }

    /// Adds the Link message that `outer` has just read; whether it says that its span is a child within trace
    /// (`ownHigh`, `ownLow`).
    boolean add(ProtoReader outer, long ownHigh, long ownLow) {
        int row = count++;
        reader.resetToValueOf(outer);
        attributes.beginEntry();
        extra.clear();
        high = 0;
        low = 0;
        saysChildOf = false;
        long spanId = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.LINK_TRACE_ID -> readTraceId();
                case OtlpFields.LINK_SPAN_ID -> {
                    reader.readBytes();
                    spanId = Ids.read(reader);
                    if (reader.valueLength() != 8) keep();
                }
                case OtlpFields.LINK_ATTRIBUTES -> {
                    reader.readBytes();
                    attributes.add(row, reader);
                    saysChildOf |= reader.value().equals(CHILD_OF);
                }
                default -> {
                    reader.skip();
                    keep();
                }
            }
        }
        traceHigh.add(high);
        traceLow.add(low);
        spanIds.add(spanId);
        shapes.set(row, attributes.endEntry());
        if (extra.size() > 0) {
            ByteSlice bytes = extra.view();
            extras.addBytes(row, bytes.array(), 0, bytes.length());
        }
        return saysChildOf && high == ownHigh && low == ownLow;
    }

    private void readTraceId() {
        reader.readBytes();
        high = Ids.readHigh(reader);
        low = Ids.readLow(reader);
        if (reader.valueLength() != 16) keep();
    }

    private void keep() {
        extra.raw(reader.array(), reader.tagStart(), reader.position() - reader.tagStart());
    }

    SegmentData.Links view() {
        return new SegmentData.Links(
                count,
                traceHigh.view(),
                traceLow.view(),
                spanIds.view(),
                shapes.view(),
                attributes.view(),
                attributes.shapes(),
                extras.view());
    }

    long memoryBytes() {
        return traceHigh.memoryBytes() * 3 + shapes.memoryBytes() + attributes.memoryBytes() + extras.memoryBytes();
    }
}
