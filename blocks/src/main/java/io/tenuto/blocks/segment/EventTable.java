package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.concurrent.atomic.AtomicLong;

/// Grows the events of a segment. Appended by one thread.
final class EventTable {
    private final LongColumn times = new LongColumn();
    private final IntColumn names = new IntColumn();
    private final StringTable nameTable = new StringTable(false);
    private final IntColumn shapes = new IntColumn();
    private final ColumnSet attributes;
    private final ColumnBuilder extras = new ColumnBuilder(ByteSlice.EMPTY, ColumnType.ODD);
    private final ProtoReader reader = new ProtoReader();
    private final ProtoWriter extra = new ProtoWriter(64);
    private int count;

    /// @param learnedBytes takes the bytes that questions to its columns make
    EventTable(AtomicLong learnedBytes) {
        this.attributes = new ColumnSet(learnedBytes);
        nameTable.intern(ByteSlice.EMPTY);
    }

    int count() {
        return count;
    }

    /// Adds the Event message that `outer` has just read, of a span that starts at `spanStart`.
    void add(ProtoReader outer, long spanStart) {
        int row = count++;
        reader.resetToValueOf(outer);
        attributes.beginEntry();
        extra.clear();
        long time = 0;
        int name = 0;
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.EVENT_TIME -> time = reader.readFixed64();
                case OtlpFields.EVENT_NAME -> {
                    reader.readBytes();
                    name = nameTable.intern(reader.array(), reader.valueStart(), reader.valueEnd());
                }
                case OtlpFields.EVENT_ATTRIBUTES -> {
                    reader.readBytes();
                    attributes.add(row, reader);
                }
                default -> {
                    reader.skip();
                    extra.raw(reader.array(), reader.tagStart(), reader.position() - reader.tagStart());
                }
            }
        }
        times.add(time - spanStart);
        names.set(row, name);
        shapes.set(row, attributes.endEntry());
        if (extra.size() > 0) {
            ByteSlice bytes = extra.view();
            extras.addBytes(row, bytes.array(), 0, bytes.length());
        }
    }

    SegmentData.Children view() {
        return new SegmentData.Children(
                count,
                times.view(),
                names.view(),
                nameTable.dictionary(),
                shapes.view(),
                attributes.view(),
                attributes.shapes(),
                extras.view());
    }

    long memoryBytes() {
        return times.memoryBytes()
                + names.memoryBytes()
                + nameTable.memoryBytes()
                + shapes.memoryBytes()
                + attributes.memoryBytes()
                + extras.memoryBytes();
    }
}
