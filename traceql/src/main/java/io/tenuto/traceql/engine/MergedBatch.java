package io.tenuto.traceql.engine;

import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rows of several batches in an order of their own, as one batch. Columns are copied when asked for.
final class MergedBatch implements SpanBatch {
    private final List<SpanBatch> parts;
    /// Which part, and which row of it, each row is.
    private final int[] partOf;
    private final int[] rowOf;
    /// What to give out as row numbers and trace ordinals.
    private final int[] sourceRows;
    private final int[] ordinals;
    private final Map<ColumnKey, Column> columns = new HashMap<>();

    MergedBatch(List<SpanBatch> parts, int[] partOf, int[] rowOf, int[] sourceRows, int[] ordinals) {
        this.parts = parts;
        this.partOf = partOf;
        this.rowOf = rowOf;
        this.sourceRows = sourceRows;
        this.ordinals = ordinals;
    }

    @Override
    public int rowCount() {
        return rowOf.length;
    }

    @Override
    public int sourceRow(int index) {
        return sourceRows[index];
    }

    @Override
    public int[] childStarts(RowKind kind) {
        int[] starts = new int[rowOf.length + 1];
        int[][] ofPart = parts.stream().map(part -> part.childStarts(kind)).toArray(int[][]::new);
        for (int i = 0; i < rowOf.length; i++) {
            int[] own = ofPart[partOf[i]];
            starts[i + 1] = starts[i] + own[rowOf[i] + 1] - own[rowOf[i]];
        }
        return starts;
    }

    @Override
    public Column column(ColumnKey key) {
        return columns.computeIfAbsent(key, this::make);
    }

    private Column make(ColumnKey key) {
        if (key.equals(ColumnKey.of(Intrinsic.TRACE_ORDINAL))) {
            long[] values = Arrays.stream(ordinals).asLongStream().toArray();
            return new Column(
                    values.length, List.of(new Vector.Longs(ValueType.INT, values, values.length, Presence.ALL)));
        }
        Entries entries = key.rowKind() == RowKind.SPAN ? new Entries(partOf, rowOf) : children(key.rowKind());
        List<Column> columnsOfParts =
                parts.stream().map(part -> part.column(key)).toList();
        var vectors = new ArrayList<Vector>();
        for (Form form : formsOf(columnsOfParts)) vectors.add(merge(columnsOfParts, entries, form));
        return new Column(entries.count(), vectors);
    }

    /// Part and place of each entry.
    private record Entries(int[] partOf, int[] entryOf) {
        int count() {
            return entryOf.length;
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

    private Entries children(RowKind kind) {
        int[] starts = childStarts(kind);
        int[] part = new int[starts[rowOf.length]];
        int[] entry = new int[part.length];
        int[][] ofPart = parts.stream().map(p -> p.childStarts(kind)).toArray(int[][]::new);
        for (int i = 0; i < rowOf.length; i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                part[k] = partOf[i];
                entry[k] = ofPart[partOf[i]][rowOf[i]] + k - starts[i];
            }
        }
        return new Entries(part, entry);
    }

    private record Form(ValueType type, boolean isArray) {}

    private static Form formOf(Vector vector) {
        return new Form(vector.type(), vector instanceof Vector.Arrays);
    }

    private static Set<Form> formsOf(List<Column> columns) {
        var forms = new LinkedHashSet<Form>();
        for (Column column : columns) for (Vector vector : column.vectors()) forms.add(formOf(vector));
        return forms;
    }

    private static Vector merge(List<Column> columns, Entries entries, Form form) {
        int count = entries.count();
        Vector[] from = new Vector[count];
        long[] present = Bits.none(count);
        for (int i = 0; i < count; i++) {
            for (Vector vector : columns.get(entries.partOf()[i]).vectors()) {
                if (formOf(vector).equals(form) && vector.presence().has(entries.entryOf()[i])) {
                    from[i] = vector;
                    Bits.add(present, i);
                }
            }
        }
        Presence presence = Bits.count(present) == count ? Presence.ALL : Presence.of(present);
        if (!form.isArray()) return scalars(form.type(), from, entries.entryOf(), presence);
        int[] starts = new int[count + 1];
        var elementFrom = new ArrayList<Vector>();
        var elementEntries = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            if (from[i] instanceof Vector.Arrays arrays) {
                int entry = entries.entryOf()[i];
                for (int k = arrays.starts()[entry]; k < arrays.starts()[entry + 1]; k++) {
                    elementFrom.add(arrays.elements());
                    elementEntries.add(k);
                }
            }
            starts[i + 1] = elementFrom.size();
        }
        int[] places = elementEntries.stream().mapToInt(Integer::intValue).toArray();
        Vector elements = scalars(form.type(), elementFrom.toArray(Vector[]::new), places, Presence.ALL);
        return new Vector.Arrays(starts, elements, count, presence);
    }

    private static Vector scalars(ValueType type, Vector[] from, int[] entryOf, Presence presence) {
        int count = from.length;
        return switch (type) {
            case INT, DURATION -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++)
                    if (from[i] instanceof Vector.Longs longs) values[i] = longs.values()[entryOf[i]];
                yield new Vector.Longs(type, values, count, presence);
            }
            case DOUBLE -> {
                double[] values = new double[count];
                for (int i = 0; i < count; i++) {
                    if (from[i] instanceof Vector.Doubles doubles) values[i] = doubles.values()[entryOf[i]];
                }
                yield new Vector.Doubles(values, count, presence);
            }
            case BOOLEAN -> {
                long[] words = Bits.none(count);
                for (int i = 0; i < count; i++) {
                    if (from[i] instanceof Vector.Booleans booleans && booleans.value(entryOf[i])) Bits.add(words, i);
                }
                yield new Vector.Booleans(words, count, presence);
            }
            case STRING -> strings(from, entryOf, presence);
        };
    }

    private static Vector strings(Vector[] from, int[] entryOf, Presence presence) {
        int count = from.length;
        int[] ids = new int[count];
        byte[] heap = new byte[256];
        int[] starts = new int[count + 2];
        int size = 0;
        Map<Dictionary, Map<Integer, Integer>> known = new HashMap<>();
        for (int i = 0; i < count; i++) {
            if (!(from[i] instanceof Vector.Strings strings)) continue;
            Dictionary dictionary = strings.dictionary();
            int id = strings.ids()[entryOf[i]];
            Map<Integer, Integer> ofDictionary = known.computeIfAbsent(dictionary, d -> new HashMap<>());
            Integer there = ofDictionary.get(id);
            if (there == null) {
                int length = dictionary.length(id);
                int end = starts[size] + length;
                if (heap.length < end) heap = Arrays.copyOf(heap, Math.max(heap.length * 2, end));
                System.arraycopy(dictionary.heap(), dictionary.start(id), heap, starts[size], length);
                starts[size + 1] = end;
                there = size++;
                ofDictionary.put(id, there);
            }
            ids[i] = there;
        }
        return new Vector.Strings(ids, new Dictionary(heap, starts, Math.max(1, size)), count, presence);
    }
}
