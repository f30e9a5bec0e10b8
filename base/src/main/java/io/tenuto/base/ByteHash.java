package io.tenuto.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// A fast 64-bit hash over bytes, eight at a time. Stable within one process only; never stored.
public final class ByteHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = 0x9E3779B97F4A7C15L;
    private static final long PRIME_2 = 0xD6E8FEB86659FD93L;

    private ByteHash() {}

    public static long hash64(byte[] bytes, int from, int to, long seed) {
        long hash = seed ^ (to - from) * PRIME;
        int i = from;
        for (; i + 8 <= to; i += 8) hash = mix(hash ^ (long) LONGS.get(bytes, i));
        long rest = 0;
        for (int shift = 0; i < to; i++, shift += 8) rest |= (bytes[i] & 0xFFL) << shift;
        return mix(hash ^ rest ^ PRIME_2);
    }

    public static int hash32(byte[] bytes, int from, int to) {
        long hash = hash64(bytes, from, to, 0);
        return (int) (hash ^ hash >>> 32);
    }

    public static long mix(long value) {
        long low = value * PRIME;
        long high = Math.multiplyHigh(value, PRIME);
        return (low ^ high) * PRIME_2 ^ high >>> 29;
    }
}
