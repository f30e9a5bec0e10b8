package io.tenuto.blocks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Parsed parts of blocks, the least recently used dropped first. Thread safe.
public final class BlockCache {
    /// Names a part of a block.
    public record Key(String block, String part) {}

    private record Entry(Object value, long bytes) {}

    private final long bytesMax;
    /// Guarded by itself, and held for memory work only.
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    public BlockCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// The part, loaded if it is not here. Two threads may load it at the same time; one result stays.
    public <T> T get(Key key, Class<T> type, long weight, Supplier<T> load) {
        synchronized (entries) {
            Entry entry = entries.get(key);
            if (entry != null) return type.cast(entry.value());
        }
        T value = load.get();
        synchronized (entries) {
            Entry before = entries.put(key, new Entry(value, weight));
            bytes += weight - (before == null ? 0 : before.bytes());
            var oldest = entries.entrySet().iterator();
            while (bytes > bytesMax && oldest.hasNext()) {
                bytes -= oldest.next().getValue().bytes();
                oldest.remove();
            }
        }
        return value;
    }
}
