package io.tenuto.objectstore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Clock;
import io.tenuto.base.Deadline;
import io.tenuto.base.Metrics;
import java.util.List;
import java.util.function.Supplier;

/// Counts and times what goes to another store.
public final class MeteredObjectStore implements ObjectStore {
    private final ObjectStore below;
    private final Clock clock;
    private final Metrics.Histogram seconds;
    private final Metrics.Counter failures;
    private final Metrics.Counter bytesRead;

    public MeteredObjectStore(ObjectStore below, Clock clock, Metrics metrics) {
        this.below = below;
        this.clock = clock;
        double[] bounds = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
        seconds = metrics.histogram(
                "tenuto_object_store_operation_seconds", "Time of one operation.", bounds, "operation");
        failures = metrics.counter("tenuto_object_store_failures_total", "Operations that failed.", "operation");
        bytesRead = metrics.counter("tenuto_object_store_read_bytes_total", "Bytes read.");
    }

    private <T> T timed(String operation, Supplier<T> call) {
        long started = clock.monotonicNanos();
        try {
            return call.get();
        } catch (ObjectNotFoundException e) {
            throw e;
        } catch (RuntimeException e) {
            failures.increment(operation);
            throw e;
        } finally {
            seconds.observe((clock.monotonicNanos() - started) / 1e9, operation);
        }
    }

    @Override
    public void put(ObjectKey key, ByteSlice content, Deadline deadline) {
        timed("put", () -> {
            below.put(key, content, deadline);
            return true;
        });
    }

    @Override
    public boolean putIfAbsent(ObjectKey key, ByteSlice content, Deadline deadline) {
        return timed("put_if_absent", () -> below.putIfAbsent(key, content, deadline));
    }

    @Override
    public ObjectUpload upload(ObjectKey key, Deadline deadline) {
        return timed("upload", () -> below.upload(key, deadline));
    }

    @Override
    public ByteSlice read(ObjectKey key, Deadline deadline) {
        ByteSlice content = timed("read", () -> below.read(key, deadline));
        bytesRead.add(content.length());
        return content;
    }

    @Override
    public ByteSlice read(ObjectKey key, long offset, int length, Deadline deadline) {
        ByteSlice content = timed("read_range", () -> below.read(key, offset, length, deadline));
        bytesRead.add(content.length());
        return content;
    }

    @Override
    public ObjectFacts head(ObjectKey key, Deadline deadline) {
        return timed("head", () -> below.head(key, deadline));
    }

    @Override
    public List<ObjectFacts> list(String prefix, String startAfter, int maxCount, Deadline deadline) {
        return timed("list", () -> below.list(prefix, startAfter, maxCount, deadline));
    }

    @Override
    public void delete(ObjectKey key, Deadline deadline) {
        timed("delete", () -> {
            below.delete(key, deadline);
            return true;
        });
    }

    @Override
    public void close() {
        below.close();
    }
}
