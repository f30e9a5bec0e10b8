package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;

/// The smallest and the largest value of a chunk.
public sealed interface Bounds {
    /// There is no value, or nobody looked.
    record Unknown() implements Bounds {}

    record OfLongs(long min, long max) implements Bounds {}

    record OfDoubles(double min, double max) implements Bounds {}

    record OfBytes(ByteSlice min, ByteSlice max) implements Bounds {}

    Bounds UNKNOWN = new Unknown();

    /// The bounds of a dictionary's entries or of plain values.
    static Bounds of(Values values) {
        if (values.count() == 0) return UNKNOWN;
        return switch (values) {
            case Values.Longs(long[] longs, int count) -> {
                long min = longs[0];
                long max = longs[0];
                for (int i = 1; i < count; i++) {
                    min = Math.min(min, longs[i]);
                    max = Math.max(max, longs[i]);
                }
                yield new OfLongs(min, max);
            }
            case Values.Doubles(double[] doubles, int count) -> {
                double min = doubles[0];
                double max = doubles[0];
                for (int i = 1; i < count; i++) {
                    min = Math.min(min, doubles[i]);
                    max = Math.max(max, doubles[i]);
                }
                yield Double.isNaN(min) ? UNKNOWN : new OfDoubles(min, max);
            }
            case Values.Bytes bytes -> ofBytes(bytes);
            case Values.Booleans _, Values.Fixed _ -> UNKNOWN;
            case Values.Coded coded -> of(coded.dictionary());
        };
    }

    private static Bounds ofBytes(Values.Bytes bytes) {
        ByteSlice min = bytes.value(0);
        ByteSlice max = min;
        for (int i = 1; i < bytes.count(); i++) {
            ByteSlice value = bytes.value(i);
            if (value.compareTo(min) < 0) min = value;
            if (value.compareTo(max) > 0) max = value;
        }
        return new OfBytes(min, max);
    }
}
