package io.tenuto.spanlog.file;

import io.tenuto.base.Check;
import io.tenuto.base.CorruptDataException;
import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One file of the log. One writer; readers on any thread.
///
/// Where its records lie it knows while it takes records; once it is ended it may forget, and reads itself when asked.
final class LogFile implements AutoCloseable {
    private final Path path;
    private final DiskFile file;
    private final Frames.FileHeader header;
    /// Per partition, how many records there are from the header's start offset on; guarded by this object, and so are
    /// places that are still added to.
    private final int[] counts;
    /// Held by who finds out places that were forgotten.
    private final Object finding = new Object();
    /// Null while forgotten. May know of more records than there are.
    private volatile @Nullable FramePlaces places;
    private volatile long size;
    private volatile long endedNanos = Long.MIN_VALUE;

    private LogFile(Path path, DiskFile file, Frames.FileHeader header, long size) {
        this.path = path;
        this.file = file;
        this.header = header;
        this.size = size;
        int partitions = header.startOffsets().length;
        this.counts = new int[partitions];
        this.places = new FramePlaces(partitions);
    }

    static String nameOf(long sequence) {
        return "%020d.log".formatted(sequence);
    }

    /// A new file, its header and its name durable.
    static LogFile create(Disk disk, Path directory, Frames.FileHeader header) throws IOException {
        Path path = directory.resolve(nameOf(header.sequence()));
        DiskFile file = disk.create(path);
        try {
            ByteBuffer bytes = Frames.encode(header);
            int size = bytes.remaining();
            file.append(bytes);
            file.force();
            disk.forceDirectory(directory);
            return new LogFile(path, file, header, size);
        } catch (IOException e) {
            file.close();
            disk.delete(path);
            throw e;
        }
    }

    /// Opens an existing file and reads all frames up to the first that is not whole.
    ///
    /// @throws CorruptDataException if the header is damaged or another file's, or a frame with the right checksum
    /// contradicts the format
    static LogFile recover(Disk disk, Path path) throws IOException {
        DiskFile file = disk.open(path);
        try {
            long fileSize = file.size();
            ByteBuffer head = ByteBuffer.allocate((int) Math.min(fileSize, 1 << 20));
            file.read(0, head);
            Frames.FileHeader header = Frames.decodeHeader(head.flip());
            Check.data(path.endsWith(nameOf(header.sequence())), "log file %s says it is %s", path, header.sequence());
            var recovered = new LogFile(path, file, header, header.bytes());
            recovered.size = recovered.scan(fileSize, recovered::note);
            return recovered;
        } catch (IOException | CorruptDataException e) {
            file.close();
            throw e;
        }
    }

    /// Whether a whole frame stands where the header, of however many partitions, could end. Frames are written only
    /// behind a header that is durable, so such a file was more than about to be created.
    static boolean holdsFrame(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            long fileSize = file.size();
            for (int partitions = 1; partitions <= FileSpanLogConfig.PARTITIONS_MAX; partitions++) {
                if (frameAt(file, Frames.headerBytes(partitions), fileSize).isPresent()) return true;
            }
            return false;
        }
    }

    /// The payload of the frame at `position` if it is whole.
    private static Optional<byte[]> frameAt(DiskFile file, long position, long fileSize) throws IOException {
        if (fileSize - position < Frames.FRAME_HEADER_BYTES) return Optional.empty();
        ByteBuffer head = ByteBuffer.allocate(Frames.FRAME_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.read(position, head);
        int length = head.getInt(0);
        if (length < 2 || length > fileSize - position - Frames.FRAME_HEADER_BYTES) return Optional.empty();
        byte[] payload = new byte[length];
        file.read(position + Frames.FRAME_HEADER_BYTES, ByteBuffer.wrap(payload));
        return Frames.crc(payload, 0, length) == head.getInt(4) ? Optional.of(payload) : Optional.empty();
    }

    /// Takes note of a frame.
    private interface Noting {
        void note(long position, int[] partitions, long[] offsets);
    }

    /// Reads all whole frames below `fileSize` that continue each other; where they end.
    private long scan(long fileSize, Noting noting) throws IOException {
        long position = header.bytes();
        var next = Arrays.copyOf(header.startOffsets(), header.startOffsets().length);
        while (true) {
            Optional<byte[]> payload = frameAt(file, position, fileSize);
            if (payload.isEmpty()) break;
            List<Frames.Placed> records = Frames.decode(ByteBuffer.wrap(payload.get()));
            if (!continues(records, next)) break;
            long[] offsets = records.stream().mapToLong(Frames.Placed::offset).toArray();
            int[] partitions =
                    records.stream().mapToInt(Frames.Placed::partition).toArray();
            noting.note(position, partitions, offsets);
            position += Frames.FRAME_HEADER_BYTES + payload.get().length;
        }
        return position;
    }

    private static boolean continues(List<Frames.Placed> records, long[] next) {
        for (Frames.Placed record : records) {
            if (record.partition() >= next.length || record.offset() != next[record.partition()]) return false;
            next[record.partition()]++;
        }
        return true;
    }

    /// Notes the records of a frame that lies at `position`.
    synchronized void note(long position, int[] partitions, long[] offsets) {
        FramePlaces known = Objects.requireNonNull(places, "an ended log file takes no records");
        for (int partition : partitions) {
            known.add(partition, position);
            counts[partition]++;
        }
    }

    /// Appends frames without forcing them; the position of the first byte.
    long append(ByteBuffer frames) throws IOException {
        long position = size;
        int length = frames.remaining();
        file.append(frames);
        size = position + length;
        return position;
    }

    void force() throws IOException {
        file.force();
    }

    /// Takes back what was appended from `position` on.
    void truncate(long position) throws IOException {
        file.truncate(position);
        size = position;
    }

    /// Forgets records of each partition from `ends` on: they were never acknowledged and another file replaces them.
    synchronized void forgetFrom(long[] ends) {
        for (int p = 0; p < counts.length && p < ends.length; p++) {
            counts[p] = (int) Math.max(0, Math.min(counts[p], ends[p] - startOffset(p)));
        }
    }

    int partitionCount() {
        return counts.length;
    }

    long startOffset(int partition) {
        long[] starts = header.startOffsets();
        return partition < starts.length ? starts[partition] : 0;
    }

    synchronized long endOffset(int partition) {
        return startOffset(partition) + (partition < counts.length ? counts[partition] : 0);
    }

    /// @param found told if the places had to be found out again
    /// @throws CorruptDataException if that did not reach the record, since a frame before it is damaged
    long positionOf(int partition, long offset, Consumer<LogFile> found) throws IOException {
        FramePlaces known = places;
        if (known == null) known = findPlaces(found);
        int index = (int) (offset - startOffset(partition));
        synchronized (this) {
            if (index >= known.count(partition)) {
                throw new CorruptDataException("span log %s: offset %d of partition %d is behind a damaged frame"
                        .formatted(path.getFileName(), offset, partition));
            }
            return known.position(partition, index);
        }
    }

    private FramePlaces findPlaces(Consumer<LogFile> found) throws IOException {
        synchronized (finding) {
            FramePlaces known = places;
            if (known != null) return known;
            var all = new FramePlaces(counts.length);
            scan(size, (position, partitions, offsets) -> {
                for (int partition : partitions) all.add(partition, position);
            });
            places = all;
            found.accept(this);
            return all;
        }
    }

    /// Of an ended file.
    void forgetPlaces() {
        places = null;
    }

    long placesBytes() {
        FramePlaces known = places;
        return known == null ? 0 : known.bytes();
    }

    /// Reads and checks the frame at `position`.
    ///
    /// @throws CorruptDataException if it is damaged
    List<Frames.Placed> readFrame(long position) throws IOException {
        byte[] payload = frameAt(file, position, size).orElseThrow(() -> damaged(position));
        return Frames.decode(ByteBuffer.wrap(payload));
    }

    private CorruptDataException damaged(long position) {
        return new CorruptDataException(
                "span log %s: damaged frame at byte %d".formatted(path.getFileName(), position));
    }

    Path path() {
        return path;
    }

    String identity() {
        return header.identity();
    }

    long sequence() {
        return header.sequence();
    }

    long size() {
        return size;
    }

    /// When it was ended, on the monotonic clock.
    void ended(long nanos) {
        endedNanos = nanos;
    }

    long endedNanos() {
        return endedNanos;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
