package io.tenuto.app.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations and sizes as configuration files write them.
final class Values {
    private static final Pattern DURATION_PART =
            Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|ms|s|m|h|d|w)");
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*([kKMGT]i?)?B?");

    private Values() {}

    /// `1h30m`, `500ms`, `0`; a bare number is nanoseconds.
    static Optional<Long> durationNanos(String text) {
        if (text.matches("-?[0-9]{1,18}")) return Optional.of(Long.parseLong(text));
        String rest = text.startsWith("-") ? text.substring(1) : text;
        Matcher part = DURATION_PART.matcher(rest);
        double nanos = 0;
        int at = 0;
        while (part.find() && part.start() == at) {
            nanos += Double.parseDouble(part.group(1)) * unitNanos(part.group(2));
            at = part.end();
        }
        if (at == 0 || at != rest.length()) return Optional.empty();
        return Optional.of((long) (text.startsWith("-") ? -nanos : nanos));
    }

    private static double unitNanos(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            case "d" -> 86_400e9;
            default -> 7 * 86_400e9;
        };
    }

    /// `20971520`, `64MiB`, `1.5GB`.
    static Optional<Long> bytes(String text) {
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
