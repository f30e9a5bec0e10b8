package io.tenuto.blocks.tenuto1;

import io.tenuto.blocks.segment.IntColumn;
import io.tenuto.blocks.segment.Shapes;

/// Where the values of each entry stand in the sparse columns: value k of entry e, in the order of its shape, is value
/// `places[starts[e] + k]` of the column that its shape names. So entries can be visited in any order.
record ValueIndex(int[] starts, int[] places) {
    static ValueIndex of(Shapes shapes, int[] shapeIds, int entryCount, int columnCount) {
        int[] starts = new int[entryCount + 1];
        for (int i = 0; i < entryCount; i++) {
            starts[i + 1] = Math.addExact(starts[i], shapes.length(IntColumn.at(shapeIds, i)));
        }
        int[] places = new int[starts[entryCount]];
        int[] cursors = new int[columnCount];
        for (int i = 0; i < entryCount; i++) {
            int shape = IntColumn.at(shapeIds, i);
            int at = starts[i];
            for (int k = 0; k < starts[i + 1] - at; k++) places[at + k] = cursors[shapes.column(shape, k)]++;
        }
        return new ValueIndex(starts, places);
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
