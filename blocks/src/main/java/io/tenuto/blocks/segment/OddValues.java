package io.tenuto.blocks.segment;

import io.tenuto.base.ByteSlice;
import io.tenuto.traceql.source.Dictionary;
import io.tenuto.traceql.source.Presence;
import io.tenuto.traceql.source.ValueType;
import io.tenuto.traceql.source.Vector;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// What can be queried of values that are kept as encoded AnyValue: arrays of one scalar type. The rest is absent.
public final class OddValues {
    private OddValues() {}

    /// Elements of one array: all of one type.
    private record Elements(ValueType type, List<Object> values) {}

    /// One vector for each element type and for scalars and arrays apart; rows that hold nothing queryable are absent.
    public static List<Vector> vectors(SparseColumn column, int[] valueOf) {
        var parsed = new ArrayList<Optional<Elements>>(valueOf.length);
        var types = EnumSet.noneOf(ValueType.class);
        for (int index : valueOf) {
            Optional<Elements> one =
                    index < 0 ? Optional.empty() : elements(column.dictionary().value(column.ids()[index]));
            parsed.add(one);
            if (one.isPresent()) types.add(one.get().type());
        }
        var vectors = new ArrayList<Vector>();
        for (ValueType type : types) {
            build(parsed, type, true).ifPresent(vectors::add);
            build(parsed, type, false).ifPresent(vectors::add);
        }
        return vectors;
    }

    private static Optional<Elements> elements(ByteSlice anyValue) {
        var reader = new ProtoReader(anyValue);
        Optional<Elements> found = Optional.empty();
        while (reader.next()) {
            if (reader.field() == OtlpFields.VALUE_ARRAY) {
                found = arrayElements(reader.readSlice());
            } else {
                reader.skip();
                found = Optional.empty();
            }
        }
        return found;
    }

    private static Optional<Elements> arrayElements(ByteSlice array) {
        var values = new ArrayList<Object>();
        Optional<ValueType> type = Optional.empty();
        var reader = new ProtoReader(array);
        while (reader.next()) {
            if (reader.field() != OtlpFields.VALUES) {
                reader.skip();
                continue;
            }
            var value = new ProtoReader(reader.readSlice());
            if (!value.next()) return Optional.empty();
            Optional<ValueType> own = scalarType(value.field());
            if (own.isEmpty() || type.isPresent() && !type.equals(own)) return Optional.empty();
            type = own;
            values.add(scalar(value, own.get()));
        }
        return type.map(elementType -> new Elements(elementType, values));
    }

    private static Optional<ValueType> scalarType(int field) {
        return switch (field) {
            case OtlpFields.VALUE_STRING -> Optional.of(ValueType.STRING);
            case OtlpFields.VALUE_INT -> Optional.of(ValueType.INT);
            case OtlpFields.VALUE_DOUBLE -> Optional.of(ValueType.DOUBLE);
            case OtlpFields.VALUE_BOOL -> Optional.of(ValueType.BOOLEAN);
            default -> Optional.empty();
        };
    }

    private static Object scalar(ProtoReader value, ValueType type) {
        return switch (type) {
            case STRING -> value.readSlice();
            case INT, DURATION -> value.readVarint();
            case DOUBLE -> value.readDouble();
            case BOOLEAN -> value.readVarint() != 0;
        };
    }

    /// The vector of rows whose elements have `type`: of single elements as scalars, or of longer arrays.
    private static Optional<Vector> build(List<Optional<Elements>> rows, ValueType type, boolean single) {
        int count = rows.size();
        int[] starts = new int[count + 1];
        int[] present = new int[count];
        Arrays.fill(present, -1);
        var flat = new ArrayList<Object>();
        for (int i = 0; i < count; i++) {
            Optional<Elements> elements = rows.get(i);
            if (elements.isPresent()
                    && elements.get().type() == type
                    && elements.get().values().size() == 1 == single) {
                present[i] = flat.size();
                flat.addAll(elements.get().values());
            }
            starts[i + 1] = flat.size();
        }
        if (flat.isEmpty()) return Optional.empty();
        Presence presence = DenseColumns.presence(present);
        if (!single) {
            Vector elements = vector(flat, identity(flat.size()), type, Presence.ALL);
            return Optional.of(new Vector.Arrays(starts, elements, count, presence));
        }
        return Optional.of(vector(flat, present, type, presence));
    }

    private static int[] identity(int count) {
        int[] indexes = new int[count];
        for (int i = 0; i < count; i++) indexes[i] = i;
        return indexes;
    }

    private static Vector vector(List<Object> flat, int[] valueOf, ValueType type, Presence presence) {
        int count = valueOf.length;
        switch (type) {
            case STRING -> {
                int[] ids = new int[count];
                for (int i = 0; i < count; i++) ids[i] = Math.max(0, valueOf[i]);
                return new Vector.Strings(ids, dictionary(flat), count, presence);
            }
            case INT, DURATION -> {
                long[] values = new long[count];
                for (int i = 0; i < count; i++) if (valueOf[i] >= 0) values[i] = (Long) flat.get(valueOf[i]);
                return new Vector.Longs(ValueType.INT, values, count, presence);
            }
            case DOUBLE -> {
                double[] values = new double[count];
                for (int i = 0; i < count; i++) if (valueOf[i] >= 0) values[i] = (Double) flat.get(valueOf[i]);
                return new Vector.Doubles(values, count, presence);
            }
            case BOOLEAN -> {
                long[] words = new long[Math.max(1, (count + 63) >> 6)];
                for (int i = 0; i < count; i++) {
                    if (valueOf[i] >= 0 && (Boolean) flat.get(valueOf[i])) words[i >> 6] |= 1L << i;
                }
                return new Vector.Booleans(words, count, presence);
            }
        }
        throw new IllegalStateException("type " + type);
    }

    private static Dictionary dictionary(List<Object> flat) {
        int bytes = 0;
        for (Object value : flat) bytes += ((ByteSlice) value).length();
        byte[] heap = new byte[bytes];
        int[] starts = new int[flat.size() + 1];
        for (int i = 0; i < flat.size(); i++) {
            ByteSlice value = (ByteSlice) flat.get(i);
            System.arraycopy(value.array(), value.offset(), heap, starts[i], value.length());
            starts[i + 1] = starts[i] + value.length();
        }
        return new Dictionary(heap, starts, flat.size());
    }
}
