package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import java.util.Arrays;

/// Numbers as zigzag varints one behind the other.
final class Packed {
    private Packed() {}

    static ByteSlice of(long[] numbers, int count) {
        byte[] bytes = new byte[Math.max(16, count * 3)];
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (bytes.length - at < 10) bytes = Arrays.copyOf(bytes, bytes.length * 2);
            long rest = numbers[i] << 1 ^ numbers[i] >> 63;
            while ((rest & ~0x7FL) != 0) {
                bytes[at++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[at++] = (byte) rest;
        }
        return ByteSlice.of(bytes, 0, at);
    }

    static ByteSlice of(int[] numbers, int count) {
        long[] longs = new long[count];
        for (int i = 0; i < count; i++) longs[i] = numbers[i];
        return of(longs, count);
    }

    /// Differences of neighbours: for numbers that ascend or stay close.
    static ByteSlice deltas(long[] numbers, int count) {
        long[] deltas = new long[count];
        for (int i = 0; i < count; i++) deltas[i] = numbers[i] - (i == 0 ? 0 : numbers[i - 1]);
        return of(deltas, count);
    }

    static long[] longs(ByteSlice packed) {
        byte[] bytes = packed.array();
        int from = packed.offset();
        int to = from + packed.length();
        int count = 0;
        for (int i = from; i < to; i++) if (bytes[i] >= 0) count++;
        Check.data(from == to || bytes[to - 1] >= 0, "packed numbers end early");
        long[] numbers = new long[count];
        int at = from;
        for (int i = 0; i < count; i++) {
            long value = 0;
            int shift = 0;
            byte b;
            do {
                if (shift > 63) throw new CorruptDataException("a packed number is longer than ten bytes");
                b = bytes[at++];
                value |= (long) (b & 0x7F) << shift;
                shift += 7;
            } while (b < 0);
            numbers[i] = value >>> 1 ^ -(value & 1);
        }
        return numbers;
    }

    static int[] ints(ByteSlice packed) {
        long[] longs = longs(packed);
        int[] ints = new int[longs.length];
        for (int i = 0; i < ints.length; i++) {
            Check.data(longs[i] == (int) longs[i], "packed number %s is no int", longs[i]);
            ints[i] = (int) longs[i];
        }
        return ints;
    }

    static long[] fromDeltas(ByteSlice packed) {
        long[] numbers = longs(packed);
        for (int i = 1; i < numbers.length; i++) numbers[i] += numbers[i - 1];
        return numbers;
    }
}
