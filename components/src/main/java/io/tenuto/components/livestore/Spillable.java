package io.tenuto.components.livestore;

import io.tenuto.base.disk.Disk;
import io.tenuto.blocks.segment.LiveFile;
import java.io.IOException;
import java.nio.file.Path;

/// Sealed rows on the heap that can go to disk.
///
/// @param lastOffset of the log that they came from
/// @param bytes of the heap that they take, and about those of a file
record Spillable(long lastOffset, long bytes, Mover mover) {
    /// Writes the rows to a new file, from which they are read from then on.
    interface Mover {
        /// @throws IOException if they could not be written; they are where they were
        LiveFile move(Disk disk, Path path) throws IOException;
    }
}
