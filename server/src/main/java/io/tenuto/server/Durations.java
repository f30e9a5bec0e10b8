package io.tenuto.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as request parameters have them.
final class Durations {
    private static final Pattern PROMETHEUS =
            Pattern.compile("(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
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

    /// `1h30m`, `2d`; whole numbers, large units first.
    static Optional<Long> prometheusNanos(String text) {
        Matcher matcher = PROMETHEUS.matcher(text);
        if (text.isEmpty() || !matcher.matches()) return Optional.empty();
        long nanos = 0;
        for (int i = 0; i < UNITS.length; i++) {
            String digits = matcher.group(i + 1);
            if (digits == null) continue;
            if (digits.length() > 12) return Optional.empty();
            nanos += Long.parseLong(digits) * UNITS[i];
        }
        return Optional.of(nanos);
    }
}
