package io.tenuto.objectstore.lease;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32C;

/// One object of the chain. Source: docs/formats/lease.md
///
/// @param duration how long the holder may go on without another object of its own
record LeaseRecord(Kind kind, LeaseHolder holder, Duration duration) {
    private static final byte[] MAGIC = {'T', 'N', 'T', 'L'};
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 9;
    private static final int TEXT_BYTES_MAX = 1024;

    /// What its writer says. The order is part of the format.
    enum Kind {
        TAKEN,
        RENEWED,
        RELEASED
    }

    LeaseRecord {
        Check.argument(duration.isPositive(), "a lease's duration must be positive, not %s", duration);
    }

    boolean isReleased() {
        return kind == Kind.RELEASED;
    }

    boolean isOf(LeaseHolder one) {
        return holder.incarnation().equals(one.incarnation());
    }

    ByteSlice encode() {
        ByteBuffer out =
                ByteBuffer.allocate(HEADER_BYTES + 9 + 3 * (2 + TEXT_BYTES_MAX)).order(ByteOrder.LITTLE_ENDIAN);
        out.position(HEADER_BYTES);
        out.put((byte) kind.ordinal()).putLong(duration.toMillis());
        put(holder.identity(), out);
        put(holder.incarnation(), out);
        put(holder.name(), out);
        byte[] object = new byte[out.position()];
        out.put(0, MAGIC).put(4, (byte) VERSION).get(0, object);
        ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN).putInt(5, crc(object));
        return ByteSlice.of(object);
    }

    private static void put(String text, ByteBuffer out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, TEXT_BYTES_MAX);
        out.putShort((short) length).put(bytes, 0, length);
    }

    /// @throws io.tenuto.base.CorruptDataException if the object is damaged or of another kind
    static LeaseRecord decode(ByteSlice object) {
        Check.data(object.length() >= HEADER_BYTES + 9, "lease object of %s bytes", object.length());
        for (int i = 0; i < MAGIC.length; i++) Check.data(object.at(i) == MAGIC[i], "not a lease object");
        Check.data(object.at(4) == VERSION, "lease object of version %s", object.at(4));
        byte[] bytes = object.toByteArray();
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Check.data(in.getInt(5) == crc(bytes), "lease object: bad checksum");
        in.position(HEADER_BYTES);
        int kind = in.get();
        Check.data(kind >= 0 && kind < Kind.values().length, "lease object of kind %s", kind);
        Duration duration = Duration.ofMillis(in.getLong());
        var holder = new LeaseHolder(text(in), text(in), text(in));
        return new LeaseRecord(Kind.values()[kind], holder, duration);
    }

    private static String text(ByteBuffer in) {
        Check.data(in.remaining() >= 2, "lease object is cut off");
        int length = in.getShort();
        Check.data(length >= 0 && length <= in.remaining(), "lease object is cut off");
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static int crc(byte[] object) {
        var crc = new CRC32C();
        crc.update(object, HEADER_BYTES, object.length - HEADER_BYTES);
        return (int) crc.getValue();
    }
}
