package io.tenuto.spanlog.file;

import io.tenuto.base.Check;
import io.tenuto.base.Clock;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.Entropy;
import io.tenuto.base.disk.Disk;
import io.tenuto.spanlog.LogRecord;
import io.tenuto.spanlog.OffsetGoneException;
import io.tenuto.spanlog.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of a log, oldest first. The writer's thread changes them; readers come on any thread.
final class LogFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogFiles.class);
    private static final String SUFFIX = ".log";

    private static final long LARGE_BYTES = 1 << 20;

    private final FileSpanLogConfig config;
    private final Disk disk;
    private final Clock clock;
    private final String identity;
    private final CopyOnWriteArrayList<LogFile> files;
    /// Visible ends per partition: everything below is forced. Replaced as a whole.
    private volatile long[] ends;

    private final long[] covered;
    private final KnownPlaces places;
    /// The file that takes appends; empty after one was sealed by a failure.
    private Optional<LogFile> open;

    private long nextSequence;
    /// Whether a removal may still come back with a loss of power.
    private boolean isRemovalUnforced;

    private LogFiles(
            FileSpanLogConfig config,
            Disk disk,
            Clock clock,
            String identity,
            List<LogFile> files,
            KnownPlaces places,
            long[] ends) {
        this.config = config;
        this.disk = disk;
        this.clock = clock;
        this.identity = identity;
        this.files = new CopyOnWriteArrayList<>(files);
        this.places = places;
        this.ends = ends;
        this.covered = new long[ends.length];
        this.nextSequence = files.isEmpty() ? 1 : files.getLast().sequence() + 1;
        // A recovered file may end in a torn frame; appending behind it would hide what follows, so a new one is begun.
        this.open = Optional.empty();
        long now = clock.monotonicNanos();
        for (LogFile file : files) file.ended(now);
    }

    static LogFiles open(FileSpanLogConfig config, Disk disk, Clock clock, Entropy entropy) throws IOException {
        Path directory = config.directory();
        disk.createDirectories(directory);
        var recovered = new ArrayList<LogFile>();
        var places = new KnownPlaces(config.placesBytesMax());
        var empty = new ArrayList<Path>();
        List<String> names = disk.list(directory).stream()
                .filter(name -> name.endsWith(SUFFIX))
                .toList();
        for (int i = 0; i < names.size(); i++) {
            Path path = directory.resolve(names.get(i));
            try {
                LogFile file = LogFile.recover(disk, path);
                recovered.add(file);
                places.add(file);
            } catch (CorruptDataException e) {
                // A file that was being created when power or the disk failed has no header, and it holds nothing: it
                // is
                // the last one, or stands between two that continue each other.
                boolean mayBeEmpty = i == names.size() - 1 || !recovered.isEmpty();
                if (!mayBeEmpty || LogFile.holdsFrame(disk, path)) throw e;
                log.warn("log file without header; file={} cause={}", path, e.getMessage());
                empty.add(path);
            }
        }
        boolean isProven = empty.isEmpty() || recovered.isEmpty() || isAtMostOneBehind(empty, recovered);
        Check.data(isProven, "several log files without a header at the end of the log, from %s on", empty);
        String identity = recovered.isEmpty()
                ? entropy.nextUuid().toString()
                : recovered.getFirst().identity();
        long[] ends = link(partitionCount(config, recovered), recovered);
        // Not before the others are known to continue each other without it.
        for (Path path : empty) disk.delete(path);
        // What a killed process left in the page cache becomes readable now, so it must also survive a loss of power.
        if (!recovered.isEmpty()) recovered.getLast().force();
        disk.forceDirectory(directory);
        var opened = new LogFiles(config, disk, clock, identity, recovered, places, ends);
        if (recovered.isEmpty()) opened.settleIdentity();
        return opened;
    }

    /// Whether at most the last of those without a header comes after all others.
    private static boolean isAtMostOneBehind(List<Path> empty, List<LogFile> recovered) {
        String last = recovered.getLast().path().toString();
        return empty.stream()
                        .filter(path -> path.toString().compareTo(last) > 0)
                        .count()
                <= 1;
    }

    /// A new log writes its name down before anybody hears it: others keep things for it, its coverage and its lease.
    private void settleIdentity() {
        try {
            current();
        } catch (IOException e) {
            // The first append tries again; a disk that takes nothing now must not keep the process from starting.
            log.warn("no log file yet; directory={} cause={}", config.directory(), e.getMessage());
        }
    }

    /// As many as wanted, but never fewer than there were: their records may not be in blocks yet.
    private static int partitionCount(FileSpanLogConfig config, List<LogFile> files) {
        int count = config.partitionCount();
        for (LogFile file : files) count = Math.max(count, file.partitionCount());
        if (count > config.partitionCount()) {
            log.warn("span log keeps its partitions; count={} wanted={}", count, config.partitionCount());
        }
        return count;
    }

    /// Checks that each file continues the one before; the ends over all.
    private static long[] link(int partitionCount, List<LogFile> files) {
        long[] ends = new long[partitionCount];
        for (int i = 0; i < files.size(); i++) {
            LogFile file = files.get(i);
            Check.data(
                    file.identity().equals(files.getFirst().identity()),
                    "log file %s belongs to log %s",
                    file.path(),
                    file.identity());
            if (i + 1 < files.size()) {
                LogFile next = files.get(i + 1);
                long[] starts = new long[ends.length];
                for (int p = 0; p < starts.length; p++) starts[p] = next.startOffset(p);
                file.forgetFrom(starts);
                for (int p = 0; p < starts.length; p++) {
                    Check.data(
                            file.endOffset(p) == starts[p],
                            "log file %s, partition %s: ends at offset %s, the next file starts at %s",
                            file.path(),
                            p,
                            file.endOffset(p),
                            starts[p]);
                }
            }
            for (int p = 0; p < ends.length; p++) ends[p] = file.endOffset(p);
        }
        return ends;
    }

    String identity() {
        return identity;
    }

    int partitionCount() {
        return covered.length;
    }

    long[] ends() {
        return Arrays.copyOf(ends, ends.length);
    }

    long endOffset(int partition) {
        return ends[partition];
    }

    long startOffset(int partition) {
        return files.isEmpty() ? ends[partition] : files.getFirst().startOffset(partition);
    }

    /// The file that takes appends, begun if there is none.
    LogFile current() throws IOException {
        if (open.isPresent()) return open.get();
        var header = new Frames.FileHeader(identity, nextSequence, ends());
        // The sequence is used up even if creation fails half way: a name is never given twice.
        nextSequence++;
        LogFile created = LogFile.create(disk, config.directory(), header);
        if (!files.isEmpty()) files.getLast().forgetFrom(ends());
        files.add(created);
        open = Optional.of(created);
        return created;
    }

    void rollIfDue() {
        if (open.isPresent() && open.get().size() >= config.fileBytesMax()) seal();
    }

    /// Ends the present file; the next append begins another.
    void seal() {
        open.ifPresent(file -> {
            file.ended(clock.monotonicNanos());
            places.add(file);
        });
        open = Optional.empty();
    }

    /// Makes what has been noted in `file` visible.
    void publish(LogFile file) {
        long[] moved = ends();
        for (int p = 0; p < moved.length; p++) moved[p] = Math.max(moved[p], file.endOffset(p));
        ends = moved;
    }

    synchronized void coveredUpTo(int partition, long offset) {
        covered[partition] = Math.max(covered[partition], offset);
    }

    /// Ends the present file if it is worth being removed once it is covered.
    void sealIfLarge() {
        if (open.isPresent() && open.get().size() >= Math.min(LARGE_BYTES, config.fileBytesMax())) seal();
    }

    /// Removes the oldest files while they are covered and beyond the retained size or age; bytes removed.
    ///
    /// @param needsRoom whether nothing is retained that is covered
    long removeCovered(boolean needsRoom) throws IOException {
        long removed = 0;
        while (files.size() > 1 || files.size() == 1 && open.isEmpty()) {
            LogFile oldest = files.getFirst();
            boolean due = needsRoom
                    || sizeBytes() > config.retainBytesMax()
                    || clock.monotonicNanos() - oldest.endedNanos()
                            >= config.retainAgeMax().toNanos();
            boolean isLast = files.size() == 1;
            if (isLast || !due || !isCovered(oldest)) break;
            // One by one: a loss of power must not bring an older file back and keep a younger one away.
            forceRemoval();
            // A file that cannot be deleted stays known: one behind it that can would leave a hole.
            disk.delete(oldest.path());
            isRemovalUnforced = true;
            files.remove(oldest);
            places.remove(oldest);
            oldest.close();
            removed += oldest.size();
            forceRemoval();
        }
        return removed;
    }

    private void forceRemoval() throws IOException {
        if (!isRemovalUnforced) return;
        disk.forceDirectory(config.directory());
        isRemovalUnforced = false;
    }

    private synchronized boolean isCovered(LogFile file) {
        for (int p = 0; p < covered.length; p++) if (file.endOffset(p) > covered[p]) return false;
        return true;
    }

    long sizeBytes() {
        long bytes = 0;
        for (LogFile file : files) bytes += file.size();
        return bytes;
    }

    /// The records of `partition` in the frame that holds `offset`, from `offset` on.
    List<StoredRecord> readFrame(int partition, long offset) throws IOException {
        for (LogFile file : files) {
            if (offset < file.startOffset(partition)) break;
            if (offset >= file.endOffset(partition)) continue;
            var found = new ArrayList<StoredRecord>();
            List<Frames.Placed> frame = file.readFrame(file.positionOf(partition, offset, places::add));
            boolean isShared = frame.stream().anyMatch(placed -> placed.partition() != partition);
            for (Frames.Placed placed : frame) {
                if (placed.partition() != partition || placed.offset() < offset) continue;
                // Whoever keeps a record must not keep the other partitions' bytes of its frame alive with it.
                LogRecord record = isShared ? placed.record().withOwnBytes() : placed.record();
                found.add(new StoredRecord(placed.offset(), record));
            }
            Check.data(!found.isEmpty(), "offset %s of partition %s is not in its frame", offset, partition);
            return found;
        }
        throw new OffsetGoneException(partition, offset, startOffset(partition));
    }

    @Override
    public void close() {
        for (LogFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                log.warn("cannot close a log file; file={} cause={}", file.path(), e.getMessage());
            }
        }
    }
}
