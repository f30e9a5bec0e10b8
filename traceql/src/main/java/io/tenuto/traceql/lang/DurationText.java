package io.tenuto.traceql.lang;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalLong;

/// Durations as written in queries.
final class DurationText {
    /// Longer texts only cost time: no duration needs as many digits.
    private static final int LENGTH_MAX = 200;

    private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
    private static final long[] UNIT_NANOS = {
        31_536_000_000_000_000L,
        604_800_000_000_000L,
        86_400_000_000_000L,
        3_600_000_000_000L,
        60_000_000_000L,
        1_000_000_000L,
        1_000_000L
    };

    private DurationText() {}

    /// The nanoseconds of a duration; empty if the text is none.
    static OptionalLong parse(String text) {
        if (text.length() > LENGTH_MAX) return OptionalLong.empty();
        OptionalLong whole = descending(text);
        return whole.isPresent() ? whole : fractional(text);
    }

    /// Whole numbers with units from years to milliseconds, each at most once, the larger first.
    private static OptionalLong descending(String text) {
        long total = 0;
        int unitsUsed = 0;
        int at = 0;
        while (at < text.length()) {
            int digitsEnd = at;
            while (digitsEnd < text.length() && isDigit(text.charAt(digitsEnd))) digitsEnd++;
            int unitEnd = digitsEnd;
            while (unitEnd < text.length() && !isDigit(text.charAt(unitEnd))) unitEnd++;
            int unit = indexOfUnit(text.substring(digitsEnd, unitEnd), unitsUsed);
            if (digitsEnd == at || unit < 0) return OptionalLong.empty();
            try {
                long count = Long.parseLong(text.substring(at, digitsEnd));
                total = Math.addExact(total, Math.multiplyExact(count, UNIT_NANOS[unit]));
            } catch (ArithmeticException | NumberFormatException _) {
                return OptionalLong.empty();
            }
            unitsUsed = unit + 1;
            at = unitEnd;
        }
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(total);
    }

    private static int indexOfUnit(String unit, int from) {
        for (int i = from; i < UNITS.length; i++) {
            if (UNITS[i].equals(unit)) return i;
        }
        return -1;
    }

    /// Decimal numbers with units from hours to nanoseconds in any order; repeats add up.
    private static OptionalLong fractional(String text) {
        BigDecimal total = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length()) {
            int numberEnd = at;
            while (numberEnd < text.length() && isDigitOrPoint(text.charAt(numberEnd))) numberEnd++;
            int unitEnd = numberEnd;
            while (unitEnd < text.length() && !isDigitOrPoint(text.charAt(unitEnd))) unitEnd++;
            long unit = fractionalUnit(text.substring(numberEnd, unitEnd));
            String number = text.substring(at, numberEnd);
            if (unit == 0 || !isDecimal(number)) return OptionalLong.empty();
            total = total.add(
                    new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).setScale(0, RoundingMode.DOWN));
            at = unitEnd;
        }
        if (text.isEmpty() || total.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) return OptionalLong.empty();
        return OptionalLong.of(total.longValueExact());
    }

    private static long fractionalUnit(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "us", "µs" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 0;
        };
    }

    private static boolean isDecimal(String number) {
        return number.indexOf('.') == number.lastIndexOf('.') && number.chars().anyMatch(c -> c != '.');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isDigitOrPoint(char c) {
        return c == '.' || isDigit(c);
    }
}
