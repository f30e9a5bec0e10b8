package io.tenuto.blocks.tenuto1;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import io.tenuto.objectstore.ObjectKey;
import io.tenuto.objectstore.ObjectStore;
import io.tenuto.objectstore.ObjectUpload;
import io.tenuto.parquet.ByteSink;
import java.util.Optional;

/// The object being written: held in memory while it is small, uploaded piece by piece once it is not.
final class DataObject implements ByteSink, AutoCloseable {
    /// Below this a block is one put.
    static final int SMALL_BYTES = 8 << 20;

    private static final int PIECE_BYTES = 1 << 20;

    private final ObjectStore store;
    private final ObjectKey key;
    private final Deadline deadline;
    private Optional<ObjectUpload> upload = Optional.empty();
    private byte[] buffer = new byte[64 << 10];
    private int buffered;

    DataObject(ObjectStore store, ObjectKey key, Deadline deadline) {
        this.store = store;
        this.key = key;
        this.deadline = deadline;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int at = offset;
        int left = length;
        while (left > 0) {
            int room = capacity() - buffered;
            int take = Math.min(room, left);
            grow(buffered + take);
            System.arraycopy(bytes, at, buffer, buffered, take);
            buffered += take;
            at += take;
            left -= take;
            if (buffered == capacity()) flush();
        }
    }

    private int capacity() {
        return upload.isPresent() ? PIECE_BYTES : SMALL_BYTES;
    }

    private void grow(int wanted) {
        if (buffer.length >= wanted) return;
        byte[] wider = new byte[Math.min(capacity(), Math.max(wanted, buffer.length * 2))];
        System.arraycopy(buffer, 0, wider, 0, buffered);
        buffer = wider;
    }

    /// Hands the buffer over, which from then on is the store's.
    private void flush() {
        deadline.check("write block");
        if (upload.isEmpty()) upload = Optional.of(store.upload(key, deadline));
        upload.get().write(ByteSlice.of(buffer, 0, buffered));
        buffer = new byte[PIECE_BYTES];
        buffered = 0;
    }

    boolean isSmall() {
        return upload.isEmpty();
    }

    /// Makes the object visible.
    void commit() {
        if (upload.isPresent()) {
            if (buffered > 0) flush();
            upload.get().commit();
        } else {
            store.put(key, ByteSlice.of(buffer, 0, buffered), deadline);
        }
    }

    @Override
    public void close() {
        upload.ifPresent(ObjectUpload::close);
    }
}
