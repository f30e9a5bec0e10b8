package io.tenuto.it.cases;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.ColumnKey;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Intrinsic;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.RowKind;
import io.tenuto.traceql.source.SpanBatch;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Chosen rows of a [RowSource]. Columns are built when asked for, one vector for each type that occurs.
final class RowBatch implements SpanBatch {
    private final List<Row> rows;
    private final int[] selected;

    RowBatch(List<Row> rows, int[] selected) {
        this.rows = rows;
        this.selected = selected;
    }

    @Override
    public int rowCount() {
        return selected.length;
    }

    @Override
    public int sourceRow(int index) {
        return selected[index];
    }

    @Override
    public int[] childStarts(RowKind kind) {
        return new int[selected.length + 1];
    }

    @Override
    public Column column(ColumnKey key) {
        if (key.rowKind() != RowKind.SPAN) return Column.absent(0);
        List<List<Static>> values = new ArrayList<>();
        for (int row : selected) values.add(StaticOps.elements(value(rows.get(row), key)));
        List<Vector> vectors = new ArrayList<>();
        for (ValueType type : ValueType.values()) {
            scalars(values, type).ifPresent(vectors::add);
            arrays(values, type).ifPresent(vectors::add);
        }
        return new Column(selected.length, vectors);
    }

    private static Static value(Row row, ColumnKey key) {
        if (key.equals(ColumnKey.of(Intrinsic.TRACE_ORDINAL))) return new Static.Int(row.trace());
        Static value = row.values().getOrDefault(key, Static.NIL);
        boolean isAttribute = key instanceof ColumnKey.Attribute;
        // No attribute is a duration: that type belongs to intrinsics.
        if (isAttribute && value instanceof Static.Duration(long nanos)) return new Static.Int(nanos);
        if (value.equals(Static.NIL) && key instanceof ColumnKey.Of(Intrinsic intrinsic)) return missing(intrinsic);
        return value;
    }

    /// Every span has its intrinsics.
    private static Static missing(Intrinsic intrinsic) {
        return switch (intrinsic.type()) {
            case STRING -> new Static.Text("");
            case DURATION -> new Static.Duration(0);
            default -> new Static.Int(0);
        };
    }

    private static ValueType type(Static value) {
        return switch (value) {
            case Static.Int _ -> ValueType.INT;
            case Static.Float _ -> ValueType.DOUBLE;
            case Static.Bool _ -> ValueType.BOOLEAN;
            case Static.Duration _ -> ValueType.DURATION;
            default -> ValueType.STRING;
        };
    }

    private Optional<Vector> scalars(List<List<Static>> values, ValueType type) {
        List<Static> present = new ArrayList<>();
        long[] bits = new long[(values.size() >> 6) + 1];
        boolean isAny = false;
        for (int i = 0; i < values.size(); i++) {
            boolean isHere = values.get(i).size() == 1
                    && !values.get(i).getFirst().equals(Static.NIL)
                    && type(values.get(i).getFirst()) == type;
            present.add(isHere ? values.get(i).getFirst() : Static.NIL);
            if (isHere) bits[i >> 6] |= 1L << i;
            isAny |= isHere;
        }
        return isAny ? Optional.of(vector(present, type, Presence.of(bits))) : Optional.empty();
    }

    private Optional<Vector> arrays(List<List<Static>> values, ValueType type) {
        List<Static> elements = new ArrayList<>();
        int[] starts = new int[values.size() + 1];
        long[] bits = new long[(values.size() >> 6) + 1];
        for (int i = 0; i < values.size(); i++) {
            starts[i] = elements.size();
            if (values.get(i).size() > 1 && type(values.get(i).getFirst()) == type) {
                bits[i >> 6] |= 1L << i;
                elements.addAll(values.get(i));
            }
        }
        starts[values.size()] = elements.size();
        if (elements.isEmpty()) return Optional.empty();
        return Optional.of(
                new Vector.Arrays(starts, vector(elements, type, Presence.ALL), values.size(), Presence.of(bits)));
    }

    private static Vector vector(List<Static> values, ValueType type, Presence presence) {
        int count = values.size();
        return switch (type) {
            case INT, DURATION -> {
                long[] longs = new long[count];
                for (int i = 0; i < count; i++) longs[i] = longOf(values.get(i));
                yield new Vector.Longs(type, longs, count, presence);
            }
            case DOUBLE -> {
                double[] doubles = new double[count];
                for (int i = 0; i < count; i++) doubles[i] = numberOf(values.get(i));
                yield new Vector.Doubles(doubles, count, presence);
            }
            case BOOLEAN -> {
                long[] words = new long[(count >> 6) + 1];
                for (int i = 0; i < count; i++) if (values.get(i).equals(Static.TRUE)) words[i >> 6] |= 1L << i;
                yield new Vector.Booleans(words, count, presence);
            }
            case STRING -> strings(values, presence);
        };
    }

    private static long longOf(Static value) {
        return switch (value) {
            case Static.Int(long number) -> number;
            case Static.Duration(long nanos) -> nanos;
            default -> 0;
        };
    }

    private static double numberOf(Static value) {
        return value.equals(Static.NIL) ? 0 : StaticOps.toDouble(value);
    }

    private static Vector strings(List<Static> values, Presence presence) {
        ByteArrayOutputStream heap = new ByteArrayOutputStream();
        int[] starts = new int[values.size() + 1];
        int[] ids = new int[values.size()];
        for (int i = 0; i < values.size(); i++) {
            ids[i] = i;
            if (values.get(i) instanceof Static.Text(String text)) {
                byte[] bytes = ByteSlice.utf8(text).array();
                heap.writeBytes(bytes);
            }
            starts[i + 1] = heap.size();
        }
        Dictionary dictionary = new Dictionary(heap.toByteArray(), starts, values.size());
        return new Vector.Strings(ids, dictionary, values.size(), presence);
    }
}
