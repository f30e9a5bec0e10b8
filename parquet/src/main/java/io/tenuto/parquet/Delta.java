package io.tenuto.parquet;

import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;

/// Decodes DELTA_BINARY_PACKED: blocks of miniblocks of packed differences. One object decodes one run of numbers.
final class Delta {
    private static final int MINIBLOCKS_MAX = 4096;

    private final byte[] bytes;
    private final int end;
    private int position;

    /// Bytes `[from, to)` with slack behind.
    Delta(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /// Where the next thing begins after [#decode].
    int position() {
        return position;
    }

    /// Decodes exactly `count` numbers.
    void decode(long[] out, int count) {
        long blockSize = varLong();
        long miniblocks = varLong();
        long total = varLong();
        long value = zigZag();
        Check.data(
                miniblocks > 0 && miniblocks <= MINIBLOCKS_MAX && blockSize > 0 && blockSize <= 1 << 20,
                "delta blocks of %s values in %s pieces",
                blockSize,
                miniblocks);
        Check.data(total == count, "delta encoding holds %s values, not %s", total, count);
        int size = (int) (blockSize / miniblocks);
        Check.data(size * miniblocks == blockSize && size % 8 == 0, "delta pieces of %s values", size);
        if (count == 0) return;
        out[0] = value;
        int done = 1;
        while (done < count) {
            long minimum = zigZag();
            int widths = position;
            advance((int) miniblocks);
            for (int m = 0; m < miniblocks && done < count; m++) {
                int take = Math.min(size, count - done);
                value = piece(bytes[widths + m] & 0xFF, size, take, minimum, value, out, done);
                done += take;
            }
        }
    }

    private long piece(int width, int size, int take, long minimum, long before, long[] out, int from) {
        Check.data(width <= 64, "deltas of %s bits", width);
        long needed = ((long) take * width + 7) >>> 3;
        Check.data(needed <= end - position, "%s deltas of %s bits end early", take, width);
        long value = before;
        if (width == 0) {
            for (int i = from; i < from + take; i++) out[i] = value += minimum;
        } else {
            Bits.unpack(bytes, position, width, out, from, take);
            for (int i = from; i < from + take; i++) out[i] = value += minimum + out[i];
        }
        // The last piece may lack its padding.
        position = (int) Math.min(end, position + (long) size * width / 8);
        return value;
    }

    private void advance(int count) {
        Check.data(count <= end - position, "delta encoding ends early");
        position += count;
    }

    private long zigZag() {
        long value = varLong();
        return (value >>> 1) ^ -(value & 1);
    }

    private long varLong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (position >= end) throw new CorruptDataException("delta encoding ends early");
            int b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) return value;
        }
        throw new CorruptDataException("a delta number is longer than ten bytes");
    }
}
