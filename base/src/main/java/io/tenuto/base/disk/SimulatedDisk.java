package io.tenuto.base.disk;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A disk in memory that loses what was not forced: [#crash] drops, reorders and tears unforced writes, and forgets
/// unforced names. Also full, read-only or failing to force on demand. For tests and simulations. Thread safe.
///
/// Model: a file's content is what was forced plus single writes behind it, each of which may survive whole, in part
/// (a prefix, with zeros where a later write survived), or not at all. A name change survives if the folder was forced
/// afterwards; otherwise each change is kept or lost on its own.
public final class SimulatedDisk implements Disk {
    private final SplittableRandom random;
    /// Names as a running process sees them.
    private TreeMap<Path, Content> names = new TreeMap<>();
    /// Names that survive a crash for certain.
    private TreeMap<Path, Content> durableNames = new TreeMap<>();

    private final Set<Path> directories = new HashSet<>();
    private long capacityBytes = Long.MAX_VALUE;
    private boolean readOnly;
    private double forceFailureChance;
    private int generation;
    /// Changes that are still made before power fails.
    private long changesLeft = Long.MAX_VALUE;

    /// One file's bytes, independent of its names.
    private static final class Content {
        private byte[] bytes = new byte[0];
        private int durableLength;
        private final List<int[]> unforced = new ArrayList<>();
    }

    public SimulatedDisk(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// From now on writes beyond this many bytes in all fail as on a full disk.
    public synchronized void limitTo(long bytes) {
        capacityBytes = bytes;
    }

    public synchronized void setReadOnly(boolean on) {
        readOnly = on;
    }

    /// Each force fails with this probability, and what it covered stays undecided.
    public synchronized void failForces(double chance) {
        forceFailureChance = chance;
    }

    /// Power fails after so many more changes and forces: whatever is asked then fails, until [#crash] brings it back.
    public synchronized void failPowerAfter(long changes) {
        changesLeft = changes;
    }

    /// Whether power has failed and has not come back.
    public synchronized boolean isWithoutPower() {
        return changesLeft < 0;
    }

    private void spendChange() throws IOException {
        if (changesLeft < 0 || --changesLeft < 0) {
            changesLeft = -1;
            throw new IOException("no power");
        }
    }

    /// Power is lost and comes back: open files are dead, and what was not forced is decided by chance.
    public synchronized void crash() {
        generation++;
        changesLeft = Long.MAX_VALUE;
        var survivors = new TreeMap<>(durableNames);
        for (Path path : changedNames()) {
            if (random.nextBoolean()) continue;
            Content now = names.get(path);
            if (now == null) survivors.remove(path);
            else survivors.put(path, now);
        }
        Set<Content> contents = new HashSet<>(survivors.values());
        for (Content content : contents) decide(content);
        names = new TreeMap<>(survivors);
        durableNames = new TreeMap<>(survivors);
    }

    private Set<Path> changedNames() {
        var changed = new TreeSet<Path>();
        for (Map.Entry<Path, Content> entry : names.entrySet()) {
            if (durableNames.get(entry.getKey()) != entry.getValue()) changed.add(entry.getKey());
        }
        for (Path path : durableNames.keySet()) if (!names.containsKey(path)) changed.add(path);
        return changed;
    }

    private void decide(Content content) {
        byte[] bytes = Arrays.copyOf(content.bytes, content.bytes.length);
        int length = content.durableLength;
        if (bytes.length > length) Arrays.fill(bytes, length, bytes.length, (byte) 0);
        for (int[] write : content.unforced) {
            int kept = switch (random.nextInt(3)) {
                case 0 -> 0;
                case 1 -> write[1];
                default -> random.nextInt(write[1] + 1);
            };
            if (kept == 0) continue;
            System.arraycopy(content.bytes, write[0], bytes, write[0], kept);
            length = Math.max(length, write[0] + kept);
        }
        content.bytes = Arrays.copyOf(bytes, length);
        content.durableLength = length;
        content.unforced.clear();
    }

    private long usedBytes() {
        return names.values().stream()
                .distinct()
                .mapToLong(content -> content.bytes.length)
                .sum();
    }

    private void mayWrite(long more) throws IOException {
        spendChange();
        if (readOnly) throw new IOException("Read-only file system");
        if (usedBytes() + more > capacityBytes) throw new IOException("No space left on device");
    }

    @Override
    public synchronized DiskFile create(Path path) throws IOException {
        mayWrite(0);
        if (names.containsKey(path)) throw new FileAlreadyExistsException(path.toString());
        var content = new Content();
        names.put(path, content);
        return new SimulatedFile(content);
    }

    @Override
    public synchronized DiskFile open(Path path) throws IOException {
        return new SimulatedFile(existing(path));
    }

    private Content existing(Path path) throws IOException {
        Content content = names.get(path);
        if (content == null) throw new NoSuchFileException(path.toString());
        return content;
    }

    @Override
    public synchronized boolean exists(Path path) {
        return names.containsKey(path) || isDirectory(path);
    }

    @Override
    public synchronized List<String> list(Path directory) {
        var found = new TreeSet<String>();
        for (Path path : names.keySet()) {
            if (path.startsWith(directory) && path.getNameCount() > directory.getNameCount()) {
                found.add(path.getName(directory.getNameCount()).toString());
            }
        }
        return List.copyOf(found);
    }

    @Override
    public synchronized boolean isDirectory(Path path) {
        if (names.containsKey(path)) return false;
        return directories.contains(path) || names.keySet().stream().anyMatch(name -> name.startsWith(path));
    }

    @Override
    public long modifiedMillis(Path path) {
        return 0;
    }

    @Override
    public synchronized void createDirectories(Path directory) {
        directories.add(directory);
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        mayWrite(0);
        Content content = existing(from);
        names.remove(from);
        names.put(to, content);
    }

    @Override
    public synchronized boolean linkIfAbsent(Path existing, Path name) throws IOException {
        mayWrite(0);
        return names.putIfAbsent(name, existing(existing)) == null;
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        mayWrite(0);
        names.remove(path);
    }

    @Override
    public synchronized long usableBytes(Path directory) {
        return Math.max(0, capacityBytes - usedBytes());
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        failSometimes();
        var changed = new HashMap<Path, @Nullable Content>();
        for (Path path : changedNames()) if (directory.equals(path.getParent())) changed.put(path, names.get(path));
        changed.forEach((path, content) -> {
            if (content == null) durableNames.remove(path);
            else durableNames.put(path, content);
        });
    }

    private void failSometimes() throws IOException {
        spendChange();
        if (readOnly) throw new IOException("Read-only file system");
        if (forceFailureChance > 0 && random.nextDouble() < forceFailureChance)
            throw new IOException("Input/output error");
    }

    private final class SimulatedFile implements DiskFile {
        private final Content content;
        private final int born = generation;

        SimulatedFile(Content content) {
            this.content = content;
        }

        private void alive() throws IOException {
            if (born != generation) throw new IOException("file of a machine that lost power");
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            synchronized (SimulatedDisk.this) {
                alive();
                spendChange();
                int start = content.bytes.length;
                int wanted = bytes.remaining();
                long room = capacityBytes - usedBytes();
                int fits = (int) Math.min(wanted, Math.max(0, room));
                if (readOnly) throw new IOException("Read-only file system");
                content.bytes = Arrays.copyOf(content.bytes, start + fits);
                bytes.get(content.bytes, start, fits);
                if (fits > 0) content.unforced.add(new int[] {start, fits});
                if (fits < wanted) throw new IOException("No space left on device");
            }
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            synchronized (SimulatedDisk.this) {
                alive();
                if (position + target.remaining() > content.bytes.length) throw new EOFException("file ends");
                target.put(content.bytes, (int) position, target.remaining());
            }
        }

        /// The content as it is now; what is written later does not show.
        @Override
        public MemorySegment map(Arena arena) throws IOException {
            synchronized (SimulatedDisk.this) {
                alive();
                return MemorySegment.ofArray(content.bytes.clone());
            }
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                alive();
                return content.bytes.length;
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                alive();
                failSometimes();
                content.durableLength = content.bytes.length;
                content.unforced.clear();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                alive();
                mayWrite(0);
                if (size >= content.bytes.length) return;
                content.bytes = Arrays.copyOf(content.bytes, (int) size);
                content.durableLength = Math.min(content.durableLength, (int) size);
                content.unforced.removeIf(write -> write[0] >= size);
                for (int[] write : content.unforced) write[1] = (int) Math.min(write[1], size - write[0]);
            }
        }

        @Override
        public void close() {}
    }
}
