package io.tenuto.parquet;

import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import java.util.Arrays;

/// Decodes the mixture of run lengths and packed bits that levels, dictionary ids and booleans come in.
final class Hybrid {
    private Hybrid() {}

    /// Decodes `count` values of `width` bits out of bytes `[from, to)`.
    static void decode(byte[] bytes, int from, int to, int width, int[] out, int count) {
        Check.data(width >= 0 && width <= 32, "runs of %s bits", width);
        int done = 0;
        int at = from;
        while (done < count) {
            long header = varInt(bytes, at, to);
            at += varIntBytes(header);
            int run = (int) header >>> 1;
            if ((header & 1) == 0) {
                int valueBytes = (width + 7) >>> 3;
                Check.data(run > 0 && valueBytes <= to - at, "a run of %s values ends early", run);
                int take = Math.min(run, count - done);
                Arrays.fill(out, done, done + take, littleEndian(bytes, at, valueBytes, width));
                at += valueBytes;
                done += take;
            } else {
                Check.data(run > 0, "an empty run of packed values");
                int take = (int) Math.min((long) run << 3, count - done);
                long needed = ((long) take * width + 7) >>> 3;
                Check.data(needed <= to - at, "%s packed values of %s bits end early", take, width);
                Bits.unpack(bytes, at, width, out, done, take);
                at = (int) Math.min(to, at + (long) run * width);
                done += take;
            }
        }
    }

    /// Decodes `count` values of one bit into the words, which are all 0 before.
    static void decodeBits(byte[] bytes, int from, int to, long[] words, int count) {
        int done = 0;
        int at = from;
        while (done < count) {
            long header = varInt(bytes, at, to);
            at += varIntBytes(header);
            int run = (int) header >>> 1;
            if ((header & 1) == 0) {
                Check.data(run > 0 && at < to, "a run of %s bits ends early", run);
                int take = Math.min(run, count - done);
                Check.data((bytes[at] & 0xFE) == 0, "a run of %s as one bit", bytes[at]);
                if (bytes[at] == 1) Bits.setBits(words, done, done + take);
                at++;
                done += take;
            } else {
                Check.data(run > 0, "an empty run of packed bits");
                int take = (int) Math.min((long) run << 3, count - done);
                Check.data((take + 7) >>> 3 <= to - at, "%s packed bits end early", take);
                Bits.copyBits(bytes, at, words, done, take);
                at = (int) Math.min(to, (long) at + run);
                done += take;
            }
        }
    }

    private static int littleEndian(byte[] bytes, int at, int valueBytes, int width) {
        int value = 0;
        for (int i = 0; i < valueBytes; i++) value |= (bytes[at + i] & 0xFF) << (8 * i);
        Check.data(width == 32 || value >>> width == 0, "run of %s exceeds %s bits", value, width);
        return value;
    }

    /// An unsigned number of up to 32 bits.
    private static long varInt(byte[] bytes, int from, int to) {
        long value = 0;
        int at = from;
        for (int shift = 0; shift < 35; shift += 7) {
            if (at >= to) throw new CorruptDataException("runs end early");
            int b = bytes[at++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                Check.data(value <= 0xFFFF_FFFFL, "a run header of %s", value);
                // Padded forms would make the length below differ from what was read.
                Check.data(varIntBytes(value) == at - from, "a run header is padded");
                return value;
            }
        }
        throw new CorruptDataException("a run header is longer than five bytes");
    }

    private static int varIntBytes(long value) {
        return value == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }
}
