package io.tenuto.blocks.segment;

import io.tenuto.base.Check;
import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.DiskFile;
import io.tenuto.traceql.source.SourceFacts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// A sealed segment on disk, mapped: it takes next to no memory of the heap, and queries read what they need of it
/// where it lies. Safe for many threads; one of them writes, lets go and closes.
///
/// Source: docs/formats/live-segment.md
public final class SegmentFile {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 16;
    static final int TRAILER_BYTES = 24;
    static final byte[] MAGIC = "TENOSEG1".getBytes(StandardCharsets.US_ASCII);

    /// As many as a batch has: one page of each column is read for it.
    private static final int PAGE_ROWS = 8192;

    private final Disk disk;
    private final Path path;
    private final Arena arena;
    private final SegmentBytes bytes;
    private final SourceFacts facts;

    private SegmentFile(Disk disk, Path path, Arena arena, SegmentBytes bytes) {
        this.disk = disk;
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
        this.facts = parts().facts();
    }

    /// Writes `segment` to `path`, which must not exist, and reads back where everything lies. Not forced: what a crash
    /// leaves is of no use, since the log tells it all again.
    ///
    /// @throws IOException if it could not be written; nothing is left of it then, as far as the disk lets go
    public static SegmentFile write(Disk disk, Path path, Segment segment, LogStretch stretch) throws IOException {
        return write(disk, path, segment, stretch, PAGE_ROWS);
    }

    static SegmentFile write(Disk disk, Path path, Segment segment, LogStretch stretch, int pageRows)
            throws IOException {
        Arena arena = Arena.ofShared();
        boolean isWritten = false;
        try (DiskFile file = disk.create(path)) {
            var out = new SegmentFileOutput(file, pageRows);
            out.raw(header(pageRows));
            new SegmentFileWriter(out, segment.data()).write(segment.facts(), stretch);
            out.finish(MAGIC);
            var written = new SegmentFile(
                    disk, path, arena, new SegmentBytes(path.getFileName().toString(), file.map(arena)));
            Check.data(written.facts.equals(segment.facts()), "segment file %s: another came back", path);
            isWritten = true;
            return written;
        } finally {
            if (!isWritten) discard(disk, path, arena);
        }
    }

    private static void discard(Disk disk, Path path, Arena arena) throws IOException {
        arena.close();
        disk.delete(path);
    }

    /// Opens a file that somebody else wrote.
    ///
    /// @throws io.tenuto.base.CorruptDataException if it is not whole
    static SegmentFile open(Disk disk, Path path) throws IOException {
        Arena arena = Arena.ofShared();
        boolean isOpen = false;
        try (DiskFile file = disk.open(path)) {
            var found = new SegmentFile(
                    disk, path, arena, new SegmentBytes(path.getFileName().toString(), file.map(arena)));
            isOpen = true;
            return found;
        } finally {
            if (!isOpen) arena.close();
        }
    }

    private static byte[] header(int pageRows) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return header.put(MAGIC).putInt(VERSION).putInt(pageRows).array();
    }

    private StoredParts parts() {
        bytes.require(bytes.size() >= HEADER_BYTES + TRAILER_BYTES, "it has " + bytes.size() + " bytes");
        long trailer = bytes.size() - TRAILER_BYTES;
        checkMagic(0);
        checkMagic(bytes.size() - MAGIC.length);
        int version = bytes.intAt(MAGIC.length);
        int pageRows = bytes.intAt(MAGIC.length + Integer.BYTES);
        bytes.require(version == VERSION, "it has version " + version);
        bytes.require(pageRows > 0 && pageRows <= 1 << 20, "its pages have " + pageRows + " rows");
        long position = bytes.longAt(trailer);
        int length = bytes.intAt(trailer + Long.BYTES);
        boolean fits = position >= HEADER_BYTES && length >= 0 && position + length == trailer;
        bytes.require(fits, "its directory lies at %d and has %d bytes".formatted(position, length));
        bytes.check(position, length, bytes.intAt(trailer + Long.BYTES + Integer.BYTES));
        byte[] directory = new byte[length];
        bytes.copy(position, directory, 0, length);
        return new SegmentFileReader(bytes, pageRows, ByteBuffer.wrap(directory).order(ByteOrder.LITTLE_ENDIAN)).read();
    }

    private void checkMagic(long position) {
        byte[] found = new byte[MAGIC.length];
        bytes.copy(position, found, 0, found.length);
        bytes.require(Arrays.equals(found, MAGIC), "it is none: " + Arrays.toString(found) + " at " + position);
    }

    /// What it holds, for one query.
    ///
    /// @throws SegmentDamagedException if it is not as it was written
    /// @throws SegmentGoneException if it has been closed
    public FileSegment open() {
        return new FileSegment(parts());
    }

    public SourceFacts facts() {
        return facts;
    }

    /// Bytes on disk.
    public long sizeBytes() {
        return bytes.size();
    }

    /// Whether a reader found something that is not as it was written.
    public boolean isDamaged() {
        return bytes.isDamaged();
    }

    /// Takes the name away. Who reads goes on reading; the disk has its room back after [#tryClose].
    public void unlink() throws IOException {
        disk.delete(path);
    }

    /// Ends reading; whoever still reads is told that it is gone. False if somebody is in the midst of it: then again a
    /// moment later.
    public boolean tryClose() {
        if (!arena.scope().isAlive()) return true;
        try {
            arena.close();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return path + " (" + bytes.size() + " bytes, " + facts.rowCount() + " rows)";
    }
}
