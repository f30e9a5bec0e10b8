package io.tenuto.server;

import io.tenuto.traceql.lang.Static;
import io.tenuto.wire.GoNumbers;
import io.tenuto.wire.OtlpFields;
import io.tenuto.wire.ProtoWriter;
import java.util.List;

/// Named values of the query language as OTLP `KeyValue`s; durations, statuses and kinds as text.
final class ValueProto {
    private static final int VALUE = OtlpFields.VALUE;

    private ValueProto() {}

    static void pair(int field, String key, Static value, ProtoWriter out) {
        int mark = out.begin(field);
        out.textIfSet(OtlpFields.KEY, key);
        value(VALUE, value, out);
        out.end(mark);
    }

    private static void value(int field, Static value, ProtoWriter out) {
        int mark = out.begin(field);
        switch (value) {
            case Static.Nil _ -> out.text(OtlpFields.VALUE_STRING, "nil");
            case Static.Int(long number) -> out.varint(OtlpFields.VALUE_INT, number);
            case Static.Float(double number) -> out.doubleValue(OtlpFields.VALUE_DOUBLE, number);
            case Static.Text(String text) -> out.text(OtlpFields.VALUE_STRING, text);
            case Static.Bool(boolean flag) -> out.bool(OtlpFields.VALUE_BOOL, flag);
            case Static.Duration(long nanos) -> out.text(OtlpFields.VALUE_STRING, GoNumbers.duration(nanos));
            case Static.Status(var status) -> out.text(OtlpFields.VALUE_STRING, status.text());
            case Static.Kind(var kind) -> out.text(OtlpFields.VALUE_STRING, kind.text());
            case Static.Ints(List<Long> numbers) ->
                array(numbers.stream().<Static>map(Static.Int::new).toList(), out);
            case Static.Floats(List<Double> numbers) ->
                array(numbers.stream().<Static>map(Static.Float::new).toList(), out);
            case Static.Texts(List<String> texts) ->
                array(texts.stream().<Static>map(Static.Text::new).toList(), out);
            case Static.Bools(List<Boolean> flags) ->
                array(flags.stream().<Static>map(Static.Bool::new).toList(), out);
        }
        out.end(mark);
    }

    private static void array(List<Static> elements, ProtoWriter out) {
        int mark = out.begin(OtlpFields.VALUE_ARRAY);
        for (Static element : elements) value(OtlpFields.VALUES, element, out);
        out.end(mark);
    }
}
