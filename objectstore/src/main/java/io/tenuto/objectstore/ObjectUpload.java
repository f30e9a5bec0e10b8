package io.tenuto.objectstore;

import io.tenuto.base.ByteSlice;

/// An object being written piece by piece. Used by one thread. Closing without commit leaves nothing behind.
public interface ObjectUpload extends AutoCloseable {
    void write(ByteSlice bytes);

    /// Makes the object visible, durable and complete.
    void commit();

    @Override
    void close();
}
