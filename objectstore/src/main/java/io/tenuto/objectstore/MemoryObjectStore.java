package io.tenuto.objectstore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/// Objects in memory, for tests and simulations.
public final class MemoryObjectStore implements ObjectStore {
    private record Stored(ByteSlice content, Instant modified) {}

    private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final Clock clock;

    public MemoryObjectStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void put(ObjectKey key, ByteSlice content, Deadline deadline) {
        objects.put(key.value(), new Stored(content.copy(), clock.wallTime()));
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteSlice content, Deadline deadline) {
        return objects.putIfAbsent(key.value(), new Stored(content.copy(), clock.wallTime())) == null;
    }

    @Override
    public ObjectUpload upload(ObjectKey key, Deadline deadline) {
        var bytes = new ByteArrayOutputStream();
        return new ObjectUpload() {
            @Override
            public void write(ByteSlice piece) {
                bytes.write(piece.array(), piece.offset(), piece.length());
            }

            @Override
            public void commit() {
                put(key, ByteSlice.of(bytes.toByteArray()), deadline);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public ByteSlice read(ObjectKey key, Deadline deadline) {
        return find(key).content();
    }

    @Override
    public ByteSlice read(ObjectKey key, long offset, int length, Deadline deadline) {
        ByteSlice content = find(key).content();
        if (offset < 0 || offset + length > content.length()) {
            throw new ObjectStoreException(
                    "%s: range [%d, %d) of %d bytes".formatted(key, offset, offset + length, content.length()), false);
        }
        return content.slice((int) offset, (int) offset + length);
    }

    private Stored find(ObjectKey key) {
        Stored stored = objects.get(key.value());
        if (stored == null) throw new ObjectNotFoundException(key);
        return stored;
    }

    @Override
    public ObjectFacts head(ObjectKey key, Deadline deadline) {
        Stored stored = find(key);
        return new ObjectFacts(key, stored.content().length(), stored.modified());
    }

    @Override
    public List<ObjectFacts> list(String prefix, String startAfter, int maxCount, Deadline deadline) {
        String from = startAfter.compareTo(prefix) < 0 ? prefix : startAfter;
        return objects.tailMap(from, !from.equals(startAfter)).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .limit(maxCount)
                .map(entry -> new ObjectFacts(
                        new ObjectKey(entry.getKey()),
                        entry.getValue().content().length(),
                        entry.getValue().modified()))
                .toList();
    }

    @Override
    public void delete(ObjectKey key, Deadline deadline) {
        objects.remove(key.value());
    }

    @Override
    public void close() {}
}
