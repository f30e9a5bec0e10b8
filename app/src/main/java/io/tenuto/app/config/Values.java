package io.tenuto.app.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations and sizes as configuration files write them.
public final class Values {
    private static final Pattern DURATION_PART =
            Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h|d|w)");
    private static final Pattern PROM_DURATION = Pattern.compile(
            "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");
    private static final long[] PROM_UNIT_NANOS = {
        365 * 86_400_000_000_000L,
        7 * 86_400_000_000_000L,
        86_400_000_000_000L,
        3_600_000_000_000L,
        60_000_000_000L,
        1_000_000_000L,
        1_000_000L
    };
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([kKMGT]i?)?B?");
    private static final long SECOND_NANOS = 1_000_000_000L;

    private Values() {}

    /// `1h30m`, `500ms`, `2d`, `0`; a bare number is nanoseconds.
    public static Optional<Long> durationNanos(String text) {
        if (text.matches("-?[0-9]{1,18}")) return Optional.of(Long.parseLong(text));
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        Matcher part = DURATION_PART.matcher(rest);
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (part.find() && part.start() == at) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unitNanos(part.group(2))));
            at = part.end();
        }
        if (at == 0 || at != rest.length()) return Optional.empty();
        BigDecimal whole = nanos.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) return Optional.empty();
        return Optional.of(text.startsWith("-") ? -whole.longValue() : whole.longValue());
    }

    /// As [#durationNanos], but without days and weeks, and with no bare number except 0.
    static Optional<Long> goDurationNanos(String text) {
        if (text.matches("[-+]?0+")) return Optional.of(0L);
        if (text.matches("[-+]?[0-9]+") || text.indexOf('d') >= 0 || text.indexOf('w') >= 0) return Optional.empty();
        return durationNanos(text);
    }

    /// `1h30m`, `2d`, `1w`: whole numbers in falling units.
    static Optional<Long> promDurationNanos(String text) {
        if (text.equals("0")) return Optional.of(0L);
        Matcher matcher = PROM_DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) return Optional.empty();
        long nanos = 0;
        for (int i = 0; i < PROM_UNIT_NANOS.length; i++) {
            String digits = matcher.group(i + 1);
            if (digits == null) continue;
            try {
                nanos = Math.addExact(nanos, Math.multiplyExact(Long.parseLong(digits), PROM_UNIT_NANOS[i]));
            } catch (ArithmeticException | NumberFormatException e) {
                return Optional.empty();
            }
        }
        return Optional.of(nanos);
    }

    private static BigDecimal unitNanos(String unit) {
        double nanos = switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            case "d" -> 86_400e9;
            default -> 7 * 86_400e9;
        };
        return BigDecimal.valueOf((long) nanos);
    }

    /// A duration as status pages show it: `1h30m0s`, `2m0s`, `100ms`, `0s`.
    public static String showDuration(long nanos) {
        if (nanos < 0) return "-" + showDuration(-nanos);
        if (nanos == 0) return "0s";
        if (nanos < 1_000) return nanos + "ns";
        if (nanos < 1_000_000) return decimal(nanos, 1_000) + "µs";
        if (nanos < SECOND_NANOS) return decimal(nanos, 1_000_000) + "ms";
        long seconds = nanos / SECOND_NANOS;
        var out = new StringBuilder();
        if (seconds >= 3600) out.append(seconds / 3600).append('h');
        if (seconds >= 60) out.append(seconds % 3600 / 60).append('m');
        return out.append(decimal(nanos % (60 * SECOND_NANOS), SECOND_NANOS))
                .append('s')
                .toString();
    }

    private static String decimal(long value, long unit) {
        if (value % unit == 0) return Long.toString(value / unit);
        return new BigDecimal(value)
                .divide(new BigDecimal(unit), 9, RoundingMode.UNNECESSARY)
                .stripTrailingZeros()
                .toPlainString();
    }

    /// `20971520`, `64MiB`, `1.5GB`.
    public static Optional<Long> bytes(String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) return Optional.empty();
        String unit = matcher.group(2) == null ? "" : matcher.group(2);
        double factor = switch (unit) {
            case "" -> 1;
            case "k", "K" -> 1e3;
            case "M" -> 1e6;
            case "G" -> 1e9;
            case "T" -> 1e12;
            case "ki", "Ki" -> 1L << 10;
            case "Mi" -> 1L << 20;
            case "Gi" -> 1L << 30;
            default -> (double) (1L << 40);
        };
        return Optional.of((long) (Double.parseDouble(matcher.group(1)) * factor));
    }
}
