package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.segment.LiveFile;
import io.tenuto.components.rpc.LiveCut;
import io.tenuto.model.TenantId;
import io.tenuto.model.TenantNaming;
import io.tenuto.model.TraceId;
import io.tenuto.spanlog.StoredRecord;
import io.tenuto.traceql.source.SpanSource;
import io.tenuto.wire.OtlpValidator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
/// A tenant that sends little has its records in a head that it shares with others; one that sends more has segments of
/// its own.
///
/// Always holds: every decodable span of offsets `[floor, end)` can be read; `floor` never passes the coverage; every
/// segment has rows, so that a tenant without any leaves nothing here.
final class LivePartition {
    /// A tenant's name, its list, and the entry that joins them.
    private static final long TENANT_BYTES = 250;

    private static final CopyOnWriteArrayList<LiveSegment> NO_SEGMENTS = new CopyOnWriteArrayList<>();

    private final LiveStoreConfig config;
    private final TenantNaming tenants;
    /// Of the consumer alone.
    private final OtlpValidator validator = new OtlpValidator();

    private final Map<TenantId, CopyOnWriteArrayList<LiveSegment>> segments = new ConcurrentHashMap<>();
    private final SharedHeads shared;
    /// Records that cannot be decoded, by offset, until they are covered: then the catalog names them.
    private final ConcurrentSkipListMap<Long, TenantId> undecodable = new ConcurrentSkipListMap<>();
    /// As of the last [#recount] and the appends since; written by the consumer alone.
    private volatile long memoryBytes;
    private volatile long floor;
    /// Set by whoever finds it.
    private volatile boolean isDamaged;
    private volatile long end;

    LivePartition(LiveStoreConfig config, TenantNaming tenants, long startOffset) {
        this.config = config;
        this.shared = new SharedHeads(config);
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
        try {
            long grown = appendTo(tenant.get(), stored, nowNanos);
            memoryBytes = memoryBytes + grown;
            return Taken.LIVE;
        } catch (CorruptDataException e) {
            undecodable.put(stored.offset(), tenant.get());
            return Taken.UNDECODABLE;
        }
    }

    /// Bytes that it took.
    private long appendTo(TenantId tenant, StoredRecord stored, long nowNanos) {
        ByteSlice record = stored.record().value();
        // Who has segments of its own has them while they last: its next head will not stay small either.
        if (!segments.containsKey(tenant)) {
            int spans = validator.check(record);
            if (spans == 0) return 0;
            Optional<Long> grown = shared.offer(tenant, stored.offset(), record, spans, nowNanos);
            if (grown.isPresent()) return grown.get();
        }
        Optional<LiveSegment> head = head(tenant);
        LiveSegment segment = head.orElseGet(() -> new LiveSegment(nowNanos, validator));
        long before = head.isEmpty() ? 0 : segment.rowBytes();
        segment.append(stored.offset(), record, nowNanos);
        if (head.isEmpty()) {
            if (segment.rowCount() == 0) return 0;
            segments.computeIfAbsent(tenant, id -> new CopyOnWriteArrayList<>()).add(segment);
        }
        return segment.rowBytes() - before;
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
        int sealed = shared.seal(nowNanos);
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
        int sealed = shared.sealCovered(settled);
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
        int sealed = shared.sealLarge(bytes);
        for (var list : segments.values()) {
            LiveSegment head = list.getLast();
            if (head.isSealed() || head.rowBytes() < bytes) continue;
            head.seal();
            sealed++;
        }
        return sealed;
    }

    /// What takes at least `bytes` of the heap and is final, those first whose rows came first: they leave first, too.
    ///
    /// @param from the lane of the log that this partition is
    List<Spillable> spillable(long bytes, LogPartition from) {
        var found = shared.spillable(bytes, from);
        segments.forEach((tenant, list) -> {
            for (LiveSegment segment : list) {
                if (!segment.isSpillable() || segment.rowBytes() < bytes) continue;
                found.add(new Spillable(
                        segment.lastOffset(),
                        segment.rowBytes(),
                        (disk, path) -> segment.move(disk, path, from, tenant)));
            }
        });
        found.sort(Comparator.comparingLong(Spillable::lastOffset));
        return found.stream().map(this::watched).toList();
    }

    /// The same, whose file tells when it is found damaged.
    private Spillable watched(Spillable rows) {
        return new Spillable(rows.lastOffset(), rows.bytes(), (disk, path) -> {
            LiveFile file = rows.mover().move(disk, path);
            file.onDamage(() -> isDamaged = true);
            return file;
        });
    }

    /// The files of all rows that are on disk.
    List<LiveFile> files() {
        var files = new ArrayList<>(shared.files());
        for (var list : segments.values())
            for (LiveSegment segment : list) segment.file().ifPresent(files::add);
        return files;
    }

    /// Whether a reader found a file that is not as it was written.
    boolean isDamaged() {
        return isDamaged;
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
        var files = new ArrayList<LiveFile>();
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
        List<SharedHead> goneHeads = shared.droppable(droppable, olderThanNanos);
        for (SharedHead head : goneHeads) newFloor = Math.max(newFloor, head.lastOffset() + 1);
        if (gone.isEmpty() && goneHeads.isEmpty()) return new Dropped(0, files);
        // The floor moves first: a reader that checks it afterwards never misses rows silently.
        floor = Math.max(floor, newFloor);
        for (SharedHead head : goneHeads) {
            freed += head.memoryBytes();
            head.file().ifPresent(files::add);
        }
        shared.remove(goneHeads);
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
    record Dropped(long bytes, List<LiveFile> files) {}

    private void dropUndecodable(long droppable) {
        var leaving = undecodable.headMap(droppable);
        if (leaving.isEmpty()) return;
        // As with rows: whoever counts too late finds the floor moved.
        floor = Math.max(floor, leaving.lastKey() + 1);
        leaving.clear();
    }

    List<SpanSource> sources(TenantId tenant, long from, long upTo, Deadline deadline) {
        List<LiveSegment> own = segments.getOrDefault(tenant, NO_SEGMENTS);
        List<SharedHead.Rows> common = shared.sources(tenant, from, upTo);
        var sources = new ArrayList<SpanSource>();
        int next = 0;
        for (LiveSegment segment : own) {
            while (next < common.size() && common.get(next).firstOffset() < segment.firstOffset()) {
                sources.add(common.get(next++).source());
            }
            segment.source(from, upTo, deadline).ifPresent(sources::add);
        }
        while (next < common.size()) sources.add(common.get(next++).source());
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

    /// Whose rows are held, in segments of their own or in a shared head.
    Set<TenantId> tenants() {
        var tenants = new HashSet<>(segments.keySet());
        tenants.addAll(shared.tenants());
        return tenants;
    }

    List<ByteSlice> trace(TenantId tenant, LiveCut cut, TraceId id) {
        var found = new ArrayList<>(shared.trace(tenant, id, cut.fromOffset(), cut.upTo()));
        for (LiveSegment segment : segments.getOrDefault(tenant, NO_SEGMENTS))
            segment.trace(id, cut.fromOffset(), cut.upTo()).ifPresent(found::add);
        return found;
    }

    /// Counts what is held anew: queries leave things in segments that appending does not see, and segments go to disk.
    void recount() {
        long bytes = shared.memoryBytes();
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
        long rows = shared.spanCount();
        for (var list : segments.values()) for (LiveSegment segment : list) rows += segment.rowCount();
        return rows;
    }

    /// Tenants with live rows; one that is in several heads counts several times.
    int tenantCount() {
        return segments.size() + shared.tenantCount();
    }

    long floor() {
        return floor;
    }

    long end() {
        return end;
    }
}
