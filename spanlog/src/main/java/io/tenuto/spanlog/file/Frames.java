package io.tenuto.spanlog.file;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import io.tenuto.spanlog.LogRecord;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The bytes of log files: a header, then frames. All integers little-endian.
///
/// Frame: u32 payload length, u32 CRC-32C of the payload, payload. One frame holds one request's records, so a request
/// is there whole or not at all. Payload: u16 record count, then per record: u16 partition, u64 offset,
/// i64 receive time, u8 flags, u16 tenant length, tenant, u32 value length, value.
final class Frames {
    static final int FRAME_HEADER_BYTES = 8;
    static final int FILE_HEADER_FIXED_BYTES = 8 + 4 + 36 + 8 + 4;
    private static final long MAGIC = 0x31474F4C4F4E4554L; // "TENOLOG1"
    private static final int VERSION = 1;
    private static final long OFFSET_MAX = 1L << 62;
    private static final int RECORD_FIXED_BYTES = 2 + 8 + 8 + 1 + 2 + 4;
    private static final int SKIP_METRICS = 1;
    private static final int HAS_TENANT = 2;

    private Frames() {}

    /// A file's header.
    ///
    /// @param startOffsets per partition the offset of the first record that this file or a later one may hold
    record FileHeader(String identity, long sequence, long[] startOffsets) {
        int bytes() {
            return Frames.headerBytes(startOffsets.length);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(sequence);
        }
    }

    /// One record's place within a frame.
    record Placed(int partition, long offset, LogRecord record) {}

    static ByteBuffer encode(FileHeader header) {
        ByteBuffer out = ByteBuffer.allocate(header.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(MAGIC).putInt(VERSION);
        byte[] identity = header.identity().getBytes(StandardCharsets.US_ASCII);
        Check.invariant(identity.length == 36, "log identity %s", header.identity());
        out.put(identity).putLong(header.sequence()).putInt(header.startOffsets().length);
        for (long offset : header.startOffsets()) out.putLong(offset);
        out.putInt(crc(out.array(), 0, out.position()));
        return out.flip();
    }

    static int headerBytes(int partitionCount) {
        return FILE_HEADER_FIXED_BYTES + 8 * partitionCount + 4;
    }

    /// @throws CorruptDataException if it is no header of a version that we know
    static FileHeader decodeHeader(ByteBuffer in) {
        in.order(ByteOrder.LITTLE_ENDIAN);
        try {
            int start = in.position();
            Check.data(in.getLong() == MAGIC, "not a span log file");
            int version = in.getInt();
            Check.data(version == VERSION, "span log file of version %s", version);
            byte[] identity = new byte[36];
            in.get(identity);
            for (byte b : identity) Check.data(b > ' ' && b < 127, "span log header: byte %s in the identity", b);
            long sequence = in.getLong();
            int partitions = in.getInt();
            Check.data(
                    partitions > 0 && partitions <= FileSpanLogConfig.PARTITIONS_MAX,
                    "span log header: %s partitions",
                    partitions);
            long[] offsets = new long[partitions];
            for (int p = 0; p < partitions; p++) {
                offsets[p] = in.getLong();
                Check.data(offsets[p] >= 0 && offsets[p] <= OFFSET_MAX, "span log header: offset %s", offsets[p]);
            }
            int length = in.position() - start;
            Check.data(
                    in.getInt() == crc(in.array(), in.arrayOffset() + start, length), "span log header: bad checksum");
            return new FileHeader(new String(identity, StandardCharsets.US_ASCII), sequence, offsets);
        } catch (BufferUnderflowException e) {
            throw new CorruptDataException("span log header is cut off", e);
        }
    }

    static int bytesOf(List<LogRecord> records) {
        int bytes = FRAME_HEADER_BYTES + 2;
        for (LogRecord record : records) {
            int tenant = record.tenant()
                    .map(name -> name.getBytes(StandardCharsets.UTF_8).length)
                    .orElse(0);
            bytes = Math.addExact(
                    bytes, RECORD_FIXED_BYTES + tenant + record.value().length());
        }
        return bytes;
    }

    static void encode(List<LogRecord> records, long[] offsets, ByteBuffer out) {
        int start = out.position();
        out.position(start + FRAME_HEADER_BYTES);
        out.putShort((short) records.size());
        for (int i = 0; i < records.size(); i++) encode(records.get(i), offsets[i], out);
        int length = out.position() - start - FRAME_HEADER_BYTES;
        out.putInt(start, length);
        out.putInt(start + 4, crc(out.array(), out.arrayOffset() + start + FRAME_HEADER_BYTES, length));
    }

    private static void encode(LogRecord record, long offset, ByteBuffer out) {
        byte[] tenant = record.tenant().orElse("").getBytes(StandardCharsets.UTF_8);
        int flags = (record.skipMetrics() ? SKIP_METRICS : 0) | (record.tenant().isPresent() ? HAS_TENANT : 0);
        out.putShort((short) record.partition()).putLong(offset).putLong(record.receivedUnixNanos());
        out.put((byte) flags).putShort((short) tenant.length).put(tenant);
        ByteSlice value = record.value();
        out.putInt(value.length()).put(value.array(), value.offset(), value.length());
    }

    /// The records of a payload; values share the buffer's array.
    ///
    /// @throws CorruptDataException if the payload contradicts the format
    static List<Placed> decode(ByteBuffer payload) {
        payload.order(ByteOrder.LITTLE_ENDIAN);
        try {
            int count = payload.getShort() & 0xFFFF;
            var records = new ArrayList<Placed>(count);
            for (int i = 0; i < count; i++) {
                int partition = payload.getShort() & 0xFFFF;
                long offset = payload.getLong();
                long received = payload.getLong();
                int flags = payload.get();
                ByteSlice tenant = take(payload, payload.getShort() & 0xFFFF);
                ByteSlice value = take(payload, payload.getInt());
                Optional<String> name = (flags & HAS_TENANT) == 0 ? Optional.empty() : Optional.of(tenant.toUtf8());
                var record = new LogRecord(partition, name, received, (flags & SKIP_METRICS) != 0, value);
                records.add(new Placed(partition, offset, record));
            }
            Check.data(!payload.hasRemaining(), "log frame: %s bytes too many", payload.remaining());
            return records;
        } catch (BufferUnderflowException e) {
            throw new CorruptDataException("log frame is cut off", e);
        }
    }

    private static ByteSlice take(ByteBuffer payload, int length) {
        Check.data(length >= 0 && length <= payload.remaining(), "log frame: length %s", length);
        ByteSlice slice = ByteSlice.of(payload.array(), payload.arrayOffset() + payload.position(), length);
        payload.position(payload.position() + length);
        return slice;
    }

    static int crc(byte[] bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
