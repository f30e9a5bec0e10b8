package io.tenuto.traceql.lang;

import java.math.BigDecimal;

/// Texts of numbers and durations, as clients expect them.
public final class Numbers {
    private Numbers() {}

    /// Shortest digits that give the same double back; scientific with a two-digit exponent below 1e-4 and from 1e6 on.
    /// Whole numbers below that have no decimal point.
    public static String shortest(double value) {
        if (Double.isNaN(value)) return "NaN";
        if (Double.isInfinite(value)) return value > 0 ? "+Inf" : "-Inf";
        if (value == 0) return 1 / value < 0 ? "-0" : "0";
        BigDecimal decimal = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = decimal.unscaledValue().toString();
        int exponent = digits.length() - decimal.scale() - 1;
        String sign = value < 0 ? "-" : "";
        if (exponent >= -4 && exponent < 6) return sign + plain(decimal);
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int magnitude = Math.abs(exponent);
        return sign + mantissa + "e" + (exponent < 0 ? "-" : "+") + (magnitude < 10 ? "0" : "") + magnitude;
    }

    /// As [#shortest] with `.0` where neither point nor exponent stands: a float literal.
    public static String floatLiteral(double value) {
        String text = shortest(value);
        boolean isWhole = text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
        return isWhole ? text + ".0" : text;
    }

    private static String plain(BigDecimal decimal) {
        return decimal.toPlainString();
    }

    /// `1h30m0s`, `36h0m0s`, `3.005s`, `10µs`, `0s`.
    public static String duration(long nanos) {
        if (nanos == 0) return "0s";
        String sign = nanos < 0 ? "-" : "";
        // The magnitude of the least long does not fit a long; unsigned arithmetic holds it.
        long magnitude = nanos < 0 ? -nanos : nanos;
        if (magnitude > 0 && magnitude < 1_000L) return sign + magnitude + "ns";
        if (magnitude > 0 && magnitude < 1_000_000L) return sign + fraction(magnitude, 1_000L) + "µs";
        if (magnitude > 0 && magnitude < 1_000_000_000L) return sign + fraction(magnitude, 1_000_000L) + "ms";
        long seconds = Long.divideUnsigned(magnitude, 1_000_000_000L);
        long rest = Long.remainderUnsigned(magnitude, 1_000_000_000L);
        String secondsText = fraction(seconds % 60 * 1_000_000_000L + rest, 1_000_000_000L) + "s";
        long minutes = seconds / 60;
        if (minutes == 0) return sign + secondsText;
        if (minutes < 60) return sign + minutes + "m" + secondsText;
        return sign + minutes / 60 + "h" + minutes % 60 + "m" + secondsText;
    }

    private static String fraction(long value, long unit) {
        return BigDecimal.valueOf(value)
                .divide(BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
