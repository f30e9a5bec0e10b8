package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Check;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.segment.LiveFile;
import io.tenuto.blocks.segment.RecordFile;
import io.tenuto.blocks.segment.Segment;
import io.tenuto.blocks.segment.SegmentBuilder;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import io.tenuto.traceql.source.SpanSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Records of tenants that sent little, as they came: columns of a segment of its own take a tenant many times what one
/// span does. One writer, many readers.
///
/// A query decodes the records of its own tenant and sees no other's: nothing but the bytes' array is shared. It makes
/// columns of them each time anew, which the bound on a tenant's bytes keeps cheap.
final class SharedHead {
    /// Objects besides what grows: what HeldMemoryTest finds on the heap.
    private static final long OBJECT_BYTES = 400;

    private static final int FIRST_BYTES = 1024;

    private final long firstAppendNanos;
    private volatile long lastAppendNanos;
    private volatile boolean isSealed;
    /// Guards everything below; held for memory work only.
    private final ReentrantLock lock = new ReentrantLock();

    private final SharedIndex index = new SharedIndex();
    /// Never written below what the index tells of, so that readers keep what they were given.
    private byte[] bytes = new byte[FIRST_BYTES];

    private Optional<RecordFile> onDisk = Optional.empty();
    private volatile long firstOffset;
    private volatile long lastOffset;
    private volatile long spanCount;
    private volatile long memoryBytes;

    SharedHead(long firstAppendNanos) {
        this.firstAppendNanos = firstAppendNanos;
        this.lastAppendNanos = firstAppendNanos;
        count();
    }

    private void count() {
        memoryBytes = OBJECT_BYTES + bytes.length + index.memoryBytes();
    }

    /// Appends a record of `spans` spans that a segment would take.
    void append(TenantId tenant, long offset, ByteSlice record, int spans, long nowNanos) {
        Check.state(!isSealed, "a sealed head takes no record at %s", offset);
        lock.lock();
        try {
            int begin = index.recordCount() == 0 ? 0 : index.end(index.recordCount() - 1);
            int end = begin + record.length();
            if (end > bytes.length) bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length + bytes.length / 2));
            System.arraycopy(record.array(), record.offset(), bytes, begin, record.length());
            if (index.recordCount() == 0) firstOffset = offset;
            index.add(tenant, offset, end);
            lastOffset = offset;
            spanCount = spanCount + spans;
            lastAppendNanos = nowNanos;
            count();
        } finally {
            lock.unlock();
        }
    }

    /// Bytes of the tenant's records here.
    int bytesHeldFor(TenantId tenant) {
        lock.lock();
        try {
            return index.bytesHeldFor(tenant);
        } finally {
            lock.unlock();
        }
    }

    void seal() {
        lock.lock();
        try {
            isSealed = true;
            bytes = Arrays.copyOf(bytes, index.recordCount() == 0 ? 0 : index.end(index.recordCount() - 1));
            index.trim();
            count();
        } finally {
            lock.unlock();
        }
    }

    boolean isSealed() {
        return isSealed;
    }

    boolean isEmpty() {
        return recordCount() == 0;
    }

    int recordCount() {
        lock.lock();
        try {
            return index.recordCount();
        } finally {
            lock.unlock();
        }
    }

    List<TenantId> tenants() {
        lock.lock();
        try {
            return index.tenants();
        } finally {
            lock.unlock();
        }
    }

    int tenantCount() {
        lock.lock();
        try {
            return index.tenantCount();
        } finally {
            lock.unlock();
        }
    }

    long firstOffset() {
        return firstOffset;
    }

    long lastOffset() {
        return lastOffset;
    }

    long firstAppendNanos() {
        return firstAppendNanos;
    }

    long lastAppendNanos() {
        return lastAppendNanos;
    }

    /// Bytes of the heap. Cheap, any thread may ask.
    long memoryBytes() {
        return memoryBytes;
    }

    /// Whether its records are final and on the heap.
    boolean isSpillable() {
        return isSealed && file().isEmpty();
    }

    /// Writes its records to a file and reads them there from now on; where each begins stays on the heap.
    LiveFile move(Disk disk, Path path, LogPartition from) throws IOException {
        Check.state(isSpillable(), "records that are not sealed cannot go to %s", path);
        // Nobody changes the bytes of a sealed head, so they are written without the lock.
        RecordFile written = RecordFile.write(
                disk,
                path,
                bytes,
                new RecordFile.Stretch(from.logIdentity(), from.partition(), firstOffset, lastOffset));
        lock.lock();
        try {
            onDisk = Optional.of(written);
            bytes = new byte[0];
            count();
        } finally {
            lock.unlock();
        }
        return written.file();
    }

    Optional<LiveFile> file() {
        lock.lock();
        try {
            return onDisk.map(RecordFile::file);
        } finally {
            lock.unlock();
        }
    }

    /// Where a tenant's records are.
    ///
    /// @param heap their bytes, unless they are on disk
    private record Found(long firstOffset, int[] begins, int[] ends, byte[] heap, Optional<RecordFile> onDisk) {
        List<ByteSlice> records() {
            var records = new ArrayList<ByteSlice>(begins.length);
            if (onDisk.isPresent()) {
                RecordFile.Reader reader = onDisk.get().open();
                for (int i = 0; i < begins.length; i++) records.add(ByteSlice.of(reader.bytes(begins[i], ends[i])));
            } else {
                for (int i = 0; i < begins.length; i++) {
                    records.add(ByteSlice.of(heap, begins[i], ends[i] - begins[i]));
                }
            }
            return records;
        }
    }

    private Optional<Found> find(TenantId tenant, long from, long upTo) {
        lock.lock();
        try {
            int[] numbers = index.records(tenant, from, upTo);
            return numbers.length == 0 ? Optional.empty() : Optional.of(found(numbers));
        } finally {
            lock.unlock();
        }
    }

    private Found found(int[] numbers) {
        int[] begins = new int[numbers.length];
        int[] ends = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            begins[i] = index.begin(numbers[i]);
            ends[i] = index.end(numbers[i]);
        }
        return new Found(index.offset(numbers[0]), begins, ends, bytes, onDisk);
    }

    private static Segment decode(List<ByteSlice> records) {
        var builder = new SegmentBuilder();
        records.forEach(builder::append);
        return builder.seal();
    }

    /// Rows, and the offset of the first of their records.
    record Rows(long firstOffset, SpanSource source) {}

    /// The tenant's rows of offsets `[from, upTo)`, or empty when there are none.
    Optional<Rows> source(TenantId tenant, long from, long upTo) {
        Optional<Found> found = find(tenant, from, upTo);
        if (found.isEmpty()) return Optional.empty();
        Segment rows = decode(found.get().records());
        return rows.facts().rowCount() == 0
                ? Optional.empty()
                : Optional.of(new Rows(found.get().firstOffset(), rows));
    }

    /// Spans of the tenant's trace that came with offsets `[from, upTo)`, as OTLP.
    Optional<ByteSlice> trace(TenantId tenant, TraceId id, long from, long upTo) {
        return find(tenant, from, upTo).flatMap(found -> decode(found.records()).trace(id));
    }

    /// Spans of all tenants, those that came twice as often as they came.
    long spanCount() {
        return spanCount;
    }
}
