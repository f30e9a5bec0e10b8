package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.ColumnBuilder;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.ShapeTable;
import io.tenuto.blocks.segment.Shapes;
import io.tenuto.blocks.segment.SparseColumn;
import io.tenuto.wire.OtlpFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Grows the attribute columns of a segment out of an [AttributeList].
final class AttributeTable implements AttributeList.Sink {
    private static final int TYPES = ColumnType.values().length;

    private final Map<ByteSlice, int[]> byKey = new HashMap<>();
    private final List<ColumnBuilder> columns = new ArrayList<>();
    private final ShapeTable shapes = new ShapeTable();
    private int[] sequence = new int[16];
    private int length;
    private int row;

    /// Turns to an entry; its attributes follow.
    void begin(int entry) {
        row = entry;
        length = 0;
    }

    /// The shape of the entry.
    int end() {
        return shapes.intern(sequence, length);
    }

    @Override
    public void string(ByteSlice key, byte[] bytes, int from, int to) {
        column(key, ColumnType.STRING).addBytes(row, bytes, from, to);
    }

    @Override
    public void number(ByteSlice key, int kind, long value) {
        ColumnType type = switch (kind) {
            case OtlpFields.VALUE_INT -> ColumnType.INT;
            case OtlpFields.VALUE_DOUBLE -> ColumnType.DOUBLE;
            default -> ColumnType.BOOLEAN;
        };
        column(key, type).addNumber(row, value);
    }

    @Override
    public void encoded(ByteSlice key, ByteSlice anyValue) {
        column(key, ColumnType.ODD)
                .addBytes(row, anyValue.array(), anyValue.offset(), anyValue.offset() + anyValue.length());
    }

    private ColumnBuilder column(ByteSlice key, ColumnType type) {
        int[] indexes = byKey.get(key);
        if (indexes == null) {
            indexes = new int[TYPES];
            Arrays.fill(indexes, -1);
            byKey.put(key, indexes);
        }
        if (indexes[type.ordinal()] < 0) {
            indexes[type.ordinal()] = columns.size();
            columns.add(new ColumnBuilder(key, type));
        }
        if (length == sequence.length) sequence = Arrays.copyOf(sequence, length * 2);
        sequence[length++] = indexes[type.ordinal()];
        return columns.get(indexes[type.ordinal()]);
    }

    List<SparseColumn> columns() {
        return columns.stream().map(ColumnBuilder::view).toList();
    }

    Shapes shapes() {
        return shapes.view();
    }
}
