package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.segment.SegmentFile;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.model.TraceId;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.wire.OtlpValidator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The live rows of one partition, per tenant in log order. One writer (the consumer), many readers. No thread, no
/// clock.
///
/// Always holds: every decodable span of offsets `[floor, end)` can be read; `floor` never passes the coverage; every
/// segment has rows, so that a tenant without any leaves nothing here.
final class LivePartition {
    /// A tenant's name, its list, and the entry that joins them.
    private static final long TENANT_BYTES = 250;

    private final LiveStoreConfig config;
    private final TenantNaming tenants;
    /// Of the consumer alone.
    private final OtlpValidator validator = new OtlpValidator();

    private final Map<TenantId, CopyOnWriteArrayList<LiveSegment>> segments = new ConcurrentHashMap<>();
    /// Records that cannot be decoded, by offset, until they are covered: then the catalog names them.
    private final ConcurrentSkipListMap<Long, TenantId> undecodable = new ConcurrentSkipListMap<>();
    /// As of the last [#recount] and the appends since; written by the consumer alone.
    private volatile long memoryBytes;
    private volatile long floor;
    /// Whether a segment ever went to disk.
    private volatile boolean hasFiles;
    private volatile long end;

    LivePartition(LiveStoreConfig config, TenantNaming tenants, long startOffset) {
        this.config = config;
        this.tenants = tenants;
        this.floor = startOffset;
        this.end = startOffset;
    }

    /// What became of one record.
    enum Taken {
        LIVE,
        NO_TENANT,
        UNDECODABLE
    }

    /// Appends one record without showing it yet; [#publish] does.
    Taken append(StoredRecord stored, long nowNanos) {
        Optional<TenantId> tenant = tenants.tenantOf(stored.record().tenant());
        if (tenant.isEmpty()) return Taken.NO_TENANT;
        Optional<LiveSegment> head = head(tenant.get());
        LiveSegment segment = head.orElseGet(() -> new LiveSegment(nowNanos, validator));
        long before = head.isEmpty() ? 0 : segment.rowBytes();
        try {
            segment.append(stored.offset(), stored.record().value(), nowNanos);
        } catch (CorruptDataException e) {
            undecodable.put(stored.offset(), tenant.get());
            return Taken.UNDECODABLE;
        }
        if (head.isEmpty()) {
            if (segment.rowCount() == 0) return Taken.LIVE;
            segments.computeIfAbsent(tenant.get(), id -> new CopyOnWriteArrayList<>())
                    .add(segment);
        }
        long grown = segment.rowBytes() - before;
        memoryBytes = memoryBytes + grown;
        return Taken.LIVE;
    }

    /// The tenant's mutable segment.
    private Optional<LiveSegment> head(TenantId tenant) {
        var list = segments.get(tenant);
        return list == null || list.getLast().isSealed() ? Optional.empty() : Optional.of(list.getLast());
    }

    /// Shows everything below `offset` to readers.
    void publish(long offset) {
        end = offset;
    }

    /// Seals mutable segments that are full or old.
    int seal(long nowNanos) {
        int sealed = 0;
        for (var list : segments.values()) {
            LiveSegment head = list.getLast();
            boolean due = head.memoryBytes() >= config.segmentBytesMax()
                    || nowNanos - head.firstAppendNanos()
                            >= config.segmentAgeMax().toNanos();
            if (!head.isSealed() && due) {
                head.seal();
                sealed++;
            }
        }
        return sealed;
    }

    /// Seals mutable segments that hold rows below `settled`, so that those need not wait for the segment's age.
    int sealCovered(long settled) {
        int sealed = 0;
        for (var list : segments.values()) {
            LiveSegment head = list.getLast();
            if (head.isSealed() || head.firstOffset() >= settled) continue;
            head.seal();
            sealed++;
        }
        return sealed;
    }

    /// Seals mutable segments that take at least `bytes`, so that they can go to disk.
    int sealLarge(long bytes) {
        int sealed = 0;
        for (var list : segments.values()) {
            LiveSegment head = list.getLast();
            if (head.isSealed() || head.rowBytes() < bytes) continue;
            head.seal();
            sealed++;
        }
        return sealed;
    }

    /// Sealed segments of at least `bytes` on the heap, those first whose rows came first: they leave first, too.
    List<Spillable> spillable(long bytes) {
        var found = new ArrayList<Spillable>();
        segments.forEach((tenant, list) -> {
            for (LiveSegment segment : list) {
                if (segment.spillable().isPresent() && segment.rowBytes() >= bytes)
                    found.add(new Spillable(tenant, segment));
            }
        });
        found.sort(Comparator.comparingLong(each -> each.segment().lastOffset()));
        return found;
    }

    record Spillable(TenantId tenant, LiveSegment segment) {}

    /// The files of all rows that are on disk.
    List<SegmentFile> files() {
        return segments.values().stream()
                .flatMap(List::stream)
                .flatMap(segment -> segment.file().stream())
                .toList();
    }

    /// Whether a reader found a file that is not as it was written.
    boolean isDamaged() {
        return hasFiles && files().stream().anyMatch(SegmentFile::isDamaged);
    }

    /// Segments have gone to disk: what is held has become less.
    void spilled() {
        hasFiles = true;
        recount();
    }

    /// Lets go of sealed segments that lie wholly below `droppable` and whose last rows came before
    /// `olderThanNanos`.
    ///
    /// @param droppable offsets below it have been covered for longer than the grace
    Dropped drop(long droppable, long olderThanNanos) {
        dropUndecodable(droppable);
        long freed = 0;
        long newFloor = 0;
        var gone = new ArrayList<LiveSegment>();
        var files = new ArrayList<SegmentFile>();
        for (var list : segments.values()) {
            for (LiveSegment segment : list) {
                boolean leaves = segment.isSealed()
                        && segment.lastOffset() < droppable
                        && segment.lastAppendNanos() - olderThanNanos < 0;
                if (!leaves) continue;
                gone.add(segment);
                // Segments of several tenants overlap: below the last row that goes, nothing is promised any more.
                newFloor = Math.max(newFloor, segment.lastOffset() + 1);
            }
        }
        if (gone.isEmpty()) return new Dropped(0, files);
        // The floor moves first: a reader that checks it afterwards never misses rows silently.
        floor = Math.max(floor, newFloor);
        for (LiveSegment segment : gone) {
            freed += segment.memoryBytes();
            segment.file().ifPresent(files::add);
        }
        segments.values().forEach(list -> list.removeAll(gone));
        segments.values().removeIf(List::isEmpty);
        return new Dropped(freed, files);
    }

    /// What was let go.
    ///
    /// @param bytes of the heap
    /// @param files that hold rows which are no longer asked for
    record Dropped(long bytes, List<SegmentFile> files) {}

    private void dropUndecodable(long droppable) {
        var leaving = undecodable.headMap(droppable);
        if (leaving.isEmpty()) return;
        // As with rows: whoever counts too late finds the floor moved.
        floor = Math.max(floor, leaving.lastKey() + 1);
        leaving.clear();
    }

    List<SpanSource> sources(TenantId tenant, long from, long upTo, Deadline deadline) {
        var list = segments.get(tenant);
        if (list == null) return List.of();
        var sources = new ArrayList<SpanSource>();
        for (LiveSegment segment : list) segment.source(from, upTo, deadline).ifPresent(sources::add);
        return sources;
    }

    long undecodable(TenantId tenant, LiveCut cut) {
        return undecodable.subMap(cut.fromOffset(), cut.upTo()).values().stream()
                .filter(tenant::equals)
                .count();
    }

    List<Long> undecodable(LiveCut cut) {
        return List.copyOf(undecodable.subMap(cut.fromOffset(), cut.upTo()).keySet());
    }

    Set<TenantId> tenants() {
        return Set.copyOf(segments.keySet());
    }

    List<ByteSlice> trace(TenantId tenant, LiveCut cut, TraceId id) {
        var list = segments.get(tenant);
        if (list == null) return List.of();
        var found = new ArrayList<ByteSlice>();
        for (LiveSegment segment : list)
            segment.trace(id, cut.fromOffset(), cut.upTo()).ifPresent(found::add);
        return found;
    }

    /// Counts what is held anew: queries leave things in segments that appending does not see.
    void recount() {
        long bytes = 0;
        for (var list : segments.values()) {
            bytes += TENANT_BYTES;
            for (LiveSegment segment : list) bytes += segment.memoryBytes();
        }
        memoryBytes = bytes;
    }

    /// Bytes held; cheap, any thread may ask.
    long memoryBytes() {
        return memoryBytes;
    }

    long rowCount() {
        long rows = 0;
        for (var list : segments.values()) for (LiveSegment segment : list) rows += segment.rowCount();
        return rows;
    }

    /// Tenants with live rows.
    int tenantCount() {
        return segments.size();
    }

    long floor() {
        return floor;
    }

    long end() {
        return end;
    }
}
