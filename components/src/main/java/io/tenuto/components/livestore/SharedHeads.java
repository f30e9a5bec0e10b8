package io.tenuto.components.livestore;

import io.tenuto.base.ByteSlice;
import io.tenuto.blocks.catalog.LogPartition;
import io.tenuto.blocks.segment.LiveFile;
import io.tenuto.model.TenantId;
import io.tenuto.model.TraceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// The shared heads of one partition, the oldest first; at most the last one is mutable. One writer, many readers.
final class SharedHeads {
    /// Larger ones would keep covered rows in memory for the sake of a few that are not.
    private static final long HEAD_BYTES_MAX = 1 << 20;

    private final LiveStoreConfig config;
    private final List<SharedHead> heads = new CopyOnWriteArrayList<>();

    SharedHeads(LiveStoreConfig config) {
        this.config = config;
    }

    private Optional<SharedHead> mutable() {
        return heads.isEmpty() || heads.getLast().isSealed() ? Optional.empty() : Optional.of(heads.getLast());
    }

    /// Appends a valid record of `spans` spans, unless the tenant would have too much here to share; bytes by which the
    /// heads grew, or empty if it was not taken.
    Optional<Long> offer(TenantId tenant, long offset, ByteSlice record, int spans, long nowNanos) {
        if (record.length() > config.sharedTenantBytesMax()) return Optional.empty();
        Optional<SharedHead> last = mutable();
        if (last.isPresent()) {
            int held = last.get().bytesHeldFor(tenant);
            if (held + record.length() > config.sharedTenantBytesMax()) return Optional.empty();
        }
        SharedHead head = last.orElseGet(() -> new SharedHead(nowNanos));
        long before = last.isEmpty() ? 0 : head.memoryBytes();
        head.append(tenant, offset, record, spans, nowNanos);
        if (last.isEmpty()) heads.add(head);
        return Optional.of(head.memoryBytes() - before);
    }

    /// Seals the mutable head if it is full or old; how many that were.
    int seal(long nowNanos) {
        Optional<SharedHead> due = mutable()
                .filter(head -> head.memoryBytes() >= Math.min(HEAD_BYTES_MAX, config.segmentBytesMax())
                        || nowNanos - head.firstAppendNanos()
                                >= config.segmentAgeMax().toNanos());
        due.ifPresent(SharedHead::seal);
        return due.isPresent() ? 1 : 0;
    }

    /// Seals the mutable head if it holds rows below `settled`; how many that were.
    int sealCovered(long settled) {
        Optional<SharedHead> due = mutable().filter(head -> head.firstOffset() < settled);
        due.ifPresent(SharedHead::seal);
        return due.isPresent() ? 1 : 0;
    }

    /// Seals the mutable head if it takes at least `bytes`; how many that were.
    int sealLarge(long bytes) {
        Optional<SharedHead> due = mutable().filter(head -> head.memoryBytes() >= bytes);
        due.ifPresent(SharedHead::seal);
        return due.isPresent() ? 1 : 0;
    }

    /// What could go to disk of heads that take at least `bytes`.
    List<Spillable> spillable(long bytes, LogPartition from) {
        var found = new ArrayList<Spillable>();
        for (SharedHead head : heads) {
            if (!head.isSpillable() || head.memoryBytes() < bytes) continue;
            found.add(
                    new Spillable(head.lastOffset(), head.memoryBytes(), (disk, path) -> head.move(disk, path, from)));
        }
        return found;
    }

    List<LiveFile> files() {
        return heads.stream().flatMap(head -> head.file().stream()).toList();
    }

    /// Sealed heads that lie wholly below `droppable` and whose last records came before `olderThanNanos`.
    List<SharedHead> droppable(long droppable, long olderThanNanos) {
        return heads.stream()
                .filter(head ->
                        head.isSealed() && head.lastOffset() < droppable && head.lastAppendNanos() - olderThanNanos < 0)
                .toList();
    }

    void remove(List<SharedHead> gone) {
        heads.removeAll(gone);
    }

    List<SharedHead.Rows> sources(TenantId tenant, long from, long upTo) {
        var found = new ArrayList<SharedHead.Rows>();
        for (SharedHead head : heads) head.source(tenant, from, upTo).ifPresent(found::add);
        return found;
    }

    List<ByteSlice> trace(TenantId tenant, TraceId id, long from, long upTo) {
        var found = new ArrayList<ByteSlice>();
        for (SharedHead head : heads) head.trace(tenant, id, from, upTo).ifPresent(found::add);
        return found;
    }

    long memoryBytes() {
        long bytes = 0;
        for (SharedHead head : heads) bytes += head.memoryBytes();
        return bytes;
    }

    long spanCount() {
        return heads.stream().mapToLong(SharedHead::spanCount).sum();
    }

    /// Tenants of all heads; one that is in several counts several times.
    int tenantCount() {
        return heads.stream().mapToInt(SharedHead::tenantCount).sum();
    }

    Set<TenantId> tenants() {
        var tenants = new HashSet<TenantId>();
        for (SharedHead head : heads) tenants.addAll(head.tenants());
        return tenants;
    }
}
