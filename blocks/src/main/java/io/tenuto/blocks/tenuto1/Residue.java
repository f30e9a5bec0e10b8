package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.blocks.segment.SparseColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The residual list of one row group: values of attributes without a column, and repetitions of a key within one
/// entry. In the order of rows; within a row the span's, then the events', then the links'.
final class Residue {
    static final int SPAN = 0;
    static final int EVENT = 1;
    static final int LINK = 2;

    int[] rows = new int[16];
    int[] owners = new int[16];
    int[] indexes = new int[16];
    int[] columns = new int[16];
    int[] places = new int[16];
    int count;

    /// By owner: the attributes of that owner.
    private final List<List<SparseColumn>> attributes;

    Residue(List<SparseColumn> spans, List<SparseColumn> events, List<SparseColumn> links) {
        this.attributes = List.of(spans, events, links);
    }

    void clear() {
        count = 0;
    }

    void add(int row, int owner, int index, int column, int place) {
        if (count == rows.length) {
            int capacity = count * 2;
            rows = Arrays.copyOf(rows, capacity);
            owners = Arrays.copyOf(owners, capacity);
            indexes = Arrays.copyOf(indexes, capacity);
            columns = Arrays.copyOf(columns, capacity);
            places = Arrays.copyOf(places, capacity);
        }
        rows[count] = row;
        owners[count] = owner;
        indexes[count] = index;
        columns[count] = column;
        places[count++] = place;
    }

    SparseColumn column(int i) {
        return attributes.get(owners[i]).get(columns[i]);
    }

    /// Indexes of the entries whose values have this type.
    int[] ofType(ColumnType type) {
        int[] found = new int[count];
        int size = 0;
        for (int i = 0; i < count; i++) if (column(i).type() == type) found[size++] = i;
        return Arrays.copyOf(found, size);
    }

    /// Owner and attribute of everything in the list, without repetition, ascending: `column * 3 + owner`.
    long[] kinds() {
        return IntStream.range(0, count)
                .mapToLong(i -> columns[i] * 3L + owners[i])
                .distinct()
                .sorted()
                .toArray();
    }

    /// The bytes of entry i, which is a string or an encoded value.
    ByteSlice bytes(int i) {
        SparseColumn column = column(i);
        return column.dictionary().value(column.ids()[places[i]]);
    }

    List<ByteSlice> keys() {
        var keys = new ArrayList<ByteSlice>(count);
        for (int i = 0; i < count; i++) keys.add(column(i).key());
        return keys;
    }
}
