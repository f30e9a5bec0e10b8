package io.tenuto.components.livestore;

import io.tenuto.blocks.segment.LogStretch;
import java.util.Arrays;

/// Which row each record's spans start at, for one segment. One writer appends; readers see a consistent prefix.
final class OffsetIndex {
    /// Published as a whole after each append; the arrays only grow at the end, behind what readers may use.
    private record Entries(long[] offsets, int[] firstRows, int count) {}

    private volatile Entries entries = new Entries(new long[8], new int[8], 0);

    /// Notes that the rows from `firstRow` on came from the record at `offset`. Offsets ascend.
    void add(long offset, int firstRow) {
        Entries now = entries;
        long[] offsets = now.offsets;
        int[] firstRows = now.firstRows;
        if (now.count == offsets.length) {
            offsets = Arrays.copyOf(offsets, now.count * 2);
            firstRows = Arrays.copyOf(firstRows, now.count * 2);
        }
        offsets[now.count] = offset;
        firstRows[now.count] = firstRow;
        entries = new Entries(offsets, firstRows, now.count + 1);
    }

    /// The first row that came from `offset` or later; `rowCount` if there is none.
    int firstRowFrom(long offset, int rowCount) {
        Entries now = entries;
        int found = Arrays.binarySearch(now.offsets, 0, now.count, offset);
        int index = found >= 0 ? found : -found - 1;
        return index == now.count ? rowCount : Math.min(rowCount, now.firstRows[index]);
    }

    /// All of it, for keeping with the rows. Not while somebody appends.
    LogStretch stretch(String log, int partition, String tenant) {
        Entries now = entries;
        return new LogStretch(log, partition, tenant, now.offsets, now.firstRows, now.count);
    }

    long memoryBytes() {
        return 12L * entries.offsets.length;
    }

    boolean isEmpty() {
        return entries.count == 0;
    }

    /// The first offset noted.
    long first() {
        return entries.offsets[0];
    }

    /// The last offset noted.
    long last() {
        return entries.offsets[entries.count - 1];
    }
}
