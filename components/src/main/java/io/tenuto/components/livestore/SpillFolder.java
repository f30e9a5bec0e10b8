package io.tenuto.components.livestore;

import io.tenuto.base.CorruptDataException;
import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.segment.LiveFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of live rows that did not fit into memory, within a budget. Shared by all partitions. Thread safe; files
/// are written under the lock, since one disk has one queue.
///
/// It never fails: what cannot be written stays in memory, and whoever asked pauses as if there were no disk.
final class SpillFolder {
    private static final Logger log = LoggerFactory.getLogger(SpillFolder.class);
    /// A disk that failed once is left alone for a while: a file is megabytes.
    private static final Duration FAILURE_PAUSE = Duration.ofSeconds(30);
    /// One that returned other bytes than were written deserves more distrust.
    private static final Duration DAMAGE_PAUSE = Duration.ofMinutes(10);

    private final SpillConfig config;
    private final Disk disk;
    private final LiveStoreMetrics metrics;
    /// Everything below is guarded by this object's monitor.
    private final Set<LiveFile> files = new HashSet<>();

    private final Deque<Retired> retired = new ArrayDeque<>();
    private boolean isOpen;
    private boolean isResting;
    private long restsUntilNanos;
    private long nextNumber;
    private volatile long bytes;

    /// A file without a name, which readers may still be at.
    private record Retired(LiveFile file, long atNanos) {}

    SpillFolder(SpillConfig config, Disk disk, LiveStoreMetrics metrics) {
        this.config = config;
        this.disk = disk;
        this.metrics = metrics;
    }

    /// Makes the folder and removes what a process before left there.
    synchronized void open() {
        if (config.bytesMax() == 0) return;
        try {
            disk.createDirectories(config.folder());
            for (String name : disk.list(config.folder()))
                disk.delete(config.folder().resolve(name));
            isOpen = true;
        } catch (IOException e) {
            log.error("live rows stay in memory, their folder cannot be used; folder={} cause={}", config.folder(), e);
        }
    }

    /// Whether a file of about `estimatedBytes` would be tried now.
    private boolean mayWrite(long estimatedBytes, long nowNanos) throws IOException {
        if (!isOpen) return false;
        if (isResting && nowNanos - restsUntilNanos < 0) return false;
        isResting = false;
        if (bytes + estimatedBytes > config.bytesMax()) return refuse("disk_budget");
        if (config.freeBytesMin() > 0 && disk.usableBytes(config.folder()) - estimatedBytes < config.freeBytesMin())
            return refuse("disk_reserve");
        return true;
    }

    private boolean refuse(String reason) {
        metrics.spillRefusals.increment(reason);
        return false;
    }

    /// Moves rows to a file; false if that is not possible now.
    synchronized boolean move(Spillable rows, int partition, long nowNanos) {
        try {
            if (!mayWrite(rows.bytes(), nowNanos)) return false;
            Path path = config.folder().resolve(partition + "-" + nextNumber++ + ".segment");
            LiveFile file = rows.mover().move(disk, path);
            files.add(file);
            count(file.sizeBytes());
            metrics.spilledSegments.increment();
            metrics.spilledBytes.add(file.sizeBytes());
            return true;
        } catch (IOException e) {
            refuse("io");
            rest(nowNanos, FAILURE_PAUSE);
            log.warn("live rows stay in memory, they could not be written; folder={} cause={}", config.folder(), e);
            return false;
        } catch (CorruptDataException e) {
            refuse("unread");
            rest(nowNanos, DAMAGE_PAUSE);
            log.error("live rows stay in memory, what was written reads differently; cause={}", e.getMessage());
            return false;
        }
    }

    private void rest(long nowNanos, Duration pause) {
        isResting = true;
        restsUntilNanos = nowNanos + pause.toNanos();
    }

    private void count(long more) {
        bytes += more;
        metrics.diskBytes.set(bytes);
        metrics.diskSegments.set(files.size());
    }

    /// Lets a file go: its name at once, its bytes when nobody can be reading any more.
    synchronized void retire(LiveFile file, long nowNanos) {
        unlink(file);
        retired.addLast(new Retired(file, nowNanos));
    }

    /// The disk has given back other bytes than it was given.
    synchronized void distrust(long nowNanos) {
        rest(nowNanos, DAMAGE_PAUSE);
    }

    private void unlink(LiveFile file) {
        try {
            file.unlink();
        } catch (IOException e) {
            log.warn("a file of live rows could not be removed; file={} cause={}", file, e.getMessage());
        }
    }

    /// Gives back the room of files whose grace is over.
    synchronized void sweep(long nowNanos) {
        long grace = config.reclaimGrace().toNanos();
        while (!retired.isEmpty() && nowNanos - retired.getFirst().atNanos() >= grace) {
            LiveFile file = retired.getFirst().file();
            if (!file.tryClose()) return;
            retired.removeFirst();
            files.remove(file);
            count(-file.sizeBytes());
        }
    }

    /// Removes everything.
    synchronized void close() {
        isOpen = false;
        for (LiveFile file : new ArrayList<>(files)) {
            unlink(file);
            if (!file.tryClose()) continue;
            files.remove(file);
            count(-file.sizeBytes());
        }
        retired.clear();
    }
}
