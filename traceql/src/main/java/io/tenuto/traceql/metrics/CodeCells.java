package io.tenuto.traceql.metrics;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Remembers which counts belong to a number that stands for a value, so that values met again cost no object and no
/// lookup. A bounded memory of the recent ones: what it has forgotten is looked up once more. Used by one thread.
final class CodeCells {
    private static final int SIDES = Comparison.Side.values().length;
    private static final int PLACES = 256;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(PLACES);

    private final long[] codes = new long[SIDES * PLACES];
    /// Null where nothing is remembered: hot path.
    private final @Nullable SparseCounts[] cells = new SparseCounts[SIDES * PLACES];

    @Nullable
    SparseCounts find(int side, long code) {
        int place = place(side, code);
        return codes[place] == code ? cells[place] : null;
    }

    void remember(int side, long code, SparseCounts counts) {
        int place = place(side, code);
        codes[place] = code;
        cells[place] = counts;
    }

    void forget() {
        Arrays.fill(cells, null);
    }

    private static int place(int side, long code) {
        return side * PLACES + (int) (code * 0x9E3779B97F4A7C15L >>> SHIFT);
    }
}
