package io.tenuto.blocks.segment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/// The bytes of a segment file where they lie. Any thread may read; what has been let go or is damaged is said by
/// exceptions.
final class SegmentBytes {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final MemorySegment bytes;
    private volatile boolean isDamaged;
    private volatile Runnable onDamage = () -> {};

    SegmentBytes(String name, MemorySegment bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    long size() {
        return bytes.byteSize();
    }

    /// Whether something was found that is not as it was written.
    boolean isDamaged() {
        return isDamaged;
    }

    /// Runs `listener` when damage is found from now on, each time; by whoever finds it.
    void onDamage(Runnable listener) {
        onDamage = listener;
    }

    private void noteDamage() {
        isDamaged = true;
        onDamage.run();
    }

    /// The exception to throw when the file contradicts itself.
    SegmentDamagedException damage(String what) {
        noteDamage();
        return new SegmentDamagedException(name, what);
    }

    void require(boolean holds, String what) {
        if (!holds) throw damage(what);
    }

    /// Compares the CRC-32C of a range with what was noted when it was written.
    void check(long position, long length, int checksum) {
        int found = reading(() -> {
            var crc = new CRC32C();
            crc.update(bytes.asSlice(position, length).asByteBuffer());
            return (int) crc.getValue();
        });
        if (found != checksum)
            throw damage("bytes [%d, %d) have checksum %08x, not %08x"
                    .formatted(position, position + length, found, checksum));
    }

    void copy(long position, int[] target, int at, int count) {
        reading(() -> {
            MemorySegment.copy(bytes, INT, position, target, at, count);
            return count;
        });
    }

    void copy(long position, long[] target, int at, int count) {
        reading(() -> {
            MemorySegment.copy(bytes, LONG, position, target, at, count);
            return count;
        });
    }

    void copy(long position, byte[] target, int at, int count) {
        reading(() -> {
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, target, at, count);
            return count;
        });
    }

    int intAt(long position) {
        try {
            return bytes.get(INT, position);
        } catch (IllegalStateException e) {
            throw new SegmentGoneException(name, e);
        } catch (InternalError e) {
            throw unreadable(e);
        }
    }

    long longAt(long position) {
        try {
            return bytes.get(LONG, position);
        } catch (IllegalStateException e) {
            throw new SegmentGoneException(name, e);
        } catch (InternalError e) {
            throw unreadable(e);
        }
    }

    private <T> T reading(Supplier<T> access) {
        try {
            return access.get();
        } catch (IllegalStateException e) {
            throw new SegmentGoneException(name, e);
        } catch (InternalError e) {
            throw unreadable(e);
        }
    }

    /// The JVM says so when the system could not bring in a mapped page.
    private SegmentDamagedException unreadable(InternalError cause) {
        noteDamage();
        return new SegmentDamagedException(name, cause);
    }
}
