package io.tenuto.wire;

import java.math.BigDecimal;

/// Numbers and durations as the API's clients are used to see them.
public final class GoNumbers {
    private static final long MICRO = 1_000L;
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private static final String NAN = "NaN";
    private static final String PLUS_INFINITY = "+Inf";
    private static final String MINUS_INFINITY = "-Inf";

    private GoNumbers() {}

    /// The shortest digits that read back the same: plain between 1e-6 and 1e21, else with an exponent. What is no
    /// finite number is `NaN`, `+Inf` or `-Inf`, none of which is JSON.
    public static String shortest(double value) {
        if (Double.isNaN(value)) return NAN;
        if (Double.isInfinite(value)) return value > 0 ? PLUS_INFINITY : MINUS_INFINITY;
        if (value == 0) return 1 / value < 0 ? "-0" : "0";
        double size = Math.abs(value);
        if (size >= 1e-3 && size < 1e7) {
            // Java writes these without an exponent, with at least one digit behind the point.
            String plain = Double.toString(value);
            return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
        }
        // Java writes the least double with two digits where one is enough.
        String text = size == Double.MIN_VALUE ? (value < 0 ? "-5E-324" : "5E-324") : Double.toString(value);
        var digits = new BigDecimal(text).stripTrailingZeros();
        if (size >= 1e-6 && size < 1e21) return digits.toPlainString();
        String unscaled = digits.unscaledValue().abs().toString();
        int exponent = unscaled.length() - 1 - digits.scale();
        String mantissa = unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
        String sign = exponent < 0 ? "-" : "+";
        // JSON drops the leading zero of small negative exponents: 1e-7, but 1e+21.
        return (value < 0 ? "-" : "") + mantissa + "e" + sign + Math.abs(exponent);
    }

    /// The number that [#shortest] wrote.
    ///
    /// @throws NumberFormatException if it wrote no such text
    public static double parse(String text) {
        return switch (text) {
            case NAN -> Double.NaN;
            case PLUS_INFINITY -> Double.POSITIVE_INFINITY;
            case MINUS_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /// A duration like `1h30m0s`, `1.5s`, `250µs`, `0s`.
    public static String duration(long nanos) {
        if (nanos == 0) return "0s";
        String sign = nanos < 0 ? "-" : "";
        // Long.MIN_VALUE has no positive counterpart: treat the value as unsigned.
        long size = nanos < 0 ? -nanos : nanos;
        if (Long.compareUnsigned(size, SECOND) < 0) return sign + belowSecond(size);
        long seconds = Long.divideUnsigned(size, SECOND);
        long rest = Long.remainderUnsigned(size, SECOND);
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        String text = fraction(seconds % 60, rest, SECOND) + "s";
        if (hours > 0) text = hours + "h" + minutes + "m" + text;
        else if (minutes > 0) text = minutes + "m" + text;
        return sign + text;
    }

    private static String belowSecond(long nanos) {
        if (nanos < MICRO) return nanos + "ns";
        if (nanos < MILLI) return fraction(nanos / MICRO, nanos % MICRO, MICRO) + "µs";
        return fraction(nanos / MILLI, nanos % MILLI, MILLI) + "ms";
    }

    private static String fraction(long whole, long rest, long unit) {
        if (rest == 0) return Long.toString(whole);
        String digits = Long.toString(unit + rest).substring(1);
        return whole + "." + digits.replaceFirst("0+$", "");
    }
}
