package io.tenuto.it.cases;

import io.tenuto.traceql.lang.Static;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Typed values as the case files write them: a map of one type and one value.
@SuppressWarnings("unchecked")
final class Values {
    private Values() {}

    static Static parse(Object typed) {
        Map.Entry<String, Object> entry =
                ((Map<String, Object>) typed).entrySet().iterator().next();
        Object value = entry.getValue();
        return switch (entry.getKey()) {
            case "nil" -> Static.NIL;
            case "int" -> new Static.Int(((Number) value).longValue());
            case "float" -> new Static.Float(number(value));
            case "string" -> value == null ? Static.NIL : new Static.Text(value.toString());
            case "bool" -> new Static.Bool((Boolean) value);
            case "duration_ns" -> new Static.Duration(((Number) value).longValue());
            case "status" -> new Static.Status(Static.StatusValue.valueOf(upper(value)));
            case "kind" -> new Static.Kind(Static.KindValue.valueOf(upper(value)));
            case "ints" -> new Static.Ints(list(value, element -> ((Number) element).longValue()));
            case "floats" -> new Static.Floats(list(value, Values::number));
            case "strings" -> new Static.Texts(list(value, Object::toString));
            case "bools" -> new Static.Bools(list(value, Boolean.class::cast));
            default -> throw new IllegalArgumentException("unknown type " + entry);
        };
    }

    /// A value as text that tells types apart, as far as answers do: statuses, kinds and durations are texts there.
    static String shown(Static value) {
        return switch (value) {
            case Static.Text(String text) -> '"' + text + '"';
            case Static.Duration _, Static.Status _, Static.Kind _, Static.Nil _ -> '"' + value.canonical() + '"';
            default -> value.canonical();
        };
    }

    /// Numbers that YAML cannot write are strings.
    static double number(Object value) {
        return switch (value.toString()) {
            case "NaN" -> Double.NaN;
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> ((Number) value).doubleValue();
        };
    }

    private static String upper(Object value) {
        return value.toString().toUpperCase(Locale.ROOT);
    }

    private static <T> List<T> list(Object values, Function<Object, T> element) {
        List<T> list = new ArrayList<>();
        for (Object value : (List<Object>) values) list.add(element.apply(value));
        return list;
    }
}
