package io.tenuto.blocks.tenuto1;

import java.util.Arrays;
import java.util.List;

/// One row group as the index knows it.
///
/// @param chunks one for each column of the file
/// @param resources ids of the resources that its rows have, ascending
/// @param residual what its residual list holds: attribute times 3 plus owner (0 span, 1 event, 2 link), ascending
record StoredGroup(
        int firstRow, int rowCount, long startOffset, List<StoredChunk> chunks, long[] resources, long[] residual) {
    int endRow() {
        return firstRow + rowCount;
    }

    long endOffset() {
        return chunks.getLast().endOffset();
    }

    boolean hasResidual(int owner, int attribute) {
        return Arrays.binarySearch(residual, attribute * 3L + owner) >= 0;
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
