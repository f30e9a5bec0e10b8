package io.tenuto.traceql.metrics;

import java.util.Arrays;

/// Remembers which code belongs to a number. A bounded memory of the recent ones: what it has forgotten is looked up
/// once more. Used by one thread.
final class NumberCodes {
    private static final int PLACES = 4096;
    private static final int NONE = -1;

    private final long[] numbers;
    private final int[] codes;
    private final int shift;

    NumberCodes() {
        this(PLACES);
    }

    /// @param places how many are remembered, a power of two
    NumberCodes(int places) {
        this.numbers = new long[places];
        this.codes = new int[places];
        this.shift = Long.SIZE - Integer.numberOfTrailingZeros(places);
        forget();
    }

    /// The code, or -1 if it is not remembered.
    int find(long number) {
        int place = place(number);
        return numbers[place] == number ? codes[place] : NONE;
    }

    void remember(long number, int code) {
        int place = place(number);
        numbers[place] = number;
        codes[place] = code;
    }

    void forget() {
        Arrays.fill(codes, NONE);
    }

    private int place(long number) {
        return (int) (number * 0x9E3779B97F4A7C15L >>> shift);
    }
}
