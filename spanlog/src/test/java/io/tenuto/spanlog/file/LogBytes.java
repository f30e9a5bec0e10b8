package io.tenuto.spanlog.file;

import io.tenuto.base.ByteSlice;
import io.tenuto.spanlog.LogRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Puts right checksums into the bytes of a log file, so that damage gets past them.
final class LogBytes {
    private static final int SEQUENCE_AT = 48;
    private static final int PARTITIONS_AT = 56;
    private static final int FIXED_BYTES = 60;

    private LogBytes() {}

    /// A file with, per text, a frame of a record for each of the partitions 0 and 1.
    static byte[] file(long sequence, long[] starts, String... texts) {
        var header = new Frames.FileHeader("00000000-0000-4000-8000-000000000001", sequence, starts);
        ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        out.put(Frames.encode(header));
        for (int i = 0; i < texts.length; i++) {
            Frames.encode(
                    List.of(record(0, texts[i]), record(1, texts[i])), new long[] {starts[0] + i, starts[1] + i}, out);
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static LogRecord record(int partition, String text) {
        Optional<String> tenant = partition == 0 ? Optional.of("t") : Optional.empty();
        return new LogRecord(partition, tenant, 5, partition == 1, ByteSlice.utf8(text));
    }

    /// A copy that says it is file number `sequence`, and whose header and frames, as far as their lengths make sense,
    /// have the checksums of what they hold.
    static byte[] withChecksums(byte[] file, long sequence) {
        byte[] right = file.clone();
        ByteBuffer out = ByteBuffer.wrap(right).order(ByteOrder.LITTLE_ENDIAN);
        if (right.length < FIXED_BYTES + 12) return right;
        out.putLong(SEQUENCE_AT, sequence);
        int partitions = out.getInt(PARTITIONS_AT);
        if (partitions <= 0 || partitions > (right.length - FIXED_BYTES - 4) / 8) return right;
        int header = FIXED_BYTES + 8 * partitions;
        out.putInt(header, Frames.crc(right, 0, header));
        int at = header + 4;
        while (right.length - at >= 8) {
            int length = out.getInt(at);
            if (length < 0 || length > right.length - at - 8) break;
            out.putInt(at + 4, Frames.crc(right, at + 8, length));
            at += 8 + length;
        }
        return right;
    }
}
