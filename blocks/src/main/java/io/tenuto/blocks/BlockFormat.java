package io.tenuto.blocks;

import io.tenuto.base.Deadline;
import io.tenuto.blocks.catalog.BlockMeta;
import io.tenuto.objectstore.ObjectStore;

/// One way of storing spans as objects. Thread safe.
public interface BlockFormat {
    /// What stands in [BlockMeta#format()].
    String name();

    /// Whether spans come out byte by byte as they went in, with their content hash.
    boolean isExact();

    /// Opens a block; reads only what is needed to know its shape.
    ///
    /// @throws io.tenuto.base.CorruptDataException if the bytes are damaged
    /// @throws io.tenuto.objectstore.ObjectStoreException if the store fails
    StoredBlock open(BlockMeta meta, ObjectStore store, Deadline deadline);
}
