package io.tenuto.server;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as request parameters have them.
final class Durations {
    private static final Pattern PROMETHEUS =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final Pattern GO_PART = Pattern.compile("(\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30})([^\\d.]*)");
    private static final long[] UNITS = {
        31_536_000_000_000_000L,
        604_800_000_000_000L,
        86_400_000_000_000L,
        3_600_000_000_000L,
        60_000_000_000L,
        1_000_000_000L,
        1_000_000L
    };

    private Durations() {}

    /// `1.5s`, `1h30m`, `-2ms`: decimal numbers with units from hours to nanoseconds.
    ///
    /// @throws IllegalArgumentException with the text that clients know
    static long checkedGoNanos(String text) {
        String quoted = '"' + text + '"';
        boolean isNegative = text.startsWith("-");
        String rest = isNegative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) return 0;
        if (rest.isEmpty()) throw new IllegalArgumentException("time: invalid duration " + quoted);
        Matcher matcher = GO_PART.matcher(rest);
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException("time: invalid duration " + quoted);
            }
            String unit = matcher.group(2);
            if (unit.isEmpty()) throw new IllegalArgumentException("time: missing unit in duration " + quoted);
            long size = goUnit(unit);
            if (size == 0) {
                throw new IllegalArgumentException("time: unknown unit \"" + unit + "\" in duration " + quoted);
            }
            nanos = nanos.add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(size)));
            at = matcher.end();
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("time: invalid duration " + quoted);
        }
        return isNegative ? -nanos.longValue() : nanos.longValue();
    }

    private static long goUnit(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs", "μs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0;
        };
    }

    /// `1h30m`, `2d`; whole numbers, large units first. Empty for other texts, and beyond 292 years.
    static Optional<Long> prometheusNanos(String text) {
        Matcher matcher = PROMETHEUS.matcher(text);
        if (text.isEmpty() || !matcher.matches()) return Optional.empty();
        BigInteger nanos = BigInteger.ZERO;
        for (int i = 0; i < UNITS.length; i++) {
            String digits = matcher.group(i + 1);
            if (digits == null) continue;
            if (digits.length() > 12) return Optional.empty();
            nanos = nanos.add(new BigInteger(digits).multiply(BigInteger.valueOf(UNITS[i])));
        }
        return nanos.bitLength() < Long.SIZE ? Optional.of(nanos.longValue()) : Optional.empty();
    }

    /// As [#checkedGoNanos], empty where that throws.
    static Optional<Long> goNanos(String text) {
        try {
            return Optional.of(checkedGoNanos(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
