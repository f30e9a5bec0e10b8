package io.tenuto.blocks.segment;

import io.tenuto.wire.ProtoReader;

/// Identifiers as longs, big-endian; shorter ones as if padded with leading zeros.
final class Ids {
    private Ids() {}

    /// The last eight bytes of the value just read.
    static long read(ProtoReader reader) {
        return read(reader.array(), Math.max(reader.valueStart(), reader.valueEnd() - 8), reader.valueEnd());
    }

    static long readLow(ProtoReader reader) {
        return read(reader);
    }

    static long readHigh(ProtoReader reader) {
        int end = Math.max(reader.valueStart(), reader.valueEnd() - 8);
        return read(reader.array(), Math.max(reader.valueStart(), end - 8), end);
    }

    private static long read(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) value = value << 8 | (bytes[i] & 0xFF);
        return value;
    }

    static void write(long value, byte[] target, int at) {
        for (int i = 0; i < 8; i++) target[at + i] = (byte) (value >>> (56 - 8 * i));
    }
}
