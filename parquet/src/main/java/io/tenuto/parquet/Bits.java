package io.tenuto.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Unpacks numbers of a few bits, lowest first. Every buffer read here has [#SLACK] readable bytes behind its end, so
/// that one unaligned load of eight bytes serves every value.
final class Bits {
    static final int SLACK = 16;

    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Bits() {}

    static long longAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    /// Unpacks `count` values of `width` bits (0 to 32) from byte `from` on.
    static void unpack(byte[] bytes, int from, int width, int[] out, int outFrom, int count) {
        if (width == 0) {
            Arrays.fill(out, outFrom, outFrom + count, 0);
        } else if (width <= 8) {
            unpackNarrow(bytes, from, width, out, outFrom, count);
        } else {
            long mask = (1L << width) - 1;
            long bit = 0;
            for (int i = 0; i < count; i++, bit += width) {
                out[outFrom + i] = (int) (longAt(bytes, from + (int) (bit >>> 3)) >>> (bit & 7) & mask);
            }
        }
    }

    /// Eight values of up to eight bits come out of one load.
    private static void unpackNarrow(byte[] bytes, int from, int width, int[] out, int outFrom, int count) {
        int mask = (1 << width) - 1;
        int i = 0;
        int at = from;
        for (; i + 8 <= count; i += 8, at += width) {
            long word = longAt(bytes, at);
            int o = outFrom + i;
            out[o] = (int) word & mask;
            out[o + 1] = (int) (word >>> width) & mask;
            out[o + 2] = (int) (word >>> 2 * width) & mask;
            out[o + 3] = (int) (word >>> 3 * width) & mask;
            out[o + 4] = (int) (word >>> 4 * width) & mask;
            out[o + 5] = (int) (word >>> 5 * width) & mask;
            out[o + 6] = (int) (word >>> 6 * width) & mask;
            out[o + 7] = (int) (word >>> 7 * width) & mask;
        }
        long word = longAt(bytes, at);
        for (; i < count; i++, word >>>= width) out[outFrom + i] = (int) word & mask;
    }

    /// Unpacks `count` values of `width` bits (0 to 64) from byte `from` on.
    static void unpack(byte[] bytes, int from, int width, long[] out, int outFrom, int count) {
        if (width == 0) {
            Arrays.fill(out, outFrom, outFrom + count, 0);
        } else if (width <= 57) {
            long mask = (1L << width) - 1;
            long bit = 0;
            for (int i = 0; i < count; i++, bit += width) {
                out[outFrom + i] = longAt(bytes, from + (int) (bit >>> 3)) >>> (bit & 7) & mask;
            }
        } else {
            long mask = width == 64 ? -1L : (1L << width) - 1;
            long bit = 0;
            for (int i = 0; i < count; i++, bit += width) {
                int at = from + (int) (bit >>> 3);
                int shift = (int) (bit & 7);
                long value = longAt(bytes, at) >>> shift;
                if (shift != 0) value |= (long) bytes[at + 8] << (64 - shift);
                out[outFrom + i] = value & mask;
            }
        }
    }

    /// Appends `count` bits that begin at byte `from` to the words at bit `at`, whose bits are 0 from there on.
    static void copyBits(byte[] bytes, int from, long[] words, int at, int count) {
        int done = 0;
        while (done < count) {
            int chunk = Math.min(64, count - done);
            long word = longAt(bytes, from + (done >> 3));
            if (chunk < 64) word &= (1L << chunk) - 1;
            int index = (at + done) >> 6;
            int shift = (at + done) & 63;
            words[index] |= word << shift;
            if (shift != 0 && shift + chunk > 64) words[index + 1] |= word >>> (64 - shift);
            done += chunk;
        }
    }

    /// Sets bits `[from, to)`.
    static void setBits(long[] words, int from, int to) {
        if (from >= to) return;
        int first = from >> 6;
        int last = (to - 1) >> 6;
        long head = -1L << from;
        long tail = -1L >>> (63 - ((to - 1) & 63));
        if (first == last) {
            words[first] |= head & tail;
            return;
        }
        words[first] |= head;
        for (int i = first + 1; i < last; i++) words[i] = -1L;
        words[last] |= tail;
    }

    static int words(int bits) {
        return Math.max(1, (bits + 63) >>> 6);
    }

    static int countBits(long[] words, int bits) {
        int count = 0;
        for (int i = 0; i < bits >> 6; i++) count += Long.bitCount(words[i]);
        int rest = bits & 63;
        return rest == 0 ? count : count + Long.bitCount(words[bits >> 6] & ((1L << rest) - 1));
    }
}
