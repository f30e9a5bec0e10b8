package io.tenuto.objectstore;

import io.tenuto.base.ByteSlice;
import io.tenuto.base.Deadline;
import java.util.List;

/// Named immutable objects. Thread safe. After a put returned, every reader sees the object, also in lists.
///
/// @see "every method throws ObjectStoreException if the store failed; ask isRetryable()"
public interface ObjectStore extends AutoCloseable {
    /// Stores the whole object, replacing one of the same key. Atomic: readers see the old bytes or the new ones.
    void put(ObjectKey key, ByteSlice content, Deadline deadline);

    /// Stores the object unless one of this key exists. Exactly one of several racing callers gets `true`.
    ///
    /// After a failure other than a clear refusal the object may be there or not.
    boolean putIfAbsent(ObjectKey key, ByteSlice content, Deadline deadline);

    /// Opens an upload for an object too large to hold in memory; nothing is visible until [ObjectUpload#commit].
    ObjectUpload upload(ObjectKey key, Deadline deadline);

    /// The whole object.
    ///
    /// @throws ObjectNotFoundException if no object has this key; never retried
    ByteSlice read(ObjectKey key, Deadline deadline);

    /// Bytes `[offset, offset + length)`. A range past the end is an error, not a short read.
    ///
    /// @throws ObjectNotFoundException if no object has this key
    ByteSlice read(ObjectKey key, long offset, int length, Deadline deadline);

    /// Size and time of the object.
    ///
    /// @throws ObjectNotFoundException if no object has this key
    ObjectFacts head(ObjectKey key, Deadline deadline);

    /// Up to `maxCount` objects whose key starts with `prefix` and sorts after `startAfter` ("" for the beginning),
    /// ascending by key bytes.
    List<ObjectFacts> list(String prefix, String startAfter, int maxCount, Deadline deadline);

    /// Removes the object; removing what is not there is no error.
    void delete(ObjectKey key, Deadline deadline);

    @Override
    void close();
}
