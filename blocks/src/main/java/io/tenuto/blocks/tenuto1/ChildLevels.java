package io.tenuto.blocks.tenuto1;

import io.tenuto.parquet.Levels;
import java.util.Arrays;

/// Levels of the columns of a repeated group: children of each row, one entry for each child or for none.
final class ChildLevels {
    private final byte[] repetition;
    private final byte[] required;
    /// Entry of each child.
    private final int[] entryOf;
    private final int entries;

    /// @param counts children of each row
    ChildLevels(int[] counts, int rows) {
        int total = 0;
        int children = 0;
        for (int i = 0; i < rows; i++) {
            total += Math.max(1, counts[i]);
            children += counts[i];
        }
        entries = total;
        repetition = new byte[total];
        required = new byte[total];
        entryOf = new int[children];
        int at = 0;
        int child = 0;
        for (int i = 0; i < rows; i++) {
            if (counts[i] == 0) at++;
            for (int k = 0; k < counts[i]; k++, at++) {
                repetition[at] = (byte) (k == 0 ? 0 : 1);
                required[at] = 1;
                entryOf[child++] = at;
            }
        }
    }

    int childCount() {
        return entryOf.length;
    }

    Levels required() {
        return new Levels.Nested(repetition, required, entries);
    }

    /// Levels of a column that only these children (ascending) have.
    Levels optional(int[] children, int count) {
        byte[] levels = Arrays.copyOf(required, entries);
        for (int i = 0; i < count; i++) levels[entryOf[children[i]]] = 2;
        return new Levels.Nested(repetition, levels, entries);
    }
}
