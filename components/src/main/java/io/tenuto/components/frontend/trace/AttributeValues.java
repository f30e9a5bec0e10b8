package io.tenuto.components.frontend.trace;

import io.tenuto.base.ByteSlice;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoReader;
import io.tenuto.wire.ProtoWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// Attributes of encoded OTLP messages.
public final class AttributeValues {
    private AttributeValues() {}

    /// Keys with their encoded `AnyValue`s, in their order; of a key given twice the first counts.
    ///
    /// @param message a span, resource, scope, event or link
    /// @param field number of its list of attributes
    public static Map<String, ByteSlice> of(ByteSlice message, int field) {
        var found = new LinkedHashMap<String, ByteSlice>();
        var reader = new ProtoReader(message);
        while (reader.next()) {
            if (reader.field() == field) add(reader.readSlice(), found);
            else reader.skip();
        }
        return found;
    }

    private static void add(ByteSlice pair, Map<String, ByteSlice> found) {
        String key = "";
        ByteSlice value = ByteSlice.EMPTY;
        var reader = new ProtoReader(pair);
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.KEY -> key = reader.readSlice().toUtf8();
                case OtlpFields.VALUE -> value = reader.readSlice();
                default -> reader.skip();
            }
        }
        found.putIfAbsent(key, value);
    }

    /// The text of a string value, "" if it is none.
    public static String text(ByteSlice value) {
        var reader = new ProtoReader(value);
        while (reader.next()) {
            if (reader.field() == OtlpFields.VALUE_STRING)
                return reader.readSlice().toUtf8();
            reader.skip();
        }
        return "";
    }

    /// The service that a resource names, "" if it names none.
    public static String service(ByteSlice resource) {
        return text(of(resource, OtlpFields.RESOURCE_ATTRIBUTES).getOrDefault("service.name", ByteSlice.EMPTY));
    }

    /// A number, whether stored as an integer or not.
    static OptionalDouble number(ByteSlice value) {
        var reader = new ProtoReader(value);
        while (reader.next()) {
            switch (reader.field()) {
                case OtlpFields.VALUE_INT -> {
                    return OptionalDouble.of(reader.readVarint());
                }
                case OtlpFields.VALUE_DOUBLE -> {
                    return OptionalDouble.of(reader.readDouble());
                }
                default -> reader.skip();
            }
        }
        return OptionalDouble.empty();
    }

    static boolean isTrue(ByteSlice value) {
        var reader = new ProtoReader(value);
        while (reader.next()) {
            if (reader.field() == OtlpFields.VALUE_BOOL) return reader.readVarint() != 0;
            reader.skip();
        }
        return false;
    }

    /// Appends attributes to a span that is being written.
    static final class Appender {
        private final ProtoWriter out;

        Appender(ProtoWriter out) {
            this.out = out;
        }

        void bool(String key, boolean value) {
            int[] marks = begin(key);
            out.bool(OtlpFields.VALUE_BOOL, value);
            end(marks);
        }

        void integer(String key, long value) {
            int[] marks = begin(key);
            out.varint(OtlpFields.VALUE_INT, value);
            end(marks);
        }

        void doubles(String key, double[] values) {
            int[] marks = begin(key);
            int array = out.begin(OtlpFields.VALUE_ARRAY);
            for (double value : values) {
                int element = out.begin(OtlpFields.VALUES);
                out.doubleValue(OtlpFields.VALUE_DOUBLE, value);
                out.end(element);
            }
            out.end(array);
            end(marks);
        }

        void integers(String key, long[] values) {
            int[] marks = begin(key);
            int array = out.begin(OtlpFields.VALUE_ARRAY);
            for (long value : values) {
                int element = out.begin(OtlpFields.VALUES);
                out.varint(OtlpFields.VALUE_INT, value);
                out.end(element);
            }
            out.end(array);
            end(marks);
        }

        private int[] begin(String key) {
            int pair = out.begin(OtlpFields.SPAN_ATTRIBUTES);
            out.text(OtlpFields.KEY, key);
            return new int[] {pair, out.begin(OtlpFields.VALUE)};
        }

        private void end(int[] marks) {
            out.end(marks[1]);
            out.end(marks[0]);
        }
    }
}
