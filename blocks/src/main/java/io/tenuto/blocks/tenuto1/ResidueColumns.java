package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.segment.ColumnType;
import io.tenuto.parquet.ColumnFileWriter;
import io.tenuto.parquet.Levels;
import io.tenuto.parquet.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Writes the residual list of one row group.
final class ResidueColumns {
    private final Residue residue;
    private final ChildLevels levels;
    private final NumberCoder coder;

    ResidueColumns(Residue residue, int rows, NumberCoder coder) {
        this.residue = residue;
        this.coder = coder;
        int[] counts = new int[rows];
        for (int i = 0; i < residue.count; i++) counts[residue.rows[i]]++;
        this.levels = new ChildLevels(counts, rows);
    }

    void write(ColumnFileWriter file) {
        Levels all = levels.required();
        file.column(all, coder.longs(widened(residue.owners), residue.count));
        file.column(all, coder.longs(widened(residue.indexes), residue.count));
        file.column(all, texts(identity(), i -> residue.column(i).key()));
        int[] strings = residue.ofType(ColumnType.STRING);
        file.column(levels.optional(strings, strings.length), texts(strings, residue::bytes));
        int[] ints = residue.ofType(ColumnType.INT);
        file.column(levels.optional(ints, ints.length), coder.longs(numbers(ints), ints.length));
        int[] doubles = residue.ofType(ColumnType.DOUBLE);
        file.column(levels.optional(doubles, doubles.length), coder.doubles(numbers(doubles), doubles.length));
        int[] flags = residue.ofType(ColumnType.BOOLEAN);
        file.column(levels.optional(flags, flags.length), booleans(flags));
        int[] odd = residue.ofType(ColumnType.ODD);
        file.column(levels.optional(odd, odd.length), texts(odd, residue::bytes));
    }

    private int[] identity() {
        int[] indexes = new int[residue.count];
        for (int i = 0; i < indexes.length; i++) indexes[i] = i;
        return indexes;
    }

    private long[] widened(int[] values) {
        long[] longs = new long[residue.count];
        for (int i = 0; i < longs.length; i++) longs[i] = values[i];
        return longs;
    }

    private long[] numbers(int[] indexes) {
        long[] numbers = new long[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            numbers[i] = residue.column(indexes[i]).numbers()[residue.places[indexes[i]]];
        }
        return numbers;
    }

    private Values booleans(int[] indexes) {
        long[] numbers = numbers(indexes);
        long[] words = new long[Math.max(1, (numbers.length + 63) >> 6)];
        for (int i = 0; i < numbers.length; i++) if (numbers[i] != 0) words[i >> 6] |= 1L << i;
        return new Values.Booleans(words, numbers.length);
    }

    /// The list is short by design, so a map of slices is good enough.
    private static Values texts(int[] indexes, IntFunction<ByteSlice> text) {
        Map<ByteSlice, Integer> known = new HashMap<>();
        int[] ids = new int[indexes.length];
        int bytes = 0;
        for (int i = 0; i < ids.length; i++) {
            ByteSlice value = text.apply(indexes[i]);
            Integer id = known.putIfAbsent(value, known.size());
            if (id == null) bytes += value.length();
            ids[i] = id == null ? known.size() - 1 : id;
        }
        byte[] heap = new byte[bytes];
        int[] starts = new int[known.size() + 1];
        ByteSlice[] values = new ByteSlice[known.size()];
        known.forEach((value, id) -> values[id] = value);
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(values[i].array(), values[i].offset(), heap, starts[i], values[i].length());
            starts[i + 1] = starts[i] + values[i].length();
        }
        return new Values.Coded(ids, ids.length, new Values.Bytes(heap, starts, values.length));
    }
}
