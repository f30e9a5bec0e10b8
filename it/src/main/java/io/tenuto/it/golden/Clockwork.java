package io.tenuto.it.golden;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Times relative to a zero that recordings of live data leave open: `{{T0+n}}` seconds, `{{T0ms+n}}`, `{{T0ns+n}}`.
final class Clockwork {
    private static final Pattern PLACE =
            Pattern.compile("(?:\\{\\{|%7B%7B)T0(ns|ms|)(?:\\+|%2B)(-?\\d+)(?:\\}\\}|%7D%7D)");

    private final long zeroSeconds;

    /// Zero is a whole minute, six to seven minutes before `nowSeconds`.
    Clockwork(long nowSeconds) {
        this.zeroSeconds = (nowSeconds / 60 - 6) * 60;
    }

    /// The text with real times.
    String filled(String text) {
        return PLACE.matcher(text).replaceAll(this::time);
    }

    private String time(MatchResult place) {
        long offset = Long.parseLong(place.group(2));
        return Long.toString(
                switch (place.group(1)) {
                    case "ns" -> zeroSeconds * 1_000_000_000L + offset;
                    case "ms" -> zeroSeconds * 1_000L + offset;
                    default -> zeroSeconds + offset;
                });
    }
}
