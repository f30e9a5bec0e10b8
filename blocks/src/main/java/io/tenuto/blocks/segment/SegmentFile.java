package io.tenuto.blocks.segment;

import io.tenuto.base.CorruptDataException;
import io.tenuto.base.disk.Disk;
import io.tenuto.traceql.source.SourceFacts;
import java.io.IOException;
import java.nio.file.Path;

/// A sealed segment on disk, mapped: it takes next to no memory of the heap, and queries read what they need of it
/// where it lies. Safe for many threads.
///
/// Source: docs/formats/live-segment.md
public final class SegmentFile {
    /// As many as a batch has: one page of each column is read for it.
    static final int PAGE_ROWS = 8192;

    private final LiveFile file;
    private final SourceFacts facts;

    private SegmentFile(LiveFile file) {
        this.file = file;
        this.facts = file.directory().readSegment().facts();
    }

    /// Writes `segment` to `path`, which must not exist, and reads back where everything lies.
    ///
    /// @throws IOException if it could not be written; nothing is left of it then, as far as the disk lets go
    /// @throws CorruptDataException if it reads differently; nothing is left of it either
    public static SegmentFile write(Disk disk, Path path, Segment segment, LogStretch stretch) throws IOException {
        return write(disk, path, segment, stretch, PAGE_ROWS);
    }

    static SegmentFile write(Disk disk, Path path, Segment segment, LogStretch stretch, int pageRows)
            throws IOException {
        LiveFile file = LiveFile.write(
                disk,
                path,
                pageRows,
                out -> new SegmentFileWriter(out, segment.data()).write(segment.facts(), stretch));
        try {
            var written = new SegmentFile(file);
            if (written.facts.equals(segment.facts())) return written;
            throw new CorruptDataException(
                    "segment file %s: %s became %s".formatted(path, segment.facts(), written.facts));
        } catch (CorruptDataException e) {
            file.tryClose();
            file.unlink();
            throw e;
        }
    }

    /// Opens a file that somebody else wrote.
    ///
    /// @throws SegmentDamagedException if it is not whole
    static SegmentFile open(Disk disk, Path path) throws IOException {
        return new SegmentFile(LiveFile.open(disk, path));
    }

    /// What it holds, for one query.
    ///
    /// @throws SegmentDamagedException if it is not as it was written
    /// @throws SegmentGoneException if it has been closed
    public FileSegment open() {
        return new FileSegment(file.directory().readSegment());
    }

    public SourceFacts facts() {
        return facts;
    }

    public LiveFile file() {
        return file;
    }
}
