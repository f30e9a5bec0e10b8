package io.tenuto.base.disk;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// An open file. Reads may come from any thread; everything else from one.
public interface DiskFile extends AutoCloseable {
    /// Appends all of `bytes`. After a failure any part of it may have been written.
    void append(ByteBuffer bytes) throws IOException;

    /// Fills `target` from `position`; fails if the file ends before.
    void read(long position, ByteBuffer target) throws IOException;

    /// The whole present content, read where it lies: not copied, and readable until `arena` closes, whether the file
    /// is closed or removed meanwhile or not. Bytes that the disk cannot read fail where they are touched, with an
    /// `InternalError`.
    MemorySegment map(Arena arena) throws IOException;

    long size() throws IOException;

    /// Makes the content durable.
    void force() throws IOException;

    void truncate(long size) throws IOException;

    @Override
    void close() throws IOException;
}
