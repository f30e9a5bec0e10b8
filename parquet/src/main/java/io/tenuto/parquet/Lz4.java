package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;

/// Decompresses one LZ4 block; only foreign files have it, so it is plain rather than fast.
final class Lz4 {
    private Lz4() {}

    /// Fills `[start, start + length)` of the target; returns the length.
    static int decompress(ByteSlice source, byte[] target, int start, int length) {
        byte[] in = source.array();
        int at = source.offset();
        int end = at + source.length();
        int out = start;
        int limit = start + length;
        while (at < end) {
            int token = in[at++] & 0xFF;
            int literals = token >>> 4;
            if (literals == 15) {
                int more;
                do {
                    Check.data(at < end && literals <= length, "lz4 block ends early");
                    more = in[at++] & 0xFF;
                    literals += more;
                } while (more == 255);
            }
            Check.data(literals <= end - at && literals <= limit - out, "lz4 literals of %s bytes", literals);
            System.arraycopy(in, at, target, out, literals);
            at += literals;
            out += literals;
            if (at == end) break;
            Check.data(end - at >= 2, "lz4 block ends early");
            int distance = (in[at] & 0xFF) | (in[at + 1] & 0xFF) << 8;
            at += 2;
            int match = token & 15;
            if (match == 15) {
                int more;
                do {
                    Check.data(at < end && match <= length, "lz4 block ends early");
                    more = in[at++] & 0xFF;
                    match += more;
                } while (more == 255);
            }
            match += 4;
            Check.data(distance > 0 && distance <= out - start && match <= limit - out, "lz4 match of %s", match);
            for (int i = 0; i < match; i++, out++) target[out] = target[out - distance];
        }
        return out - start;
    }
}
