package io.tenuto.parquet;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;

/// A set of byte strings that never says no to a member and seldom yes to a stranger: the format's split-block Bloom
/// filter. Immutable once built.
public final class MembershipFilter {
    private static final int BLOCK_BYTES = 32;

    // About 1 % of strangers pass.
    private static final int BITS_PER_VALUE = 10;

    private static final int[] SALT = {
        0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
    };

    private final byte[] bits;
    private final int offset;
    private final int blocks;

    private MembershipFilter(byte[] bits, int offset, int blocks) {
        this.bits = bits;
        this.offset = offset;
        this.blocks = blocks;
    }

    /// An empty filter for `count` values.
    public static MembershipFilter sized(int count) {
        long wanted = ((long) count * BITS_PER_VALUE + 8 * BLOCK_BYTES - 1) / (8 * BLOCK_BYTES);
        int blocks = (int) Math.max(1, Math.min(wanted, 1 << 20));
        return new MembershipFilter(new byte[blocks * BLOCK_BYTES], 0, blocks);
    }

    /// The filter whose [#bits()] these are.
    public static MembershipFilter of(ByteSlice bits) {
        Check.data(
                bits.length() > 0 && bits.length() % BLOCK_BYTES == 0,
                "a membership filter of %s bytes",
                bits.length());
        return new MembershipFilter(bits.array(), bits.offset(), bits.length() / BLOCK_BYTES);
    }

    /// The filter as it stands in a file, its header before the bits.
    public static MembershipFilter read(ByteSlice bytes) {
        var in = new ThriftReader(bytes);
        int length = -1;
        int outer = in.beginStruct();
        while (in.nextField()) {
            if (in.fieldId() == 1) length = in.readInt();
            else in.skip();
        }
        in.endStruct(outer);
        int at = in.consumed();
        Check.data(length > 0 && length <= bytes.length() - at, "a membership filter of %s bytes", length);
        return of(bytes.slice(at, at + length));
    }

    public void add(ByteSlice value) {
        add(value.array(), value.offset(), value.length());
    }

    /// Adds `bytes[from, from + length)`.
    public void add(byte[] bytes, int from, int length) {
        long hash = Xxh64.hash(bytes, from, length);
        int at = blockOf(hash);
        for (int i = 0; i < 8; i++) {
            int bit = (int) hash * SALT[i] >>> 27;
            bits[at + 4 * i + (bit >>> 3)] |= (byte) (1 << (bit & 7));
        }
    }

    public boolean mayContain(ByteSlice value) {
        long hash = Xxh64.hash(value.array(), value.offset(), value.length());
        int at = blockOf(hash);
        for (int i = 0; i < 8; i++) {
            int bit = (int) hash * SALT[i] >>> 27;
            if ((bits[at + 4 * i + (bit >>> 3)] & 1 << (bit & 7)) == 0) return false;
        }
        return true;
    }

    private int blockOf(long hash) {
        return offset + (int) ((hash >>> 32) * blocks >>> 32) * BLOCK_BYTES;
    }

    public ByteSlice bits() {
        return ByteSlice.of(bits, offset, blocks * BLOCK_BYTES);
    }

    void writeTo(GrowingBytes out) {
        var writer = new ThriftWriter(out);
        int outer = writer.beginStructElement();
        writer.number(1, blocks * BLOCK_BYTES);
        for (int id = 2; id <= 4; id++) {
            int union = writer.beginStruct(id);
            writer.emptyStruct(1);
            writer.end(union);
        }
        writer.end(outer);
        out.write(bits, offset, blocks * BLOCK_BYTES);
    }
}
