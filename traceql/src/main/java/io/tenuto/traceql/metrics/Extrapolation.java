package io.tenuto.traceql.metrics;

import io.tenuto.traceql.lang.Static;

/// How many spans a sampled one stands for, from the `ot` entry of its W3C trace state.
final class Extrapolation {
    /// Thresholds and random values have up to 14 hex digits: 56 bits.
    private static final int DIGITS = 14;

    private Extrapolation() {}

    /// 1 where the state says nothing usable.
    static double weight(Static traceState) {
        if (!(traceState instanceof Static.Text(String state))) return 1;
        for (String entry : state.split(",")) {
            String trimmed = entry.strip();
            if (trimmed.startsWith("ot=")) return ofOt(trimmed.substring(3));
        }
        return 1;
    }

    private static double ofOt(String ot) {
        String threshold = "";
        String randomness = "";
        for (String part : ot.split(";")) {
            if (part.startsWith("th:")) threshold = part.substring(3);
            else if (part.startsWith("rv:")) randomness = part.substring(3);
        }
        if (!threshold.matches("[0-9a-f]{1,14}")) return 1;
        long rejected = Long.parseLong(threshold + "0".repeat(DIGITS - threshold.length()), 16);
        double weight = 1 / (1 - rejected / 0x1p56);
        boolean isWhole = weight == Math.rint(weight);
        if (isWhole || !randomness.matches("[0-9a-f]{14}")) return weight;
        // Rounded by the span's own random value, so that many together come out right.
        double chance = (Long.parseLong(randomness, 16) >>> 3) / 0x1p53;
        double floor = Math.floor(weight);
        return chance < weight - floor ? floor + 1 : floor;
    }
}
