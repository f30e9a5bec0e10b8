package io.tenuto.server;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as request parameters have them.
final class Durations {
    private static final Pattern PROMETHEUS_PART = Pattern.compile("([0-9]+)([^0-9]*)");
    private static final Pattern GO_PART = Pattern.compile("(\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30})([^\\d.]*)");
    private static final List<String> PROMETHEUS_UNITS = List.of("y", "w", "d", "h", "m", "s", "ms");
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

    /// `1h30m`, `2d`: whole numbers, large units first, none twice; `0` needs no unit.
    ///
    /// @throws IllegalArgumentException with the text that clients know
    static long prometheusNanos(String text) {
        if (text.equals("0")) return 0;
        String invalid = "not a valid duration string: \"" + text + '"';
        if (text.isEmpty()) throw new IllegalArgumentException("empty duration string");
        Matcher matcher = PROMETHEUS_PART.matcher(text);
        BigInteger nanos = BigInteger.ZERO;
        int last = -1;
        for (int at = 0; at < text.length(); at = matcher.end()) {
            boolean isPart = matcher.find(at)
                    && matcher.start() == at
                    && !matcher.group(2).isEmpty();
            if (!isPart) throw new IllegalArgumentException(invalid);
            BigInteger number = new BigInteger(matcher.group(1));
            if (number.bitLength() > Long.SIZE) throw new IllegalArgumentException(invalid);
            int unit = PROMETHEUS_UNITS.indexOf(matcher.group(2));
            if (unit < 0) {
                throw new IllegalArgumentException(
                        "unknown unit \"" + matcher.group(2) + "\" in duration \"" + text + '"');
            }
            if (unit <= last) throw new IllegalArgumentException(invalid);
            last = unit;
            nanos = nanos.add(number.multiply(BigInteger.valueOf(UNITS[unit])));
            if (nanos.bitLength() >= Long.SIZE) throw new IllegalArgumentException("duration out of range");
        }
        return nanos.longValue();
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
