package io.tenuto.blocks.segment;

import io.tenuto.base.disk.Disk;
import io.tenuto.base.disk.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// A file of live rows, mapped: written once, checked before it is believed, gone when its rows are. Safe for many
/// threads; one of them writes, lets go and closes.
///
/// Source: docs/formats/live-segment.md
public final class LiveFile {
    static final int VERSION = 2;
    static final int HEADER_BYTES = 16;
    static final int TRAILER_BYTES = 24;
    private static final byte[] MAGIC = "TENOSEG1".getBytes(StandardCharsets.US_ASCII);
    private static final int PAGE_ROWS_MAX = 1 << 20;

    private final Disk disk;
    private final Path path;
    private final Arena arena;
    private final SegmentBytes bytes;

    /// What a file holds between its header and its end.
    interface Content {
        void write(SegmentFileOutput out) throws IOException;
    }

    private LiveFile(Disk disk, Path path, Arena arena, SegmentBytes bytes) {
        this.disk = disk;
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    /// Writes a file that must not exist. Not forced: what a crash leaves is of no use, since the log tells it all
    /// again.
    ///
    /// @throws IOException if it could not be written; nothing is left of it then, as far as the disk lets go
    static LiveFile write(Disk disk, Path path, int pageRows, Content content) throws IOException {
        DiskFile file = disk.create(path);
        boolean isWritten = false;
        try (file) {
            var out = new SegmentFileOutput(file, pageRows);
            out.raw(header(pageRows));
            content.write(out);
            out.finish(MAGIC);
            LiveFile written = map(disk, path, file);
            isWritten = true;
            return written;
        } finally {
            if (!isWritten) disk.delete(path);
        }
    }

    /// Opens a file that somebody else wrote.
    static LiveFile open(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            return map(disk, path, file);
        }
    }

    /// The file closes the arena once it is let go.
    @SuppressWarnings("MustBeClosedChecker")
    private static LiveFile map(Disk disk, Path path, DiskFile file) throws IOException {
        Arena arena = Arena.ofShared();
        boolean isMapped = false;
        try {
            var bytes = new SegmentBytes(path.getFileName().toString(), file.map(arena));
            isMapped = true;
            return new LiveFile(disk, path, arena, bytes);
        } finally {
            if (!isMapped) arena.close();
        }
    }

    private static byte[] header(int pageRows) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return header.put(MAGIC).putInt(VERSION).putInt(pageRows).array();
    }

    /// A reader at the beginning of the directory.
    ///
    /// @throws SegmentDamagedException if the file is not whole
    SegmentFileReader directory() {
        bytes.require(bytes.size() >= HEADER_BYTES + TRAILER_BYTES, "it has " + bytes.size() + " bytes");
        long trailer = bytes.size() - TRAILER_BYTES;
        checkMagic(0);
        checkMagic(bytes.size() - MAGIC.length);
        int version = bytes.intAt(MAGIC.length);
        int pageRows = bytes.intAt(MAGIC.length + Integer.BYTES);
        bytes.require(version == VERSION, "it has version " + version);
        bytes.require(pageRows > 0 && pageRows <= PAGE_ROWS_MAX, "its pages have " + pageRows + " rows");
        long position = bytes.longAt(trailer);
        int length = bytes.intAt(trailer + Long.BYTES);
        boolean fits = position >= HEADER_BYTES && length >= 0 && position + length == trailer;
        bytes.require(fits, "its directory lies at %d and has %d bytes".formatted(position, length));
        bytes.check(position, length, bytes.intAt(trailer + Long.BYTES + Integer.BYTES));
        byte[] directory = new byte[length];
        bytes.copy(position, directory, 0, length);
        return new SegmentFileReader(bytes, pageRows, ByteBuffer.wrap(directory).order(ByteOrder.LITTLE_ENDIAN));
    }

    private void checkMagic(long position) {
        byte[] found = new byte[MAGIC.length];
        bytes.copy(position, found, 0, found.length);
        bytes.require(Arrays.equals(found, MAGIC), "it is none: " + Arrays.toString(found) + " at " + position);
    }

    /// Bytes on disk.
    public long sizeBytes() {
        return bytes.size();
    }

    /// Whether a reader found something that is not as it was written.
    public boolean isDamaged() {
        return bytes.isDamaged();
    }

    /// Runs `listener` whenever a reader finds something that is not as it was written, in the reader's thread.
    public void onDamage(Runnable listener) {
        bytes.onDamage(listener);
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
        return path + " (" + bytes.size() + " bytes)";
    }
}
