package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A file with every kind of column, from a seed.
final class SampleFile {
    static final Schema SCHEMA = Schema.of(
            "sample",
            List.of(
                    SchemaNode.leaf("id", Repetition.REQUIRED, PhysicalType.INT64, Annotation.NONE),
                    SchemaNode.leaf("maybe", Repetition.OPTIONAL, PhysicalType.INT64, Annotation.NONE),
                    SchemaNode.leaf("small", Repetition.REQUIRED, PhysicalType.INT32, Annotation.NONE),
                    SchemaNode.leaf("ratio", Repetition.OPTIONAL, PhysicalType.DOUBLE, Annotation.NONE),
                    SchemaNode.leaf("flag", Repetition.OPTIONAL, PhysicalType.BOOLEAN, Annotation.NONE),
                    SchemaNode.leaf("name.with.dots", Repetition.REQUIRED, PhysicalType.BYTE_ARRAY, Annotation.UTF8),
                    SchemaNode.leaf("url", Repetition.OPTIONAL, PhysicalType.BYTE_ARRAY, Annotation.UTF8),
                    SchemaNode.fixed("key", Repetition.REQUIRED, 8),
                    SchemaNode.leaf("code", Repetition.OPTIONAL, PhysicalType.INT64, Annotation.NONE),
                    SchemaNode.repeated(
                            "attrs",
                            SchemaNode.leaf("k", Repetition.REQUIRED, PhysicalType.BYTE_ARRAY, Annotation.UTF8),
                            SchemaNode.leaf("v", Repetition.OPTIONAL, PhysicalType.INT64, Annotation.NONE))));

    record Column(Levels levels, Values values) {}

    final int rows;
    final List<Column> columns = new ArrayList<>();
    final GrowingBytes bytes = new GrowingBytes(1024);
    final List<ChunkPlace> places;

    SampleFile(long seed, int rows, int pageRows) {
        var random = new SplittableRandom(seed);
        this.rows = rows;
        columns.add(required(new Values.Longs(random.longs(rows).toArray(), rows)));
        columns.add(optionalLongs(random, 1000));
        columns.add(required(new Values.Longs(random.ints(rows).asLongStream().toArray(), rows)));
        columns.add(optionalDoubles(random));
        columns.add(optionalBooleans(random));
        columns.add(required(new Values.Coded(
                random.ints(rows, 0, 5).toArray(), rows, strings("a", "bb", "", "unused é", "dddd", "never"))));
        columns.add(optionalUrls(random));
        byte[] keys = new byte[8 * rows];
        random.nextBytes(keys);
        columns.add(required(new Values.Fixed(keys, 0, 8, rows)));
        columns.add(optionalCodes(random));
        addNested(random);
        try (var writer = new ColumnFileWriter(SCHEMA, bytes, new WriterOptions(3, pageRows, "test"))) {
            writer.beginRowGroup(rows);
            for (Column column : columns) writer.filteredColumn(column.levels(), column.values());
            places = writer.endRowGroup();
            writer.finish(Map.of("k", "v"));
        }
    }

    RangeReader reader() {
        return RangeReader.of(bytes.slice());
    }

    static Values.Bytes strings(String... texts) {
        byte[] heap = String.join("", texts).getBytes(StandardCharsets.UTF_8);
        int[] starts = new int[texts.length + 1];
        for (int i = 0; i < texts.length; i++)
            starts[i + 1] = starts[i] + ByteSlice.utf8(texts[i]).length();
        return new Values.Bytes(heap, starts, texts.length);
    }

    private Column required(Values values) {
        return new Column(new Levels.Required(rows), values);
    }

    private Levels.Optional presence(SplittableRandom random) {
        long[] words = new long[Bits.words(rows)];
        boolean on = true;
        for (int i = 0; i < rows; i++) {
            if (random.nextInt(i % 1000 < 500 ? 3 : 200) == 0) on = !on;
            if (on) words[i >> 6] |= 1L << i;
        }
        return new Levels.Optional(words, rows);
    }

    private Column optionalLongs(SplittableRandom random, long bound) {
        Levels.Optional levels = presence(random);
        int count = Bits.countBits(levels.presence(), rows);
        return new Column(
                levels, new Values.Longs(random.longs(count, -bound, bound).toArray(), count));
    }

    private Column optionalCodes(SplittableRandom random) {
        Levels.Optional levels = presence(random);
        int count = Bits.countBits(levels.presence(), rows);
        var codes = new Values.Longs(new long[] {200, 404, -1, Long.MAX_VALUE}, 4);
        return new Column(levels, new Values.Coded(random.ints(count, 0, 4).toArray(), count, codes));
    }

    private Column optionalDoubles(SplittableRandom random) {
        Levels.Optional levels = presence(random);
        int count = Bits.countBits(levels.presence(), rows);
        return new Column(levels, new Values.Doubles(random.doubles(count).toArray(), count));
    }

    private Column optionalBooleans(SplittableRandom random) {
        Levels.Optional levels = presence(random);
        int count = Bits.countBits(levels.presence(), rows);
        long[] words = random.longs(Bits.words(count)).toArray();
        return new Column(levels, new Values.Booleans(words, count));
    }

    private Column optionalUrls(SplittableRandom random) {
        Levels.Optional levels = presence(random);
        int count = Bits.countBits(levels.presence(), rows);
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) texts[i] = "/u/" + random.nextInt() + "é".repeat(i % 3);
        Values.Bytes all = strings(texts);
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) ids[i] = i;
        return new Column(levels, new Values.Coded(ids, count, all));
    }

    private void addNested(SplittableRandom random) {
        int[] sizes = random.ints(rows, 0, 4).toArray();
        int total = 0;
        for (int size : sizes) total += Math.max(1, size);
        byte[] repetition = new byte[total];
        byte[] keyLevels = new byte[total];
        byte[] valueLevels = new byte[total];
        var longs = new ArrayList<Long>();
        var keyIds = new ArrayList<Integer>();
        int at = 0;
        for (int size : sizes) {
            if (size == 0) at++;
            for (int i = 0; i < size; i++, at++) {
                repetition[at] = (byte) (i == 0 ? 0 : 1);
                keyLevels[at] = 1;
                keyIds.add(random.nextInt(3));
                boolean has = random.nextBoolean();
                valueLevels[at] = (byte) (has ? 2 : 1);
                if (has) longs.add(random.nextLong(100));
            }
        }
        int[] ids = keyIds.stream().mapToInt(Integer::intValue).toArray();
        columns.add(new Column(
                new Levels.Nested(repetition, keyLevels, total),
                new Values.Coded(ids, ids.length, strings("x", "yy", "zzz"))));
        columns.add(new Column(
                new Levels.Nested(repetition, valueLevels, total),
                new Values.Longs(longs.stream().mapToLong(Long::longValue).toArray(), longs.size())));
    }

    /// Values as objects, for comparing.
    static List<Object> objects(Values values) {
        var out = new ArrayList<Object>();
        for (int i = 0; i < values.count(); i++) out.add(object(values, i));
        return out;
    }

    private static Object object(Values values, int i) {
        return switch (values) {
            case Values.Booleans(long[] words, int entries) -> (words[i >> 6] >>> i & 1) == 1;
            case Values.Longs(long[] longs, int entries) -> longs[i];
            case Values.Doubles(double[] doubles, int entries) -> doubles[i];
            case Values.Bytes bytes -> bytes.value(i);
            case Values.Fixed(byte[] heap, int offset, int width, int entries) ->
                ByteSlice.of(heap, offset + i * width, width);
            case Values.Coded(int[] ids, int entries, Values dictionary) -> object(dictionary, ids[i]);
        };
    }
}
