package io.tenuto.traceql.metrics;

import io.tenuto.traceql.source.TraceTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Hashes of traces by ordinal: those met of late are remembered, since the spans of live traces come mixed. Used by
/// one thread.
final class TraceHashes {
    private static final int PLACES = 4096;
    private static final int NONE = -1;

    private final int[] ordinals = new int[PLACES];
    private final long[] hashes = new long[PLACES];
    /// Whose ordinals are remembered; null before the first batch.
    private @Nullable TraceTable known;

    /// Forgets what it remembers of other tables.
    void begin(TraceTable traces) {
        if (known == traces) return;
        known = traces;
        Arrays.fill(ordinals, NONE);
    }

    /// @param traces the table given to [#begin]
    long of(TraceTable traces, int trace) {
        int place = trace & (PLACES - 1);
        if (ordinals[place] == trace) return hashes[place];
        long hash = Exemplars.hash(traces.idHigh(trace), traces.idLow(trace));
        ordinals[place] = trace;
        hashes[place] = hash;
        return hash;
    }
}
