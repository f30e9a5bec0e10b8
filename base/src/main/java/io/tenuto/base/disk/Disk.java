package io.tenuto.base.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A file system with explicit durability: contents are durable after [DiskFile#force], names after [#forceDirectory].
public interface Disk {
    /// Creates an empty file; fails if the name exists.
    DiskFile create(Path path) throws IOException;

    /// Opens an existing file for reading.
    DiskFile open(Path path) throws IOException;

    boolean exists(Path path);

    /// Names of the files and folders in `directory`, ascending; empty if there is no such folder.
    List<String> list(Path directory) throws IOException;

    boolean isDirectory(Path path);

    /// When the file was last written, milliseconds since 1970.
    long modifiedMillis(Path path) throws IOException;

    void createDirectories(Path directory) throws IOException;

    /// Moves a file over `to`, atomically for readers.
    void rename(Path from, Path to) throws IOException;

    /// Gives an existing file a second name unless that name exists; whether it did. Atomic.
    boolean linkIfAbsent(Path existing, Path name) throws IOException;

    /// Removes the name; removing what is not there is no error.
    void delete(Path path) throws IOException;

    /// Bytes that may still be written below `directory`, as far as the file system knows.
    long usableBytes(Path directory) throws IOException;

    /// Makes the names in `directory` durable.
    void forceDirectory(Path directory) throws IOException;

    /// The disk of the machine.
    static Disk local() {
        return LocalDisk.INSTANCE;
    }
}
