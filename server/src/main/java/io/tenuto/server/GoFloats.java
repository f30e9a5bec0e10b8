package io.tenuto.server;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Floating-point numbers as parameters spell them.
final class GoFloats {
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]{1,400}(?:\\.[0-9]{0,400})?|\\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,9})?");

    private GoFloats() {}

    /// The number; empty for texts that are none, and for those beyond what a double can hold.
    static OptionalDouble parse(String text) {
        String plain = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
        if (plain.equalsIgnoreCase("inf") || plain.equalsIgnoreCase("infinity")) {
            return OptionalDouble.of(text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (text.equalsIgnoreCase("nan")) return OptionalDouble.of(Double.NaN);
        if (!DECIMAL.matcher(text).matches()) return OptionalDouble.empty();
        double number = Double.parseDouble(text);
        return Double.isInfinite(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
