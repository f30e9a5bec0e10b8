package io.tenuto.blocks.segment;

import io.tenuto.base.CorruptDataException;
import io.tenuto.base.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;

/// Records of a sealed shared head on disk, mapped, one behind the other as they came. Where each begins is known to
/// those who wrote them. Safe for many threads.
///
/// Source: docs/formats/live-segment.md
public final class RecordFile {
    private final LiveFile file;

    private RecordFile(LiveFile file) {
        this.file = file;
    }

    /// Which part of the log the records came from: offsets `[firstOffset, lastOffset]`.
    public record Stretch(String log, int partition, long firstOffset, long lastOffset) {}

    /// Writes `bytes` to `path`, which must not exist.
    ///
    /// @throws IOException if it could not be written; nothing is left of it then, as far as the disk lets go
    /// @throws CorruptDataException if it reads differently; nothing is left of it either
    public static RecordFile write(Disk disk, Path path, byte[] bytes, Stretch stretch) throws IOException {
        LiveFile file = LiveFile.write(disk, path, SegmentFile.PAGE_ROWS, out -> {
            out.number(SegmentFileReader.RECORDS);
            out.text(stretch.log());
            out.number(stretch.partition());
            out.wide(stretch.firstOffset());
            out.wide(stretch.lastOffset());
            out.bytes(bytes, bytes.length);
        });
        try {
            file.directory().readRecords();
            return new RecordFile(file);
        } catch (CorruptDataException e) {
            file.tryClose();
            file.unlink();
            throw e;
        }
    }

    /// Reads for one query; pages are checked before their first use in it. Used by one thread.
    ///
    /// @throws SegmentDamagedException if the file is not as it was written
    /// @throws SegmentGoneException if it has been closed
    public Reader open() {
        return new Reader(file.directory().readRecords());
    }

    /// The bytes of a file.
    public static final class Reader {
        private final StoredArray bytes;

        private Reader(StoredArray bytes) {
            this.bytes = bytes;
        }

        /// Bytes `[from, to)`, copied.
        public byte[] bytes(int from, int to) {
            return bytes.bytes(from, to);
        }
    }

    public LiveFile file() {
        return file;
    }
}
