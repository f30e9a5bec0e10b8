package io.tenuto.blocks.tenuto1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Parsed sections of indexes, the least recently used dropped first. Thread safe.
final class BlockCache {
    /// Names a parsed section.
    record Key(String block, Layout.Part part) {}

    private record Entry(Object value, long bytes) {}

    private final long bytesMax;
    /// Guarded by itself, and held for memory work only.
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    BlockCache(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// The section, loaded if it is not here. Two threads may load it at the same time; one result stays.
    <T> T get(Key key, Class<T> type, long weight, Supplier<T> load) {
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
