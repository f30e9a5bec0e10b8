package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.ColumnType;

/// An attribute key with one type of values, as shapes refer to it.
///
/// @param leaf the column that holds its values, or [#NOWHERE]: then they are in the residual list
record AttributeColumn(ByteSlice key, ColumnType type, int leaf) {
    static final int NOWHERE = -1;

    boolean hasColumn() {
        return leaf != NOWHERE;
    }
}
