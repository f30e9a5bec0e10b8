package io.tenuto.blocks.vparquet5;

/// MurmurHash3, the 128-bit variant for 64-bit machines, seed 0.
final class Murmur3 {
    private static final long C1 = 0x87C37B91114253D5L;
    private static final long C2 = 0x4CF5AD432745937FL;

    private Murmur3() {}

    /// Puts the two halves into `out[at]` and `out[at + 1]`.
    static void hash(byte[] bytes, int length, long[] out, int at) {
        long a = 0;
        long b = 0;
        int i = 0;
        for (; i + 16 <= length; i += 16) {
            a ^= mixFirst(little(bytes, i, 8));
            a = (Long.rotateLeft(a, 27) + b) * 5 + 0x52DCE729;
            b ^= mixSecond(little(bytes, i + 8, 8));
            b = (Long.rotateLeft(b, 31) + a) * 5 + 0x38495AB5;
        }
        int rest = length - i;
        if (rest > 8) b ^= mixSecond(little(bytes, i + 8, rest - 8));
        if (rest > 0) a ^= mixFirst(little(bytes, i, Math.min(8, rest)));
        a ^= length;
        b ^= length;
        a += b;
        b += a;
        a = finish(a);
        b = finish(b);
        a += b;
        b += a;
        out[at] = a;
        out[at + 1] = b;
    }

    private static long mixFirst(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mixSecond(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long finish(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }

    private static long little(byte[] bytes, int from, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) value |= (bytes[from + i] & 0xFFL) << (8 * i);
        return value;
    }
}
