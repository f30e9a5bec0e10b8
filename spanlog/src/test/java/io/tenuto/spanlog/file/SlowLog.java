package io.tenuto.spanlog.file;

import io.tenuto.base.CorruptDataException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// The slow, obvious reader of one log file, from docs/formats/span-log.md alone: what recovery must find in it.
final class SlowLog {
    /// Per record `partition/offset` its value in ISO 8859-1.
    final Map<String, String> records = new TreeMap<>();

    String identity = "";
    long sequence;

    private final List<Long> starts = new ArrayList<>();
    private final List<Long> next = new ArrayList<>();

    /// @throws CorruptDataException if the header is none, or a frame that is whole says nothing sensible
    static SlowLog read(byte[] file) {
        var log = new SlowLog();
        ByteBuffer in = littleEndian(file);
        try {
            log.readHeader(in, file);
        } catch (BufferUnderflowException e) {
            throw new CorruptDataException("header is cut off", e);
        }
        log.readFrames(file, in);
        return log;
    }

    static boolean hasHeader(byte[] file) {
        try {
            new SlowLog().readHeader(littleEndian(file), file);
            return true;
        } catch (BufferUnderflowException | CorruptDataException e) {
            return false;
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crc(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private void readHeader(ByteBuffer in, byte[] file) {
        byte[] magic = new byte[8];
        in.get(magic);
        int version = in.getInt();
        boolean isLog = new String(magic, StandardCharsets.US_ASCII).equals("TENOLOG1") && version == 1;
        byte[] name = new byte[36];
        in.get(name);
        identity = new String(name, StandardCharsets.US_ASCII);
        if (!identity.matches("[!-~]{36}")) throw new CorruptDataException("identity");
        sequence = in.getLong();
        int partitions = in.getInt();
        if (!isLog || partitions <= 0 || partitions > 256) throw new CorruptDataException("no header");
        for (int p = 0; p < partitions; p++) next.add(in.getLong());
        int length = in.position();
        if (in.getInt() != crc(file, 0, length)) throw new CorruptDataException("header checksum");
        for (long start : next) if (start < 0 || start > 1L << 62) throw new CorruptDataException("offset");
        starts.addAll(next);
    }

    private void readFrames(byte[] file, ByteBuffer in) {
        while (in.remaining() >= 8) {
            int length = in.getInt();
            int checksum = in.getInt();
            if (length < 2 || length > in.remaining() || crc(file, in.position(), length) != checksum) return;
            byte[] payload = new byte[length];
            in.get(payload);
            Map<String, String> frame = new TreeMap<>();
            List<Long> ends = new ArrayList<>(next);
            if (!readFrame(payload, frame, ends)) return;
            records.putAll(frame);
            for (int p = 0; p < ends.size(); p++) next.set(p, ends.get(p));
        }
    }

    /// Whether the frame continues the offsets.
    private static boolean readFrame(byte[] payload, Map<String, String> frame, List<Long> ends) {
        ByteBuffer in = littleEndian(payload);
        boolean continues = true;
        try {
            for (int count = in.getShort() & 0xFFFF; count > 0; count--) {
                int partition = in.getShort() & 0xFFFF;
                long offset = in.getLong();
                in.position(in.position() + 9);
                int tenant = in.getShort() & 0xFFFF;
                in.position(in.position() + tenant);
                byte[] value = new byte[length(in)];
                in.get(value);
                continues = continues && partition < ends.size() && ends.get(partition) == offset;
                if (continues) ends.set(partition, offset + 1);
                frame.put(partition + "/" + offset, new String(value, StandardCharsets.ISO_8859_1));
            }
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new CorruptDataException("frame is cut off", e);
        }
        if (in.hasRemaining()) throw new CorruptDataException("frame is too long");
        return continues;
    }

    private static int length(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) throw new CorruptDataException("length");
        return length;
    }

    int partitionCount() {
        return starts.size();
    }

    /// The offset that the header gives the partition, 0 for one that came later.
    long start(int partition) {
        return partition < starts.size() ? starts.get(partition) : 0;
    }

    /// The offset behind the partition's last record.
    long end(int partition) {
        return partition < next.size() ? next.get(partition) : 0;
    }
}
