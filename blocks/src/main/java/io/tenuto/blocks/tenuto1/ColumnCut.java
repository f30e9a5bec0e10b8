package io.tenuto.blocks.tenuto1;

import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Arrays;

/// Entries that follow each other, cut out of a column. Dictionaries are shared with it.
final class ColumnCut {
    private ColumnCut() {}

    /// Entries `[from, to)`.
    static Column of(Column column, int from, int to) {
        var vectors = new ArrayList<Vector>();
        for (Vector vector : column.vectors()) vectors.add(of(vector, from, to));
        return new Column(to - from, vectors);
    }

    private static Vector of(Vector vector, int from, int to) {
        int count = to - from;
        Presence presence = presence(vector.presence(), from, to);
        return switch (vector) {
            case Vector.Longs longs ->
                new Vector.Longs(longs.type(), Arrays.copyOfRange(longs.values(), from, to), count, presence);
            case Vector.Doubles doubles ->
                new Vector.Doubles(Arrays.copyOfRange(doubles.values(), from, to), count, presence);
            case Vector.Booleans booleans -> new Vector.Booleans(bits(booleans.words(), from, to), count, presence);
            case Vector.Strings strings ->
                new Vector.Strings(Arrays.copyOfRange(strings.ids(), from, to), strings.dictionary(), count, presence);
            case Vector.Arrays arrays -> arrays(arrays, from, to, presence);
        };
    }

    private static Vector arrays(Vector.Arrays arrays, int from, int to, Presence presence) {
        int[] starts = Arrays.copyOfRange(arrays.starts(), from, to + 1);
        int first = starts[0];
        int end = starts[starts.length - 1];
        for (int i = 0; i < starts.length; i++) starts[i] -= first;
        return new Vector.Arrays(starts, of(arrays.elements(), first, end), to - from, presence);
    }

    private static Presence presence(Presence presence, int from, int to) {
        return presence.isAll() ? presence : Presence.of(bits(presence.words(), from, to));
    }

    /// Bits `[from, to)`; those behind them are 0.
    private static long[] bits(long[] words, int from, int to) {
        int count = to - from;
        long[] cut = new long[Math.max(1, (count + 63) >> 6)];
        int shift = from & 63;
        int first = from >> 6;
        for (int i = 0; i < cut.length; i++) {
            long low = first + i < words.length ? words[first + i] >>> shift : 0;
            long high = shift == 0 || first + i + 1 >= words.length ? 0 : words[first + i + 1] << (64 - shift);
            cut[i] = low | high;
        }
        if ((count & 63) != 0) cut[cut.length - 1] &= (1L << count) - 1;
        if (count == 0) cut[0] = 0;
        return cut;
    }
}
