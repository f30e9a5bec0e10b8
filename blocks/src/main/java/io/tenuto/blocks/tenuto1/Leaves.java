package io.tenuto.blocks.tenuto1;

import io.tenuto.base.Check;
import io.tenuto.parquet.Levels;
import io.tenuto.parquet.Page;
import io.tenuto.parquet.Values;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Turns decoded pages into vectors with one place for each entry: of rows for flat columns, of children for columns of
/// a repeated group. Small static loops; the shape is decided once per page.
final class Leaves {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Leaves() {}

    /// For each entry the index of its value within the page, or -1; `entryCount` is the number of rows or children.
    static int[] places(Page page) {
        return switch (page.levels()) {
            case Levels.Required(int count) -> {
                int[] places = new int[count];
                for (int i = 0; i < count; i++) places[i] = i;
                yield places;
            }
            case Levels.Optional(long[] presence, int count) -> {
                int[] places = new int[count];
                int next = 0;
                for (int i = 0; i < count; i++) {
                    places[i] = (presence[i >> 6] >>> i & 1) != 0 ? next++ : -1;
                }
                yield places;
            }
            case Levels.Nested nested -> childPlaces(nested);
        };
    }

    /// Of a required column of a repeated group: every child has a value.
    private static int[] childPlaces(Levels.Nested nested) {
        int children = 0;
        for (int i = 0; i < nested.entryCount(); i++) children += nested.definition()[i] > 0 ? 1 : 0;
        int[] places = new int[children];
        for (int i = 0; i < children; i++) places[i] = i;
        return places;
    }

    /// Like [#places] for an optional column of a repeated group, where level 1 is a child without value.
    static int[] optionalChildPlaces(Page page) {
        var nested = (Levels.Nested) page.levels();
        byte[] definition = nested.definition();
        int children = 0;
        for (int i = 0; i < nested.entryCount(); i++) children += definition[i] > 0 ? 1 : 0;
        int[] places = new int[children];
        int child = 0;
        int next = 0;
        for (int i = 0; i < nested.entryCount(); i++) {
            if (definition[i] > 0) places[child++] = definition[i] == 2 ? next++ : -1;
        }
        return places;
    }

    /// For each row the position of its first child, and the number of children at the end.
    static int[] childStarts(Page page, int rows) {
        var nested = (Levels.Nested) page.levels();
        int[] starts = new int[rows + 1];
        int row = -1;
        int children = 0;
        for (int i = 0; i < nested.entryCount(); i++) {
            if (nested.repetition()[i] == 0) {
                Check.data(++row < rows, "a page holds more than %s rows", rows);
                starts[row] = children;
            }
            if (nested.definition()[i] > 0) children++;
        }
        Check.data(row == rows - 1, "a page holds %s rows, not %s", row + 1, rows);
        starts[rows] = children;
        return starts;
    }

    static Presence presence(Page page) {
        return switch (page.levels()) {
            case Levels.Required _ -> Presence.ALL;
            case Levels.Optional optional ->
                page.values().count() == optional.entryCount() ? Presence.ALL : Presence.of(optional.presence());
            case Levels.Nested _ -> throw new IllegalArgumentException("a repeated column");
        };
    }

    /// Numbers of a flat column, one for each row, 0 where absent.
    static long[] longs(Page page) {
        if (page.values().count() == page.entryCount()) return denseLongs(page.values());
        if (page.values() instanceof Values.Coded coded) {
            long[] entries = denseLongs(coded.dictionary());
            long[] spread = new long[page.entryCount()];
            long[] presence = ((Levels.Optional) page.levels()).presence();
            int next = 0;
            for (int w = 0; w < presence.length; w++) {
                for (long word = presence[w]; word != 0; word &= word - 1) {
                    spread[(w << 6) + Long.numberOfTrailingZeros(word)] = entries[coded.ids()[next++]];
                }
            }
            return spread;
        }
        return spread(denseLongs(page.values()), (Levels.Optional) page.levels());
    }

    /// Numbers of a required flat column at some rows; says no, and does nothing, where all must be decoded for them.
    static boolean pick(Page page, int[] picks, long[] into, int at) {
        if (page.values().count() != page.entryCount()) return false;
        switch (page.values()) {
            case Values.Longs(long[] values, int _) -> {
                for (int i = 0; i < picks.length; i++) into[at + i] = values[picks[i]];
            }
            case Values.Fixed(byte[] heap, int offset, int width, int _) -> {
                for (int i = 0; i < picks.length; i++) into[at + i] = bigEndian(heap, offset + width * picks[i]);
            }
            case Values.Coded(int[] ids, int _, Values dictionary) -> {
                long[] entries = denseLongs(dictionary);
                for (int i = 0; i < picks.length; i++) into[at + i] = entries[ids[picks[i]]];
            }
            case Values.Booleans _, Values.Doubles _, Values.Bytes _ -> {
                return false;
            }
        }
        return true;
    }

    /// The dense values at the places where a value is present. Full words are copied, empty ones passed over.
    private static long[] spread(long[] dense, Levels.Optional levels) {
        long[] spread = new long[levels.entryCount()];
        long[] presence = levels.presence();
        int next = 0;
        for (int w = 0; w < presence.length; w++) {
            long word = presence[w];
            if (word == -1L) {
                System.arraycopy(dense, next, spread, w << 6, 64);
                next += 64;
                continue;
            }
            for (; word != 0; word &= word - 1) spread[(w << 6) + Long.numberOfTrailingZeros(word)] = dense[next++];
        }
        return spread;
    }

    private static int[] spread(int[] dense, Levels.Optional levels) {
        int[] spread = new int[levels.entryCount()];
        long[] presence = levels.presence();
        int next = 0;
        for (int w = 0; w < presence.length; w++) {
            long word = presence[w];
            if (word == -1L) {
                System.arraycopy(dense, next, spread, w << 6, 64);
                next += 64;
                continue;
            }
            for (; word != 0; word &= word - 1) spread[(w << 6) + Long.numberOfTrailingZeros(word)] = dense[next++];
        }
        return spread;
    }

    /// The strings of a flat column. Values without a dictionary are their own, one id for each.
    static Vector flatStrings(Page page, Dictionary dictionaryOfChunk) {
        int count = page.entryCount();
        Texts texts = texts(page.values(), dictionaryOfChunk);
        boolean isFull = page.values().count() == count;
        int[] ids = isFull ? texts.ids() : spread(texts.ids(), (Levels.Optional) page.levels());
        return new Vector.Strings(ids, texts.dictionary(), count, presence(page));
    }

    static Vector flatLongs(ValueType type, Page page) {
        return new Vector.Longs(type, longs(page), page.entryCount(), presence(page));
    }

    /// The values that are there, dictionary resolved.
    static long[] denseLongs(Values values) {
        return switch (values) {
            case Values.Longs longs -> longs.values();
            case Values.Coded coded -> {
                long[] entries = denseLongs(coded.dictionary());
                long[] out = new long[coded.count()];
                for (int i = 0; i < out.length; i++) out[i] = entries[coded.ids()[i]];
                yield out;
            }
            case Values.Fixed fixed -> {
                long[] out = new long[fixed.count()];
                for (int i = 0; i < out.length; i++)
                    out[i] = bigEndian(fixed.heap(), fixed.offset() + fixed.width() * i);
                yield out;
            }
            case Values.Booleans _, Values.Doubles _, Values.Bytes _ ->
                throw new IllegalArgumentException(
                        "no numbers: " + values.getClass().getSimpleName());
        };
    }

    static long bigEndian(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static double[] denseDoubles(Values values) {
        return switch (values) {
            case Values.Doubles doubles -> doubles.values();
            case Values.Coded coded -> {
                double[] entries = denseDoubles(coded.dictionary());
                double[] out = new double[coded.count()];
                for (int i = 0; i < out.length; i++) out[i] = entries[coded.ids()[i]];
                yield out;
            }
            case Values.Booleans _, Values.Longs _, Values.Bytes _, Values.Fixed _ ->
                throw new IllegalArgumentException(
                        "no doubles: " + values.getClass().getSimpleName());
        };
    }

    /// Ids of strings with their dictionary, which for plain values is the page's own.
    record Texts(int[] ids, Dictionary dictionary) {}

    static Texts texts(Values values, Dictionary dictionaryOfChunk) {
        return switch (values) {
            case Values.Coded coded -> new Texts(coded.ids(), dictionaryOfChunk);
            case Values.Bytes bytes -> {
                int[] ids = new int[bytes.count()];
                for (int i = 0; i < ids.length; i++) ids[i] = i;
                yield new Texts(ids, new Dictionary(bytes.heap(), bytes.starts(), bytes.count()));
            }
            case Values.Booleans _, Values.Longs _, Values.Doubles _, Values.Fixed _ ->
                throw new IllegalArgumentException(
                        "no texts: " + values.getClass().getSimpleName());
        };
    }

    /// Vectors from values and the place of each entry's value.
    static Vector strings(Texts texts, int[] places) {
        int[] ids = new int[places.length];
        for (int i = 0; i < ids.length; i++) if (places[i] >= 0) ids[i] = texts.ids()[places[i]];
        return new Vector.Strings(ids, texts.dictionary(), ids.length, presence(places));
    }

    static Vector longs(ValueType type, long[] dense, int[] places) {
        long[] values = new long[places.length];
        for (int i = 0; i < values.length; i++) if (places[i] >= 0) values[i] = dense[places[i]];
        return new Vector.Longs(type, values, values.length, presence(places));
    }

    static Vector doubles(double[] dense, int[] places) {
        double[] values = new double[places.length];
        for (int i = 0; i < values.length; i++) if (places[i] >= 0) values[i] = dense[places[i]];
        return new Vector.Doubles(values, values.length, presence(places));
    }

    static Vector booleans(long[] dense, int[] places) {
        long[] words = new long[Math.max(1, (places.length + 63) >> 6)];
        for (int i = 0; i < places.length; i++) {
            int at = places[i];
            if (at >= 0 && (dense[at >> 6] >>> at & 1) != 0) words[i >> 6] |= 1L << i;
        }
        return new Vector.Booleans(words, places.length, presence(places));
    }

    static Presence presence(int[] places) {
        long[] words = new long[Math.max(1, (places.length + 63) >> 6)];
        boolean all = true;
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) words[i >> 6] |= 1L << i;
            else all = false;
        }
        return all ? Presence.ALL : Presence.of(words);
    }

    static boolean any(int[] places) {
        for (int place : places) if (place >= 0) return true;
        return false;
    }
}
