package io.tenuto.blocks.vparquet5;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.BlockCache;
import io.tenuto.model.TraceId;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;

/// The sharded Bloom filter of a foreign block. Safe for many threads.
///
/// A shard is three big-endian longs (bits, hashes, bits again) and the words of the bits.
final class TraceFilter {
    private static final int HEADER_BYTES = 24;

    private final String blockId;
    private final ObjectKey folder;
    private final int shards;
    private final ObjectStore store;
    private final BlockCache cache;

    TraceFilter(String blockId, ObjectKey folder, int shards, ObjectStore store, BlockCache cache) {
        this.blockId = blockId;
        this.folder = folder;
        this.shards = shards;
        this.store = store;
        this.cache = cache;
    }

    boolean mayContain(TraceId id, Deadline deadline) {
        byte[] bytes = id.toByteArray();
        int shard = shardOf(bytes, shards);
        var key = new BlockCache.Key("vparquet5/" + blockId, "bloom " + shard);
        ByteSlice bits =
                cache.get(key, ByteSlice.class, 100 << 10, () -> store.read(folder.child("bloom-" + shard), deadline));
        return mayContain(bits, bytes);
    }

    /// FNV-1 over the identifier, modulo the number of shards.
    static int shardOf(byte[] id, int shards) {
        int hash = 0x811C9DC5;
        for (byte b : id) hash = hash * 0x01000193 ^ (b & 0xFF);
        return Integer.remainderUnsigned(hash, shards);
    }

    static boolean mayContain(ByteSlice shard, byte[] id) {
        Check.data(shard.length() >= HEADER_BYTES + 8, "a filter of %s bytes", shard.length());
        long bits = longAt(shard, 0);
        long hashes = longAt(shard, 8);
        Check.data(
                bits > 0 && hashes > 0 && hashes <= 64 && bits <= (shard.length() - HEADER_BYTES) * 8L,
                "a filter of %s bits in %s bytes",
                bits,
                shard.length());
        long[] parts = new long[4];
        byte[] longer = new byte[id.length + 1];
        System.arraycopy(id, 0, longer, 0, id.length);
        longer[id.length] = 1;
        Murmur3.hash(id, id.length, parts, 0);
        Murmur3.hash(longer, longer.length, parts, 2);
        for (int i = 0; i < hashes; i++) {
            long location = Long.remainderUnsigned(parts[i % 2] + i * parts[2 + (i + i % 2) % 4 / 2], bits);
            long word = longAt(shard, HEADER_BYTES + (int) (location >>> 6) * 8);
            if ((word >>> (location & 63) & 1) == 0) return false;
        }
        return true;
    }

    private static long longAt(ByteSlice bytes, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) value = value << 8 | (bytes.at(at + i) & 0xFF);
        return value;
    }
}
