package io.tenuto.blocks.vparquet5;

import io.tenuto.base.Check;
import io.tenuto.parquet.ChunkReader;
import io.tenuto.parquet.Levels;
import io.tenuto.parquet.Page;
import io.tenuto.parquet.Values;
import io.tenuto.traceql.source.Dictionary;
import java.util.Arrays;
import java.util.Optional;

/// One column of one row group, all pages together: levels of each entry, and the values that are there.
///
/// @param longs numbers, booleans as 0 and 1, doubles as raw bits; empty for strings
/// @param ids strings as ids of the dictionary; empty for numbers
record WholeColumn(
        byte[] repetition, byte[] definition, int entryCount, long[] longs, int[] ids, Dictionary texts, int count) {

    static final WholeColumn ABSENT = new WholeColumn(
            new byte[0], new byte[0], 0, new long[0], new int[0], new Dictionary(new byte[0], new int[1], 0), 0);

    static WholeColumn read(ChunkReader chunk) {
        return new Collector(chunk.dictionary()).collect(chunk);
    }

    private static final class Collector {
        private byte[] repetition = new byte[1024];
        private byte[] definition = new byte[1024];
        private int entries;
        private long[] longs = new long[0];
        private int[] ids = new int[0];
        private int count;
        private final boolean hasTextDictionary;
        private final Texts texts = new Texts();

        Collector(Values dictionary) {
            this.hasTextDictionary = dictionary instanceof Values.Bytes;
            if (dictionary instanceof Values.Bytes bytes) {
                for (int i = 0; i < bytes.count(); i++) texts.add(bytes, i);
            }
        }

        WholeColumn collect(ChunkReader chunk) {
            for (Optional<Page> page = chunk.next(); page.isPresent(); page = chunk.next()) {
                addLevels(page.get().levels());
                addValues(page.get().values());
            }
            return new WholeColumn(repetition, definition, entries, longs, ids, texts.dictionary(), count);
        }

        private void addLevels(Levels levels) {
            int more = levels.entryCount();
            if (repetition.length < entries + more) {
                int capacity = Math.max(entries + more, repetition.length * 2);
                repetition = Arrays.copyOf(repetition, capacity);
                definition = Arrays.copyOf(definition, capacity);
            }
            switch (levels) {
                case Levels.Required _ -> {}
                case Levels.Optional(long[] presence, int size) -> {
                    for (int i = 0; i < size; i++) definition[entries + i] = (byte) (presence[i >> 6] >>> i & 1);
                }
                case Levels.Nested nested -> {
                    System.arraycopy(nested.repetition(), 0, repetition, entries, more);
                    System.arraycopy(nested.definition(), 0, definition, entries, more);
                }
            }
            entries += more;
        }

        private void addValues(Values values) {
            int more = values.count();
            boolean isText = values instanceof Values.Bytes
                    || values instanceof Values.Coded coded && coded.dictionary() instanceof Values.Bytes;
            if (isText && ids.length < count + more) {
                ids = Arrays.copyOf(ids, Math.max(count + more, ids.length * 2));
            } else if (!isText && longs.length < count + more) {
                longs = Arrays.copyOf(longs, Math.max(count + more, longs.length * 2));
            }
            switch (values) {
                case Values.Bytes bytes -> {
                    for (int i = 0; i < more; i++) ids[count + i] = texts.add(bytes, i);
                }
                case Values.Longs numbers -> System.arraycopy(numbers.values(), 0, longs, count, more);
                case Values.Doubles doubles -> {
                    for (int i = 0; i < more; i++) {
                        longs[count + i] = Double.doubleToRawLongBits(doubles.values()[i]);
                    }
                }
                case Values.Booleans(long[] words, int size) -> {
                    for (int i = 0; i < size; i++) longs[count + i] = words[i >> 6] >>> i & 1;
                }
                case Values.Coded coded -> addCoded(coded);
                case Values.Fixed _ -> Check.data(false, "a column of fixed length");
            }
            count += more;
        }

        private void addCoded(Values.Coded coded) {
            if (hasTextDictionary) {
                System.arraycopy(coded.ids(), 0, ids, count, coded.count());
                return;
            }
            for (int i = 0; i < coded.count(); i++) {
                longs[count + i] = switch (coded.dictionary()) {
                    case Values.Longs numbers -> numbers.values()[coded.ids()[i]];
                    case Values.Doubles doubles -> Double.doubleToRawLongBits(doubles.values()[coded.ids()[i]]);
                    case Values.Booleans _, Values.Bytes _, Values.Fixed _, Values.Coded _ -> 0;
                };
            }
        }
    }

    /// A dictionary being put together.
    static final class Texts {
        private byte[] heap = new byte[256];
        private int[] starts = new int[17];
        private int size;

        int add(Values.Bytes from, int index) {
            return add(from.heap(), from.starts()[index], from.starts()[index + 1] - from.starts()[index]);
        }

        int add(byte[] bytes, int from, int length) {
            int start = starts[size];
            if (heap.length - start < length) heap = Arrays.copyOf(heap, Math.max(heap.length * 2, start + length));
            System.arraycopy(bytes, from, heap, start, length);
            if (starts.length <= size + 1) starts = Arrays.copyOf(starts, starts.length * 2);
            starts[size + 1] = start + length;
            return size++;
        }

        Dictionary dictionary() {
            return new Dictionary(heap, starts, size);
        }
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
