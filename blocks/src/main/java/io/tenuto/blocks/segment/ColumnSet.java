package io.tenuto.blocks.segment;

import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The attribute columns of one kind of entry (spans, events, links, resources, scopes). Appended by one thread.
final class ColumnSet {
    private static final int TYPES = ColumnType.ALL.length;

    private final AtomicLong learnedBytes;
    private final StringTable keys = new StringTable(false);
    /// Column index plus one of (key id, type).
    private int[] columnOf = new int[16 * TYPES];
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private final ShapeTable shapes = new ShapeTable();
    private final ProtoReader pair = new ProtoReader();
    private final ProtoReader value = new ProtoReader();
    private int[] sequence = new int[32];
    private int sequenceLength;

    /// @param learnedBytes takes the bytes that questions to its columns make
    ColumnSet(AtomicLong learnedBytes) {
        this.learnedBytes = learnedBytes;
    }

    /// Begins an entry; its attributes follow by [#add], then [#endEntry].
    void beginEntry() {
        sequenceLength = 0;
    }

    /// Adds the KeyValue message that `outer` has just read to entry `row`.
    void add(int row, ProtoReader outer) {
        pair.resetToValueOf(outer);
        byte[] bytes = outer.array();
        int keyFrom = 0;
        int keyTo = 0;
        boolean hasValue = false;
        int valueFrom = 0;
        int valueTo = 0;
        while (pair.next()) {
            if (pair.field() == OtlpFields.KEY) {
                pair.readBytes();
                keyFrom = pair.valueStart();
                keyTo = pair.valueEnd();
            } else if (pair.field() == OtlpFields.VALUE) {
                pair.readBytes();
                hasValue = true;
                valueFrom = pair.valueStart();
                valueTo = pair.valueEnd();
            } else {
                pair.skip();
            }
        }
        int key = keys.intern(bytes, keyFrom, keyTo);
        if (hasValue) addValue(row, key, bytes, valueFrom, valueTo);
        else column(key, ColumnType.NONE).addNumber(row, 0);
    }

    private void addValue(int row, int key, byte[] bytes, int from, int to) {
        value.reset(bytes, from, to);
        // A value whose oneof is set once, as every encoder writes it; anything else is kept as it came.
        if (value.next()) {
            int field = value.field();
            switch (field) {
                case OtlpFields.VALUE_STRING -> {
                    value.readBytes();
                    if (value.position() == to) {
                        column(key, ColumnType.STRING).addBytes(row, bytes, value.valueStart(), to);
                        return;
                    }
                }
                case OtlpFields.VALUE_INT, OtlpFields.VALUE_BOOL -> {
                    long number = value.readVarint();
                    if (value.position() == to) {
                        boolean isInt = field == OtlpFields.VALUE_INT;
                        column(key, isInt ? ColumnType.INT : ColumnType.BOOLEAN)
                                .addNumber(row, isInt || number == 0 ? number : 1);
                        return;
                    }
                }
                case OtlpFields.VALUE_DOUBLE -> {
                    long bits = value.readFixed64();
                    if (value.position() == to) {
                        column(key, ColumnType.DOUBLE).addNumber(row, bits);
                        return;
                    }
                }
                default -> {}
            }
        }
        column(key, ColumnType.ODD).addBytes(row, bytes, from, to);
    }

    private ColumnBuilder column(int key, ColumnType type) {
        int at = key * TYPES + type.ordinal();
        if (at >= columnOf.length) columnOf = Arrays.copyOf(columnOf, Math.max(columnOf.length * 2, at + TYPES));
        int index = columnOf[at] - 1;
        if (index < 0) {
            index = columns.size();
            columns.add(new ColumnBuilder(keys.dictionary().value(key).copy(), type, learnedBytes));
            columnOf[at] = index + 1;
        }
        if (sequenceLength == sequence.length) sequence = Arrays.copyOf(sequence, sequenceLength * 2);
        sequence[sequenceLength++] = index;
        return columns.get(index);
    }

    /// Ends an entry; the id of its shape.
    int endEntry() {
        return shapes.intern(sequence, sequenceLength);
    }

    /// What is there now, in the order in which columns first came.
    List<SparseColumn> view() {
        return columns.stream().map(ColumnBuilder::view).toList();
    }

    Shapes shapes() {
        return shapes.view();
    }

    long memoryBytes() {
        long bytes = keys.memoryBytes() + shapes.memoryBytes();
        for (ColumnBuilder column : columns) bytes += column.memoryBytes();
        return bytes;
    }
}
