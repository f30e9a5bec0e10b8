package io.tenuto.components.distributor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Which partition a trace belongs to: all of its spans go there while the number of partitions stays.
///
/// Readers never rely on it: a lookup asks every partition, so another rule or number may come with any restart.
final class TracePartition {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /// Odd constant of the golden ratio.
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private TracePartition() {}

    /// The partition, from 0 to below `partitionCount`, of the identifier of 16 bytes at `at`.
    static int of(byte[] bytes, int at, int partitionCount) {
        long high = (long) LONGS.get(bytes, at);
        long low = (long) LONGS.get(bytes, at + Long.BYTES);
        // Identifiers are not always random: some count up, some have only one half. Both halves are mixed through.
        long hash = mixed(mixed(high + GOLDEN) ^ low);
        return (int) Math.unsignedMultiplyHigh(hash, partitionCount);
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 32) * GOLDEN;
        mixed = (mixed ^ mixed >>> 29) * GOLDEN;
        return mixed ^ mixed >>> 32;
    }
}
