package io.tenuto.traceql.lists;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.lang.Static;
import io.tenuto.traceql.lang.StaticOps;
import io.tenuto.traceql.source.Column;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Columns out of lists of values: one vector for each type that occurs, another for arrays of it.
final class Vectors {
    private Vectors() {}

    static Column column(List<Static> values) {
        var vectors = new ArrayList<Vector>();
        for (ValueType type : ValueType.values()) {
            Vector scalars = scalars(values, type);
            if (scalars.presence().count(values.size()) > 0) vectors.add(scalars);
            Vector.Arrays arrays = arrays(values, type);
            if (arrays.elements().entryCount() > 0) vectors.add(arrays);
        }
        return new Column(values.size(), vectors);
    }

    private static boolean isOf(Static value, ValueType type) {
        return switch (value) {
            case Static.Int _ -> type == ValueType.INT;
            case Static.Duration _ -> type == ValueType.DURATION;
            case Static.Float _ -> type == ValueType.DOUBLE;
            case Static.Bool _ -> type == ValueType.BOOLEAN;
            case Static.Text _ -> type == ValueType.STRING;
            default -> false;
        };
    }

    private static Vector scalars(List<Static> values, ValueType type) {
        long[] present = new long[values.size() / 64 + 1];
        int count = 0;
        for (int i = 0; i < values.size(); i++) {
            if (!isOf(values.get(i), type)) continue;
            present[i / 64] |= 1L << (i % 64);
            count++;
        }
        return vector(values, type, count == values.size() ? Presence.ALL : Presence.of(present));
    }

    private static Vector.Arrays arrays(List<Static> values, ValueType type) {
        var elements = new ArrayList<Static>();
        int[] starts = new int[values.size() + 1];
        long[] present = new long[values.size() / 64 + 1];
        for (int i = 0; i < values.size(); i++) {
            boolean isArray = values.get(i).type().isArray();
            List<Static> own = isArray ? StaticOps.elements(values.get(i)) : List.of();
            if (!own.isEmpty() && isOf(own.getFirst(), type)) {
                elements.addAll(own);
                present[i / 64] |= 1L << (i % 64);
            }
            starts[i + 1] = elements.size();
        }
        return new Vector.Arrays(starts, vector(elements, type, Presence.ALL), values.size(), Presence.of(present));
    }

    private static Vector vector(List<Static> values, ValueType type, Presence presence) {
        int count = values.size();
        return switch (type) {
            case INT, DURATION -> {
                long[] longs = new long[count];
                for (int i = 0; i < count; i++) {
                    longs[i] = switch (values.get(i)) {
                        case Static.Int(long value) -> value;
                        case Static.Duration(long nanos) -> nanos;
                        // What stands where nothing is present must not matter.
                        default -> 7;
                    };
                }
                yield new Vector.Longs(type, longs, count, presence);
            }
            case DOUBLE -> {
                double[] doubles = new double[count];
                for (int i = 0; i < count; i++) {
                    doubles[i] = values.get(i) instanceof Static.Float(double value) ? value : 1.5;
                }
                yield new Vector.Doubles(doubles, count, presence);
            }
            case BOOLEAN -> {
                long[] words = new long[count / 64 + 1];
                for (int i = 0; i < count; i++) {
                    if (!values.get(i).equals(Static.FALSE)) words[i / 64] |= 1L << (i % 64);
                }
                yield new Vector.Booleans(words, count, presence);
            }
            case STRING -> strings(values, presence);
        };
    }

    private static Vector strings(List<Static> values, Presence presence) {
        var heap = new ByteArrayOutputStream();
        int[] starts = new int[values.size() + 2];
        int[] ids = new int[values.size()];
        Map<String, Integer> known = new LinkedHashMap<>();
        for (int i = 0; i < ids.length; i++) {
            String text = values.get(i) instanceof Static.Text(String value) ? value : "";
            Integer there = known.get(text);
            if (there == null) {
                there = known.size();
                known.put(text, there);
                heap.writeBytes(ByteSlice.utf8(text).toByteArray());
                starts[there + 1] = heap.size();
            }
            ids[i] = there;
        }
        var dictionary = new Dictionary(heap.toByteArray(), starts, known.size());
        return new Vector.Strings(ids, dictionary, ids.length, presence);
    }
}
